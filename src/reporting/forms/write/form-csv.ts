import { toUtf8 } from '../../../core/digest/encoding.ts';
import type { FormBlock, FormDocument } from '../../../core/forms/form-document.ts';

/** What stands where a cell is not known: an empty one could be taken for 'none'. */
const MISSING = 'missing';

/**
 * The only table of a form as CSV (RFC 4180, UTF-8): the ids of its columns, then its rows, the same in every language of the form but for the words in
 * them. No cell begins what a spreadsheet would compute.
 */
export function writeFormCsv(form: FormDocument): Uint8Array {
  const table = form.sections
    .flatMap(({ blocks }) => blocks)
    .find((block): block is Extract<FormBlock, { type: 'table' }> => block.type === 'table');
  if (table === undefined) throw new Error(`The form '${form.form}' has no table`);
  const head = [...table.columns.map(({ id }) => id), ...(form.practice ? ['practice'] : [])];
  const rows = table.rows.map((row) => [...row.map((cell) => cell ?? MISSING), ...(form.practice ? ['PRACTICE - NOT EVIDENCE'] : [])]);
  return toUtf8([head, ...rows].map((cells) => `${cells.map(quote).join(',')}\r\n`).join(''));
}

function quote(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
