import { buildHash } from '../../window/screen.ts';
import type { BatchItem } from '../../../rpc/contract/captures.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { stagesOf } from '../captures/progress.ts';
import { joinClasses } from '../../ui/classes.ts';
import styles from './batch.module.css';

const TONES = { waiting: 'plain', running: 'note', done: 'good', failed: 'bad', interrupted: 'odd' } as const;

/** One address of the queue: where it is, what is being done with it, and what came of it. */
export function BatchLine({
  item,
  onRetry,
  onRemove,
}: {
  readonly item: BatchItem;
  readonly onRetry: () => void;
  readonly onRemove: () => void;
}): React.JSX.Element {
  const texts = useTexts();
  const { say } = texts;
  const { state, exhibit, job, error } = item;
  return (
    <>
      <Badge tone={TONES[state]}>{say(`app.batch.state.${state}`)}</Badge>
      <div className={styles['what']}>
        <HostileText text={item.url} exact lines={1} />
        <span className={styles['under']}>
          {exhibit !== undefined && <a href={buildHash({ name: 'exhibit', case: item.case, exhibit })}>{exhibit}</a>}
          {state === 'running' && job !== undefined && (
            <>
              <span className={styles['steps']} aria-hidden="true">
                {stagesOf(job).map((stage) => (
                  <span key={stage.stage} className={joinClasses(styles['step'], styles[stage.state])} />
                ))}
              </span>
              <span>{say(`app.capture.stage.${job.stage}`)}</span>
            </>
          )}
          {error !== undefined && (
            <span>
              {texts.sayCode('report.error', error.code) ?? texts.sayCode('app.error', error.code) ?? <HostileText text={error.message} />}
            </span>
          )}
          <span className={styles['soft']}>
            <HostileText text={`${item.case} · ${item.from}`} lines={1} />
          </span>
          {item.tries > 1 && <span className={styles['soft']}>{say('app.batch.tries', { count: item.tries })}</span>}
        </span>
      </div>
      <span className={styles['acts']}>
        {(state === 'failed' || state === 'interrupted') && (
          <IconButton icon="reload" label={say('app.batch.retryOne')} onPress={onRetry} />
        )}
        {state !== 'running' && <IconButton icon="close" label={say('app.batch.removeOne')} onPress={onRemove} />}
      </span>
    </>
  );
}
