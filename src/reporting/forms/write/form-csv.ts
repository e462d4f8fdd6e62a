import { toUtf8 } from '../../../core/digest/encoding.ts';
import type { FormDocument } from '../../../core/forms/form-document.ts';
import { withoutFormula } from '../../tables/csv.ts';

/** What stands where a cell is not known: an empty one could be taken for 'none'. */
const MISSING = 'missing';
const PRACTICE = 'PRACTICE - NOT EVIDENCE';

/**
 * The tables of a form whose rows are the same, as one CSV (RFC 4180, UTF-8) in the order of `columns`: their ids, then the rows, the same in every
 * language of the form. No cell begins what a spreadsheet would compute.
 */
export function writeFormCsv(form: FormDocument, columns: readonly string[]): Uint8Array {
  const tables = form.sections.flatMap(({ blocks }) => blocks).filter((block) => block.type === 'table');
  const found = columns.map((id) => {
    const table = tables.find((one) => one.columns.some((column) => column.id === id));
    if (table === undefined) throw new Error(`The form '${form.form}' has no column '${id}'`);
    const at = table.columns.findIndex((column) => column.id === id);
    return table.rows.map((row) => row[at] ?? MISSING);
  });
  const count = found[0]?.length ?? 0;
  const rows = Array.from({ length: count }, (_, index) => [
    ...found.map((column) => column[index] ?? MISSING),
    ...(form.practice ? [PRACTICE] : []),
  ]);
  const head = [...columns, ...(form.practice ? ['practice'] : [])];
  return toUtf8([head, ...rows].map((cells) => `${cells.map(quote).join(',')}\r\n`).join(''));
}

function quote(cell: string): string {
  const safe = withoutFormula(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
