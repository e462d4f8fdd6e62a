import type { FormBlock, FormField } from '../../../core/forms/form-document.ts';
import { makeField } from '../form-parts.ts';

/** A column: its heading, where its cells come from, and how a row fills it; nothing: not known. */
export interface FormColumn<Row> {
  readonly id: string;
  readonly label: string;
  readonly source: string;
  readonly cell: (row: Row) => string | null | undefined;
}

/** A table with its cells; a blank cell is not known. */
export function makeTable<Row>(id: string, columns: readonly FormColumn<Row>[], rows: readonly Row[]): FormBlock {
  return {
    type: 'table',
    id,
    columns: columns.map(({ id, label, source }) => ({ id, label, source })),
    rows: rows.map((row) => columns.map(({ cell }) => blankToNull(cell(row)))),
  };
}

/** The same, and with no row a field that says that it is to be completed: an empty table could be taken for 'there is nothing'. */
export function makeTableOrMissing<Row>(
  { id, label, source }: Pick<FormField, 'id' | 'label' | 'source'>,
  columns: readonly FormColumn<Row>[],
  rows: readonly Row[],
): FormBlock {
  return rows.length === 0 ? { type: 'fields', fields: [makeField(id, label, source, undefined)] } : makeTable(id, columns, rows);
}

function blankToNull(text: string | null | undefined): string | null {
  return text === undefined || text === null || text.trim() === '' ? null : text;
}
