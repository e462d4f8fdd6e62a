import type { FormCheck, FormDocument, FormField, FormId, FormSection } from '../../core/forms/form-document.ts';
import type { FormContext } from './form-context.ts';

/** A whole form; its time is that of the package, so that the same input gives the same bytes. */
export function makeForm(
  { texts, input }: Pick<FormContext, 'texts' | 'input'>,
  form: FormId,
  parts: { readonly title: string; readonly notices: readonly string[]; readonly sections: readonly FormSection[] },
): FormDocument {
  return {
    format: 'form/v1',
    form,
    language: texts.language,
    title: parts.title,
    notices: [...parts.notices],
    practice: input.seal.practice,
    madeAt: input.seal.createdAt,
    sections: [...parts.sections],
  };
}

/** What is known of a field: one text, several, or nothing. Blank texts are nothing. */
export type FieldValue = string | undefined | readonly (string | undefined)[];

/** A field; one without a value says that it is to be completed. */
export function makeField(id: string, label: string, source: string, value: FieldValue): FormField {
  const values = listValues(value);
  return { id, label, state: values.length === 0 ? 'missing' : 'given', values, source };
}

/** A field that has nothing to say in this case, which is another thing than one that nobody filled. */
export function makeInapplicableField(id: string, label: string, source: string): FormField {
  return { id, label, state: 'not-applicable', values: [], source };
}

/** A line of a checklist: what the record says decides, never what ought to have been done. */
export function makeCheck(id: string, label: string, source: string, answer: FormCheck['answer'], value: FieldValue): FormCheck {
  return { id, label, answer, values: listValues(value), source };
}

/** Fields, one below the other. */
export function makeFields(...fields: readonly FormField[]): FormSection['blocks'][number] {
  return { type: 'fields', fields: [...fields] };
}

/** A text of its own in a form. */
export function makeText(...paragraphs: readonly string[]): FormSection['blocks'][number] {
  return { type: 'text', paragraphs: [...paragraphs] };
}

function listValues(value: FieldValue): string[] {
  const all = typeof value === 'string' || value === undefined ? [value] : value;
  return all.filter((one): one is string => one !== undefined && one.trim() !== '');
}
