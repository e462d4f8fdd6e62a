import { useEffect, useRef, useState } from 'react';
import type { PageQuestion } from '../../../core/model/page-view.ts';
import { isPugmarkError } from '../../../core/errors.ts';
import type { GivenFile } from '../../../rpc/client-port.ts';
import type { Answer } from '../../../rpc/contract/browser.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel, type ShownError } from '../../ui/error-panel.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './page-question.module.css';

/** Files that the page asks for: chosen here, told by name, and only then handed over. */
export function FilesQuestion({
  question,
  onAnswer,
}: {
  readonly question: Extract<PageQuestion, { readonly kind: 'files' }>;
  readonly onAnswer: (answer: Answer) => void;
}): React.JSX.Element {
  const { say, formats } = useTexts();
  const client = useClient();
  const input = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ShownError>();
  useEffect(() => input.current?.focus(), []);
  const give = async (): Promise<void> => {
    setBusy(true);
    try {
      const given: GivenFile[] = [];
      for (const file of files) given.push(await client.upload(file));
      onAnswer({ accept: true, files: given });
    } catch (fault) {
      setError(isPugmarkError(fault) ? fault : { code: 'program-fault', message: String(fault) });
    }
    setBusy(false);
  };
  return (
    <div className={joinClasses(styles['body'])}>
      <p id="question-text">{say('app.browser.question.filesWords')}</p>
      <label className={joinClasses(styles['chooser'])}>
        {say(question.multiple ? 'app.browser.question.chooseFiles' : 'app.browser.question.chooseFile')}
        <input
          ref={input}
          type="file"
          multiple={question.multiple}
          onChange={(event) => setFiles([...(event.currentTarget.files ?? [])].slice(0, 100))}
        />
      </label>
      {files.length > 0 && (
        <ul className={joinClasses(styles['files'])}>
          {files.map((file, index) => (
            <li key={index}>
              <HostileText text={file.name} lines={1} /> <span>{formats.bytes(file.size)}</span>
            </li>
          ))}
        </ul>
      )}
      {error !== undefined && <ErrorPanel error={error} />}
      <div className={joinClasses(styles['acts'])}>
        <Button onPress={() => onAnswer({ accept: false })}>{say('app.browser.question.noFiles')}</Button>
        <Button kind="main" isDisabled={files.length === 0} isPending={busy} onPress={() => void give()}>
          {say('app.browser.question.giveFiles')}
        </Button>
      </div>
    </div>
  );
}
