/** Signs of the text of tables that stand side by side on a page. */
const LINE_SIGNS = 92;
/** What may be broken anywhere, as a digest is, asks for no more than this. */
const LONGEST_WORD = 18;
/** Of longer cells: from here on more lines are better than more width. */
const LONGEST_CELL = 240;
/** Room on both sides of a text in its cell. */
const PADDING_SIGNS = 3;

/**
 * Widths of the columns of a table in percent, by what stands in them: a column is as wide as its longest word, and what is left goes to those whose
 * cells have more to say. `rows`: texts of cells, the head among them.
 */
export function chooseColumnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const columns = (rows[0] ?? []).map((_, index) => rows.map((row) => row[index] ?? ''));
  const least = columns.map((texts) => PADDING_SIGNS + Math.min(LONGEST_WORD, longest(texts.flatMap((text) => text.split(/[\s/]+/)))));
  const wanted = columns.map((texts, index) => Math.max(0, Math.min(LONGEST_CELL, longest(texts)) - (least[index] ?? 0)));
  const free = Math.max(0, LINE_SIGNS - sum(least));
  const share = free / Math.max(1, sum(wanted));
  // What nobody wants is left to all alike.
  const spare = sum(wanted) === 0 ? free / Math.max(1, columns.length) : 0;
  const signs = least.map((width, index) => width + (wanted[index] ?? 0) * share + spare);
  return signs.map((width) => (width * 100) / sum(signs));
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
