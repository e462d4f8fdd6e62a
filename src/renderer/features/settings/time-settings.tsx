import { useState, type ReactNode } from 'react';
import type { TimeView } from '../../../rpc/contract/time.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { ErrorPanel, sayError } from '../../ui/error-panel.tsx';
import { Switch } from '../../ui/fields.tsx';
import { Fold } from '../../ui/fold.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Banner, Section } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import { AddAuthority } from './add-authority.tsx';
import { ChangeAuthority } from './change-authority.tsx';
import { ClockSettings } from './clock-settings.tsx';
import styles from './settings-list.module.css';

/** Whom the vault asks to confirm times: each can be switched off, and what is still owed asked for anew. */
export function TimeSettings(): ReactNode {
  const { say } = useTexts();
  const time = useCall('time.read', {});
  const retry = useAct('time.retry', { stale: ['time.read'] });
  const { data } = time;
  if (time.error !== null && data === undefined) return <ErrorPanel error={time.error} onRetry={() => void time.refetch()} />;
  return (
    <>
      <Section title={say('app.time.title')}>
        <p className={joinClasses(styles['words'])}>{say('app.time.words')}</p>
        {data === undefined ? (
          <Loading />
        ) : (
          <>
            {!data.readable && <Banner tone="odd">{say('app.time.unreadable')}</Banner>}
            {data.outbound !== 'any' && <Banner tone="odd">{say(`app.time.outbound.${data.outbound}`)}</Banner>}
            {data.authorities.length === 0 && <p>{say('app.time.nobody')}</p>}
            <ul className={joinClasses(styles['list'])} aria-label={say('app.time.title')}>
              {data.authorities.map((authority) => (
                <Authority key={authority.id} authority={authority} />
              ))}
            </ul>
            <div className={joinClasses(styles['acts'])} role="status">
              <span>{data.pending === 0 ? say('app.time.nothingPending') : say('app.time.pending', { count: data.pending })}</span>
              {data.pending > 0 && (
                <Button isPending={retry.isPending} onPress={() => retry.mutate({})}>
                  {say('app.time.retry')}
                </Button>
              )}
            </div>
            {retry.error !== null && <ErrorPanel error={retry.error} />}
            <AddAuthority />
          </>
        )}
      </Section>
      {data !== undefined && <ClockSettings time={data} />}
    </>
  );
}

function Authority({ authority }: { readonly authority: TimeView['authorities'][number] }): ReactNode {
  const texts = useTexts();
  const { say, formats } = texts;
  const [asks, setAsks] = useState(false);
  const enable = useAct('time.enable-authority', { stale: ['time.read'] });
  const remove = useAct('time.remove-authority', { stale: ['time.read'], onDone: () => setAsks(false) });
  const { id, name, url, enabled, problem, roots, policy, waitMs } = authority;
  return (
    <li className={joinClasses(styles['item'])}>
      <div className={joinClasses(styles['line'])}>
        <Switch label={name} isSelected={enabled} onChange={(on) => enable.mutate({ authority: id, enabled: on })} />
        <div className={joinClasses(styles['of'])}>
          <ChangeAuthority authority={authority} />
          <Button kind="quiet" onPress={() => setAsks(true)}>
            {say('app.time.remove', { name })}
          </Button>
        </div>
      </div>
      <p className={joinClasses(styles['soft'])}>
        <HostileText text={url} exact /> · {say(`app.time.euTrustedList.${authority.euTrustedList.state}`)}
      </p>
      {problem !== undefined && (
        <p className={joinClasses(styles['problem'])}>
          {sayError(texts, problem)} {waitMs > 0 && say('app.time.again', { time: formats.duration(waitMs) })}{' '}
          <code>
            {problem.code} <HostileText text={problem.message} />
          </code>
        </p>
      )}
      {enable.error !== null && <ErrorPanel error={enable.error} />}
      <Fold title={say('app.time.roots', { count: roots.length })}>
        <ul>
          {roots.map(({ subject, sha256, validTo }) => (
            <li key={sha256} className={joinClasses(styles['root'])}>
              <HostileText text={subject} /> · {say('app.time.validTo', { time: formats.utc(validTo) })}
              <br />
              <code>{sha256}</code>
            </li>
          ))}
          {policy !== undefined && (
            <li>
              {say('app.time.policy')} <code>{policy}</code>
            </li>
          )}
        </ul>
      </Fold>
      <ConfirmDialog
        title={say('app.time.remove', { name })}
        confirm={say('app.time.remove', { name })}
        danger
        isOpen={asks}
        isPending={remove.isPending}
        onClose={() => setAsks(false)}
        onConfirm={() => remove.mutate({ authority: id })}
      >
        <p>{say('app.time.removeWhat')}</p>
        {remove.error !== null && <ErrorPanel error={remove.error} />}
      </ConfirmDialog>
    </li>
  );
}
