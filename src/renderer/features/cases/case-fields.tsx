import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { TextField } from '../../ui/fields.tsx';

/** What a new case is called with: trimmed, `basis` only where something was written. */
interface CaseName {
  readonly reference: string;
  readonly title: string;
  readonly basis?: string;
}

interface CaseFieldsState {
  readonly fields: ReactNode;
  /** What was written; undefined, and the fields say what is missing, while reference or title is empty. */
  readonly submitted: () => CaseName | undefined;
}

/** Reference, title and legal basis of a case that is about to be made. */
export function useCaseFields(): CaseFieldsState {
  const { say } = useTexts();
  const [reference, setReference] = useState('');
  const [title, setTitle] = useState('');
  const [basis, setBasis] = useState('');
  const [asked, setAsked] = useState(false);
  const missing = (value: string): string | undefined => (asked && value.trim() === '' ? say('app.firstStart.missing') : undefined);
  const submitted = (): CaseName | undefined => {
    setAsked(true);
    if (reference.trim() === '' || title.trim() === '') return undefined;
    return { reference: reference.trim(), title: title.trim(), ...(basis.trim() === '' ? {} : { basis: basis.trim() }) };
  };
  const fields = (
    <>
      <TextField
        label={say('app.cases.reference')}
        help={say('app.cases.referenceHelp')}
        value={reference}
        onChange={setReference}
        problem={missing(reference)}
        maxLength={200}
        autoFocus
        isRequired
      />
      <TextField
        label={say('app.cases.name')}
        help={say('app.cases.nameHelp')}
        value={title}
        onChange={setTitle}
        problem={missing(title)}
        maxLength={500}
        isRequired
      />
      <TextField
        label={say('app.cases.basis')}
        help={say('app.cases.basisHelp')}
        value={basis}
        onChange={setBasis}
        rows={2}
        maxLength={2000}
      />
    </>
  );
  return { fields, submitted };
}
