import { useRef, useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select, Switch, TextField } from '../../ui/fields.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Form } from '../../ui/form.tsx';
import { Link } from '../../ui/link.tsx';
import { Front } from '../../window/front.tsx';
import { buildHash } from '../../window/screen.ts';
import { showScreen } from '../../window/use-screen.ts';
import { usePractice } from '../cases/use-practice.ts';
import styles from './first-start.module.css';
import { joinClasses } from '../../ui/classes.ts';
import { judgePassphrase } from './passphrase-strength.ts';
import { findProblems, RECOVERY_KINDS, type Answers } from './answers.ts';
import { KeepCode } from './keep-code.tsx';

const EMPTY: Answers = { serviceNumber: '', agency: '', passphrase: '', repeat: '', recovery: '', kind: 'code', encrypt: true };

/** Three questions, and a vault is made. */
export function FirstStart(): ReactNode {
  const { say } = useTexts();
  const station = useCall('station.read', {}).data;
  const [answers, setAnswers] = useState(EMPTY);
  const [asked, setAsked] = useState(false);
  const practice = usePractice();
  // This screen is gone as soon as there is a vault: what comes then hangs on the act, not on the screen.
  const next = useRef<'work' | 'practise'>('work');
  const create = useAct('vault.create', {
    stale: ['station.read'],
    onDone: () => (next.current === 'practise' ? practice.start() : showScreen({ name: 'cases' })),
  });
  const problems = asked ? findProblems(answers) : {};
  const sayProblem = (name: keyof Answers): string | undefined => {
    const problem = problems[name];
    return problem === undefined ? undefined : say(`app.firstStart.${problem}`);
  };
  const change =
    <Name extends keyof Answers>(name: Name) =>
    (value: Answers[Name]) =>
      setAnswers({ ...answers, [name]: value });
  const [code, setCode] = useState<string>();
  const propose = useAct('vault.recoveryCode', { onDone: (made) => setCode(made.code) });
  const make = (then: 'work' | 'practise'): void => {
    setAsked(true);
    if (Object.keys(findProblems(answers)).length > 0) return;
    next.current = then;
    if (answers.kind === 'code') propose.mutate({});
    else createWith(undefined);
  };
  const createWith = (recoveryCode: string | undefined): void => {
    const { serviceNumber, agency, passphrase, recovery, kind, encrypt } = answers;
    create.mutate({
      serviceNumber: serviceNumber.trim(),
      agency: agency.trim(),
      passphrase,
      encrypt,
      ...(kind === 'key' ? { recovery: recovery.trim() } : {}),
      ...(recoveryCode === undefined ? {} : { recoveryCode }),
      noRecovery: kind === 'none',
    });
  };
  if (code !== undefined) {
    const back = (): void => setCode(undefined);
    return <KeepCode code={code} isPending={create.isPending} error={create.error} onKept={() => createWith(code)} onBack={back} />;
  }
  const isPending = create.isPending || propose.isPending;
  const error = create.error ?? propose.error;
  return (
    <Front
      title={say('app.firstStart.title')}
      intro={say('app.firstStart.intro')}
      foot={
        <>
          <span>{say('app.firstStart.receiver')}</span>
          <Link href={buildHash({ name: 'open-package' })}>{say('app.firstStart.openPackage')}</Link>
        </>
      }
    >
      <Form onSubmit={() => make('work')}>
        <TextField
          label={say('app.firstStart.serviceNumber')}
          help={say('app.firstStart.serviceNumberHelp')}
          value={answers.serviceNumber}
          onChange={change('serviceNumber')}
          problem={sayProblem('serviceNumber')}
          maxLength={200}
          autoFocus
          isRequired
        />
        <TextField
          label={say('app.firstStart.agency')}
          help={say('app.firstStart.agencyHelp')}
          value={answers.agency}
          onChange={change('agency')}
          problem={sayProblem('agency')}
          maxLength={200}
          isRequired
        />
        <div className={joinClasses(styles['pair'])}>
          <TextField
            type="password"
            autoComplete="new-password"
            label={say('app.firstStart.passphrase')}
            help={
              <span className={joinClasses(styles['strength'])} aria-live="polite">
                {say(`app.firstStart.strength.${judgePassphrase(answers.passphrase)}`)}
              </span>
            }
            value={answers.passphrase}
            onChange={change('passphrase')}
            problem={sayProblem('passphrase')}
            isRequired
          />
          <TextField
            type="password"
            autoComplete="new-password"
            label={say('app.firstStart.repeat')}
            value={answers.repeat}
            onChange={change('repeat')}
            problem={sayProblem('repeat')}
            help={say('app.firstStart.passphraseHelp')}
            isRequired
          />
        </div>
        <Fold title={say('app.firstStart.protectFold')}>
          <Switch
            label={say('app.firstStart.encrypt')}
            help={say('app.firstStart.encryptHelp')}
            isSelected={answers.encrypt}
            onChange={change('encrypt')}
          />
          <Select
            label={say('app.firstStart.recoveryKind')}
            value={answers.kind}
            options={RECOVERY_KINDS.map((value) => ({ value, label: say(`app.firstStart.recoveryKind.${value}`) }))}
            onChange={change('kind')}
            help={say(`app.firstStart.recoveryKindHelp.${answers.kind}`)}
          />
          {answers.kind === 'key' && (
            <TextField
              exact
              label={say('app.firstStart.recovery')}
              help={say('app.firstStart.recoveryHelp')}
              value={answers.recovery}
              onChange={change('recovery')}
              problem={sayProblem('recovery')}
            />
          )}
        </Fold>
        {error !== null && <ErrorPanel error={error} />}
        <p className={joinClasses(styles['aside'])}>{say('app.firstStart.folder', { folder: station?.vaultFolder ?? '' })}</p>
        <Button kind="main" type="submit" isPending={isPending}>
          {say('app.firstStart.create')}
        </Button>
        <div className={joinClasses(styles['practice'])}>
          <p>{say('app.firstStart.practiceHelp')}</p>
          <Button isPending={isPending} onPress={() => make('practise')}>
            {say('app.firstStart.createAndPractise')}
          </Button>
        </div>
      </Form>
    </Front>
  );
}
