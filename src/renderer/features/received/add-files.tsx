import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { sayError } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Form } from '../../ui/form.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Banner } from '../../ui/page.tsx';
import { Progress } from '../../ui/states.tsx';
import { useWindowState } from '../../window/window-state.ts';
import { useAdding } from './use-adding.ts';

/** Files that somebody gave become exhibits of the case. */
export function AddFiles({ reference }: { readonly reference: string }): ReactNode {
  const { say } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" icon="add" onPress={() => setOpen(true)}>
        {say('app.received.add')}
      </Button>
      <Dialog title={say('app.received.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <FilesForm reference={reference} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function FilesForm({ reference, onDone }: { readonly reference: string; readonly onDone: () => void }): ReactNode {
  const texts = useTexts();
  const { say, formats } = texts;
  const tell = useWindowState((state) => state.tell);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [origin, setOrigin] = useState('');
  const [asked, setAsked] = useState(false);
  const { current, refused, add } = useAdding();
  const submit = async (): Promise<void> => {
    setAsked(true);
    if (files.length === 0 || origin.trim() === '') return;
    const added = await add(reference, files, origin.trim());
    if (added > 0) tell({ kind: 'good', text: say('app.received.added', { count: added, case: reference }) });
    if (added === files.length) onDone();
    else setFiles([]);
  };
  if (current !== undefined) {
    const { file, sent } = current;
    return (
      <Progress
        label={say('app.received.taking', { name: file.name })}
        done={sent}
        total={file.size}
        detail={`${formats.bytes(sent)} / ${formats.bytes(file.size)}`}
      />
    );
  }
  const size = formats.bytes(files.reduce((sum, file) => sum + file.size, 0));
  return (
    <Form onSubmit={() => void submit()}>
      {refused.map(({ file, error }) => (
        <Banner key={file.name} tone="odd">
          {say('app.received.refused', { name: file.name, why: sayError(texts, error) })}
        </Banner>
      ))}
      <FileDrop icon="add" title={say('app.received.drop')} help={say('app.received.words')} several onFiles={setFiles} />
      {files.length > 0 && (
        <div role="status">
          {say('app.received.chosen', { count: files.length, size })}
          <ul>
            {files.slice(0, LISTED).map((file) => (
              <li key={file.name}>
                <HostileText text={file.name} lines={1} />
              </li>
            ))}
            {files.length > LISTED && <li>…</li>}
          </ul>
        </div>
      )}
      {asked && files.length === 0 && refused.length === 0 && <Banner tone="odd">{say('app.received.noFile')}</Banner>}
      <TextField
        label={say('app.received.origin')}
        help={say('app.received.originHelp')}
        value={origin}
        onChange={setOrigin}
        problem={asked && origin.trim() === '' ? say('app.firstStart.missing') : undefined}
        rows={2}
        maxLength={2000}
        isRequired
      />
      <Acts>
        <Button onPress={onDone}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit">
          {say('app.received.start')}
        </Button>
      </Acts>
    </Form>
  );
}

const LISTED = 8;
