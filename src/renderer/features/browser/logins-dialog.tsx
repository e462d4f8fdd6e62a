import { useState, type ReactNode } from 'react';
import type { BrowserState } from '../../../rpc/contract/browser.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { joinClasses } from '../../ui/classes.ts';
import styles from './logins-dialog.module.css';

const NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/;

interface LoginsDialogProps {
  readonly caseReference: string;
  readonly state: BrowserState;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Kept logins of the case: which one the browser runs with, a new one, and the end of one. */
export function LoginsDialog({ isOpen, ...rest }: LoginsDialogProps): ReactNode {
  const { say } = useTexts();
  return (
    <Dialog title={say('app.browser.loginsTitle')} isOpen={isOpen} onClose={rest.onClose}>
      <Logins {...rest} />
    </Dialog>
  );
}

function Logins({ caseReference, state, onClose }: Omit<LoginsDialogProps, 'isOpen'>): ReactNode {
  const { say } = useTexts();
  const [name, setName] = useState('');
  const restart = useAct('browser.restart', { stale: ['browser.read', 'tabs.list'], onDone: onClose });
  const forget = useAct('browser.forget', { stale: ['browser.read'] });
  const [going, setGoing] = useState<string>();
  const use = (login: string | null): void => restart.mutate({ case: caseReference, login });
  const wanted = name.trim().toLowerCase();
  const error = restart.error ?? forget.error;
  return (
    <>
      <p>{say('app.browser.loginsWords')}</p>
      <p className={joinClasses(styles['soft'])}>{say('app.browser.restartWhat')}</p>
      <ul className={joinClasses(styles['list'])} aria-label={say('app.browser.loginsTitle')}>
        <Row name={say('app.browser.loginNone')} isUsed={state.login === undefined}>
          <Button isPending={restart.isPending} onPress={() => use(null)}>
            {say('app.browser.loginUseNone')}
          </Button>
        </Row>
        {state.logins.map((login) => (
          <Row key={login} name={login} isUsed={state.login === login}>
            <Button isPending={restart.isPending} onPress={() => use(login)}>
              {say('app.browser.loginUse', { login })}
            </Button>
            {going === login ? (
              <Button
                kind="danger"
                isPending={forget.isPending}
                onPress={() => forget.mutate({ case: caseReference, login }, { onSettled: () => setGoing(undefined) })}
              >
                {say('app.browser.loginForgetSure', { login })}
              </Button>
            ) : (
              <Button kind="quiet" onPress={() => setGoing(login)}>
                {say('app.browser.loginForget', { login })}
              </Button>
            )}
          </Row>
        ))}
      </ul>
      <Form onSubmit={() => NAME.test(wanted) && use(wanted)}>
        <TextField
          label={say('app.browser.loginNew')}
          help={say('app.browser.loginNewHelp')}
          value={name}
          onChange={setName}
          maxLength={40}
          exact
          problem={wanted === '' || NAME.test(wanted) ? undefined : say('app.browser.loginNewProblem')}
        />
        {error !== null && <ErrorPanel error={error} />}
        <Acts>
          <Button onPress={onClose}>{say('app.ui.cancel')}</Button>
          <Button kind="main" type="submit" isDisabled={!NAME.test(wanted)} isPending={restart.isPending}>
            {say('app.browser.loginKeep')}
          </Button>
        </Acts>
      </Form>
    </>
  );
}

function Row({ name, isUsed, children }: { readonly name: string; readonly isUsed: boolean; readonly children: ReactNode }): ReactNode {
  const { say } = useTexts();
  return (
    <li className={joinClasses(styles['row'])}>
      <span className={joinClasses(styles['name'])}>{name}</span>
      {isUsed ? <Badge tone="note">{say('app.browser.loginUsed')}</Badge> : children}
    </li>
  );
}
