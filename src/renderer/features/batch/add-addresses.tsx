import { useRef, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import type { CallOutput } from '../../../rpc/contract.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { countLines, droppedText } from './batch-counts.ts';
import { RefusedLines } from './refused-lines.tsx';
import styles from './batch.module.css';

const LONGEST = 10_000_000;

/** Addresses pasted, dropped, or read from a file, put into the queue of a case. What cannot be captured is told, line by line. */
export function AddAddresses({ caseReference }: { readonly caseReference: string | undefined }): React.JSX.Element {
  const { say } = useTexts();
  const cases = (useCall('cases.list', {}).data ?? []).filter(({ state }) => state === 'open');
  const [wantedCase, setWantedCase] = useState(caseReference);
  const [text, setText] = useState('');
  const [name, setName] = useState<string>();
  const [isOver, setIsOver] = useState(false);
  const [told, setTold] = useState<CallOutput<'batch.add'>>();
  const [unreadable, setUnreadable] = useState<string>();
  const file = useRef<HTMLInputElement>(null);
  const add = useAct('batch.add', {
    stale: ['batch.read'],
    onDone: (result) => {
      setTold(result);
      setText('');
      setName(undefined);
    },
  });
  const chosen = cases.find(({ reference }) => reference === wantedCase) ?? cases[0];
  const lines = countLines(text);

  const take = async (given: File | undefined): Promise<void> => {
    if (given === undefined) return;
    setUnreadable(undefined);
    setTold(undefined);
    if (given.size > LONGEST) return setUnreadable(given.name);
    try {
      setText(await given.text());
      setName(given.name.slice(0, 255));
    } catch {
      // A folder, or a file that was taken away meanwhile.
      setUnreadable(given.name);
    }
  };
  return (
    <form
      className={joinClasses(styles['add'], isOver && styles['over'])}
      aria-label={say('app.batch.add')}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== undefined && lines > 0) add.mutate({ case: chosen.reference, text, name: name ?? say('app.batch.pasted') });
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        const { dataTransfer } = event;
        if (dataTransfer.files.length > 0) return void take(dataTransfer.files[0]);
        const dropped = droppedText((type) => dataTransfer.getData(type));
        setText((known) => (known.trim() === '' ? dropped : `${known.trimEnd()}\n${dropped}`));
        return undefined;
      }}
    >
      <TextField
        label={say('app.batch.addresses')}
        rows={4}
        exact
        value={text}
        maxLength={LONGEST}
        onChange={(value) => {
          setText(value);
          setTold(undefined);
        }}
        help={name === undefined ? say('app.batch.addressesHelp') : say('app.batch.fromFile', { name })}
      />
      <div className={styles['line']}>
        {caseReference === undefined && cases.length > 0 && chosen !== undefined && (
          <Select
            label={say('app.batch.case')}
            value={chosen.reference}
            options={cases.map(({ reference, title }) => ({ value: reference, label: `${reference} · ${title}` }))}
            onChange={setWantedCase}
          />
        )}
        <span className={styles['fill']} />
        <input
          ref={file}
          type="file"
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          hidden
          aria-label={say('app.batch.file')}
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
        <Button icon="file" onPress={() => file.current?.click()}>
          {say('app.batch.file')}
        </Button>
        <Button kind="main" type="submit" isDisabled={lines === 0 || chosen === undefined} isPending={add.isPending}>
          {lines === 0 ? say('app.batch.add') : say('app.batch.addLines', { count: lines })}
        </Button>
      </div>
      {unreadable !== undefined && <p role="alert">{say('app.batch.unreadable', { name: unreadable })}</p>}
      {add.error !== null && <ErrorPanel error={add.error} />}
      {told !== undefined && <RefusedLines result={told} />}
    </form>
  );
}
