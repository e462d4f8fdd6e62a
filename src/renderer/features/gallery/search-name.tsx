import { useState, type ReactNode } from 'react';
import type { PugmarkError } from '../../../core/errors.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { Acts } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';

interface SearchNameProps {
  readonly before: string;
  /** What the act does. */
  readonly words?: string;
  readonly act: string;
  readonly isPending: boolean;
  readonly error: PugmarkError | null;
  readonly onSubmit: (name: string) => void;
  readonly onCancel: () => void;
}

/** The name of a saved search. */
export function SearchName({ before, words, act, isPending, error, onSubmit, onCancel }: SearchNameProps): ReactNode {
  const { say } = useTexts();
  const [name, setName] = useState(before.slice(0, 120));
  const isReady = name.trim() !== '';
  return (
    <Form
      onSubmit={() => {
        if (isReady && !isPending) onSubmit(name.trim());
      }}
    >
      {words !== undefined && <p>{words}</p>}
      <TextField label={say('app.searches.name')} value={name} onChange={setName} maxLength={120} autoFocus isRequired />
      {error !== null && <ErrorPanel error={error} />}
      <Acts>
        <Button onPress={onCancel}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isDisabled={!isReady} isPending={isPending}>
          {act}
        </Button>
      </Acts>
    </Form>
  );
}
