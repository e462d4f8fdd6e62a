import { useState, type ReactNode } from 'react';
import { RECOVERY_PROBLEMS } from '../../../core/recovery-problems.ts';
import type { PugmarkError } from '../../../core/errors.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Form } from '../../ui/form.tsx';
import { Loading } from '../../ui/states.tsx';
import { Front } from '../../window/front.tsx';
import styles from './first-start.module.css';
import { NewPassphrase } from './new-passphrase.tsx';
import { SHORTEST_PASSPHRASE } from './passphrase-strength.ts';

type Kind = 'code' | 'key';

/** A file of keys has a few lines. */
const MAX_KEY_FILE_BYTES = 100_000;

/** A new passphrase for a vault whose own was lost: by the printed code, or by the agency's key file. */
export function Recover({ folder, onBack }: { readonly folder: string; readonly onBack: () => void }): ReactNode {
  const { say } = useTexts();
  const { data, error, refetch } = useCall('vault.recoveries', {});
  return (
    <Front title={say('app.recover.title')} intro={say('app.unlock.folder', { folder })}>
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.kinds.length === 0 && <p>{say('app.recover.none')}</p>}
      {data !== undefined && data.kinds.length > 0 && <Recovery kinds={data.kinds} />}
      <Button onPress={onBack}>{say('app.recover.back')}</Button>
    </Front>
  );
}

function Recovery({ kinds }: { readonly kinds: readonly Kind[] }): ReactNode {
  const { say, sayCode } = useTexts();
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'code');
  const [code, setCode] = useState('');
  const [file, setFile] = useState<{ readonly name: string; readonly text: string }>();
  const [isTooLong, setTooLong] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [repeat, setRepeat] = useState('');
  const [asked, setAsked] = useState(false);
  const recover = useAct('vault.recover', { stale: ['station.read'] });
  const by = kind === 'code' ? (code.trim() === '' ? undefined : { code }) : file === undefined ? undefined : { keyFile: file.text };
  const take = async (given: File): Promise<void> => {
    recover.reset();
    setTooLong(given.size > MAX_KEY_FILE_BYTES);
    setFile(given.size > MAX_KEY_FILE_BYTES ? undefined : { name: given.name, text: await given.text() });
  };
  const submit = (): void => {
    setAsked(true);
    const isGood = Array.from(passphrase).length >= SHORTEST_PASSPHRASE && repeat === passphrase;
    if (by !== undefined && isGood && !recover.isPending) recover.mutate({ by, newPassphrase: passphrase });
  };
  return (
    <Form onSubmit={submit}>
      {kinds.length > 1 && (
        <Select
          label={say('app.recover.by')}
          value={kind}
          options={kinds.map((value) => ({ value, label: say(`app.recover.by.${value}`) }))}
          onChange={(chosen) => {
            recover.reset();
            setKind(chosen);
          }}
        />
      )}
      {kind === 'code' ? (
        <TextField
          label={say('app.recover.code')}
          help={say('app.recover.codeHelp')}
          value={code}
          onChange={setCode}
          problem={asked && by === undefined ? say('app.firstStart.missing') : undefined}
          maxLength={200}
          autoComplete="off"
          autoFocus
          exact
          isRequired
        />
      ) : (
        <>
          <FileDrop
            icon="package"
            title={say('app.recover.file')}
            help={file === undefined ? say('app.recover.fileHelp') : say('app.recover.fileTaken', { name: file.name })}
            onFiles={([given]) => {
              if (given !== undefined) void take(given);
            }}
          />
          {isTooLong && <p role="alert">{say('app.recover.problem.key-form')}</p>}
          {asked && by === undefined && !isTooLong && <p role="alert">{say('app.recover.fileMissing')}</p>}
        </>
      )}
      <NewPassphrase passphrase={passphrase} repeat={repeat} asked={asked} onPassphrase={setPassphrase} onRepeat={setRepeat} />
      <p className={joinClasses(styles['aside'])}>{say('app.recover.what')}</p>
      {recover.error !== null && <ErrorPanel error={recover.error} words={sayProblem(sayCode, recover.error)} />}
      <Button kind="main" type="submit" isPending={recover.isPending}>
        {say('app.recover.act')}
      </Button>
    </Form>
  );
}

function sayProblem(sayCode: (prefix: string, code: string) => string | undefined, { details }: PugmarkError): string | undefined {
  const known = RECOVERY_PROBLEMS.find((problem) => problem === details['recovery']);
  return known === undefined ? undefined : sayCode('app.recover.problem', known);
}
