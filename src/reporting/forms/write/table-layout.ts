/** Signs of the text of tables that stand side by side on a page. */
const LINE_SIGNS = 92;
/** What may be broken anywhere, as a digest is, asks for no more than this. */
const LONGEST_WORD = 18;
/** What a column beside others can hold: a text that is longer would fill a narrow strip of many pages. */
const LONGEST_CELL = 240;
/** Room on both sides of a text in its cell. */
const PADDING_SIGNS = 3;

/** How a table stands on paper. Columns are meant by their index. */
export interface TableLayout {
  /** Columns that stand side by side; never none. */
  readonly beside: readonly number[];
  /** Their widths in percent. */
  readonly widths: readonly number[];
  /** Columns whose cells stand below their row, over its whole width. */
  readonly below: readonly number[];
}

interface Column {
  readonly index: number;
  /** Width that its longest word needs. */
  readonly least: number;
  /** Signs of its longest cell. */
  readonly longest: number;
}

/**
 * Lays out a table by what stands in it. A column that holds long texts goes below, and so do those with most to say while the longest words of the others do
 * not fit beside each other; the first stays. Of the rest each is as wide as its longest word, and what is left goes to those with more to say. `rows`: texts of
 * cells, the head among them.
 */
export function layOutTable(rows: readonly (readonly string[])[]): TableLayout {
  const columns = (rows[0] ?? []).map((_, index) => measure(rows, index));
  const below = new Set(columns.filter(({ index, longest }) => index > 0 && longest > LONGEST_CELL));
  for (const column of columns.slice(1).toSorted((a, b) => b.longest - a.longest)) {
    if (sum(columns.filter((one) => !below.has(one)).map(({ least }) => least)) <= LINE_SIGNS) break;
    below.add(column);
  }
  const beside = columns.filter((column) => !below.has(column));
  return {
    beside: beside.map(({ index }) => index),
    widths: chooseWidths(beside),
    below: columns.filter((column) => below.has(column)).map(({ index }) => index),
  };
}

function measure(rows: readonly (readonly string[])[], index: number): Column {
  const texts = rows.map((row) => row[index] ?? '');
  return {
    index,
    least: PADDING_SIGNS + Math.min(LONGEST_WORD, longest(texts.flatMap((text) => text.split(/[\s/]+/)))),
    longest: longest(texts),
  };
}

function chooseWidths(columns: readonly Column[]): readonly number[] {
  const wanted = columns.map(({ least, longest: most }) => Math.max(0, Math.min(LONGEST_CELL, most) - least));
  const free = Math.max(0, LINE_SIGNS - sum(columns.map(({ least }) => least)));
  const share = free / Math.max(1, sum(wanted));
  // What nobody wants is left to all alike.
  const spare = sum(wanted) === 0 ? free / Math.max(1, columns.length) : 0;
  const signs = columns.map(({ least }, index) => least + (wanted[index] ?? 0) * share + spare);
  return signs.map((width) => (width * 100) / sum(signs));
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
