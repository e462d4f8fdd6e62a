import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { LoginsDialog } from './logins-dialog.tsx';
import styles from './status-line.module.css';

/** How the browser of the case runs: its way out and its profile, and what holds only after it is started anew. */
export function BrowserFacts({ caseReference }: { readonly caseReference: string }): ReactNode {
  const { say } = useTexts();
  const [asks, setAsks] = useState<'none' | 'restart' | 'logins'>('none');
  const state = useCall('browser.read', { case: caseReference }).data;
  if (state === undefined) return null;
  const proxy = state.proxy === '' ? say('app.browser.noProxy') : say('app.browser.proxy', { proxy: state.proxy });
  return (
    <>
      {!state.isCurrent && (
        <Button kind="quiet" icon="warning" onPress={() => setAsks('restart')}>
          {say('app.browser.stale')}
        </Button>
      )}
      <span className={joinClasses(styles['fact'])} title={proxy}>
        {proxy}
      </span>
      <span className={joinClasses(styles['fact'])} title={`${say('app.browser.profile')} ${caseReference}`}>
        {say('app.browser.profile')} <HostileText text={caseReference} lines={1} />
      </span>
      {state.keepsLogins && (
        <Button kind="quiet" icon="lock" onPress={() => setAsks('logins')}>
          {state.login === undefined ? say('app.browser.logins') : say('app.browser.login', { login: state.login })}
        </Button>
      )}
      <RestartDialog caseReference={caseReference} isOpen={asks === 'restart'} onClose={() => setAsks('none')} />
      <LoginsDialog caseReference={caseReference} state={state} isOpen={asks === 'logins'} onClose={() => setAsks('none')} />
    </>
  );
}

interface RestartDialogProps {
  readonly caseReference: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function RestartDialog({ caseReference, isOpen, onClose }: RestartDialogProps): ReactNode {
  const { say } = useTexts();
  const restart = useAct('browser.restart', { stale: ['browser.read', 'tabs.list'], onDone: onClose });
  return (
    <ConfirmDialog
      title={say('app.browser.restart')}
      confirm={say('app.browser.restart')}
      isOpen={isOpen}
      isPending={restart.isPending}
      onConfirm={() => restart.mutate({ case: caseReference })}
      onClose={onClose}
    >
      <p>{say('app.browser.restartWhy')}</p>
      <p>{say('app.browser.restartWhat')}</p>
      {restart.error !== null && <ErrorPanel error={restart.error} />}
    </ConfirmDialog>
  );
}
