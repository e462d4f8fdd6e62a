import { useState } from 'react';
import type { ScreenOf } from '../../window/screen.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { EmptyState, Loading, Progress } from '../../ui/states.tsx';
import { AddAddresses } from './add-addresses.tsx';
import { countItems } from './batch-counts.ts';
import { BatchQueue } from './batch-queue.tsx';
import styles from './batch.module.css';

/** Addresses waiting to be captured one after the other, and what became of those before. Kept over a restart. */
export function BatchScreen({ screen }: { readonly screen: ScreenOf<'batch'> }): React.JSX.Element {
  const { say, formats } = useTexts();
  const { data, error, refetch } = useCall('batch.read', {});
  const stale = { stale: ['batch.read'] as const };
  const pause = useAct('batch.pause', stale);
  const resume = useAct('batch.resume', stale);
  const retry = useAct('batch.retry', stale);
  const remove = useAct('batch.remove', stale);
  const [asking, setAsking] = useState(false);
  if (error !== null && data === undefined) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const counts = countItems(data.items);
  const ended = counts.done + counts.failed + counts.interrupted;
  const again = data.items.flatMap(({ id, state }) => (state === 'failed' || state === 'interrupted' ? [id] : [])).slice(0, 10_000);
  const done = data.items.flatMap(({ id, state }) => (state === 'done' ? [id] : [])).slice(0, 10_000);
  const waiting = data.items.flatMap(({ id, state }) => (state === 'waiting' ? [id] : [])).slice(0, 10_000);
  const failed = [pause, resume, retry, remove].find((act) => act.error !== null)?.error;
  return (
    <div className={styles['screen']}>
      <header>
        <h1>{say('app.batch.heading')}</h1>
        <p className={styles['soft']}>{say('app.batch.words')}</p>
      </header>
      <AddAddresses caseReference={screen.case} />
      {failed !== undefined && failed !== null && <ErrorPanel error={failed} />}
      {data.items.length === 0 ? (
        <EmptyState icon="list" title={say('app.batch.empty')}>
          {say('app.batch.emptyHelp')}
        </EmptyState>
      ) : (
        <div className={styles['queue']}>
          <div className={styles['line']}>
            <div className={styles['progress']}>
              <Progress
                label={say(data.paused ? 'app.batch.paused' : ended === data.items.length ? 'app.batch.finished' : 'app.batch.running')}
                done={ended}
                total={data.items.length}
                detail={say('app.batch.counts', {
                  done: formats.number(counts.done),
                  failed: formats.number(counts.failed + counts.interrupted),
                  waiting: formats.number(counts.waiting + counts.running),
                })}
              />
            </div>
            {ended < data.items.length && (
              <Button kind="main" isPending={pause.isPending || resume.isPending} onPress={() => (data.paused ? resume : pause).mutate({})}>
                {say(data.paused ? 'app.batch.resume' : 'app.batch.pause')}
              </Button>
            )}
            {again.length > 0 && (
              <Button isPending={retry.isPending} onPress={() => retry.mutate({ items: again })}>
                {say('app.batch.retryAll', { count: again.length })}
              </Button>
            )}
            {done.length > 0 && (
              <Button kind="quiet" isPending={remove.isPending} onPress={() => remove.mutate({ items: done })}>
                {say('app.batch.removeDone', { count: done.length })}
              </Button>
            )}
            {waiting.length > 1 && (
              <Button kind="quiet" onPress={() => setAsking(true)}>
                {say('app.batch.removeWaiting', { count: waiting.length })}
              </Button>
            )}
          </div>
          {data.paused && counts.running > 0 && <p className={styles['soft']}>{say('app.batch.pausedWords', { count: counts.running })}</p>}
          <BatchQueue
            items={data.items}
            onRetry={(id) => retry.mutate({ items: [id] })}
            onRemove={(id) => remove.mutate({ items: [id] })}
          />
        </div>
      )}
      <ConfirmDialog
        title={say('app.batch.removeAsk', { count: waiting.length })}
        confirm={say('app.batch.remove')}
        isOpen={asking}
        danger
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          remove.mutate({ items: waiting });
        }}
      >
        <p>{say('app.batch.removeWords')}</p>
      </ConfirmDialog>
    </div>
  );
}
