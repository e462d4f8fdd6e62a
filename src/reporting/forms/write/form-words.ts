import type { FormBlock, FormCheck, FormDocument, FormField } from '../../../core/forms/form-document.ts';
import type { Texts } from '../../texts/texts.ts';

type FormTable = Extract<FormBlock, { type: 'table' }>;

/** Rows of one table on paper; all of them stand in the `.json` and `.txt` beside it. More makes a document that no program opens with pleasure. */
const PAPER_ROWS = 2_000;

/** What a field says: its values, or that nobody filled it, or that there is nothing to fill. */
export function wordsOfField(texts: Texts, { state, values }: FormField): readonly string[] {
  if (state === 'given') return values;
  return [texts.say(state === 'missing' ? 'form.state.missing' : 'form.state.notApplicable')];
}

export function wordsOfAnswer(texts: Texts, { answer }: FormCheck): string {
  return texts.say(`form.answer.${answer}`);
}

export function wordsOfCell(texts: Texts, cell: string | null): string {
  return cell ?? texts.say('form.state.unknown');
}

/** The rows of a table that go on paper, and what is said of the rest. */
export function boundRows(
  texts: Texts,
  { form, language }: FormDocument,
  { rows }: FormTable,
): { readonly rows: FormTable['rows']; readonly rest?: string } {
  if (rows.length <= PAPER_ROWS) return { rows };
  const rest = texts.say('form.table.rest', { count: rows.length - PAPER_ROWS, file: `${form}.${language}.txt` });
  return { rows: rows.slice(0, PAPER_ROWS), rest };
}

/** Lines of an empty table. */
export function wordsOfNoRows(texts: Texts): string {
  return texts.say('form.table.empty');
}
