import type { ExhibitRow, SearchResult } from '../../../rpc/contract/cases.ts';

/** Rows are read by pages of so many. */
export const PAGE_ROWS = 100;

/** Pages that the rows from `first` to `last` stand on, and one on each side that will be wanted next. */
export function pagesOf(first: number, last: number, total: number): readonly number[] {
  const lastPage = Math.max(0, Math.ceil(total / PAGE_ROWS) - 1);
  const from = Math.max(0, Math.floor(first / PAGE_ROWS) - 1);
  const to = Math.min(lastPage, Math.floor(last / PAGE_ROWS) + 1);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** The row at a place, when its page has come. */
export function rowAt(pages: ReadonlyMap<number, SearchResult>, index: number): ExhibitRow | undefined {
  return pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS];
}

/** How many cards stand side by side. */
export function columnsFor(widthPx: number, cardPx: number, gapPx: number): number {
  return Math.max(1, Math.floor((widthPx + gapPx) / (cardPx + gapPx)));
}

/** What a key moves the chosen place to; undefined for other keys. */
export function movedPlace(
  key: string,
  at: number,
  grid: { readonly columns: number; readonly rowsInView: number; readonly total: number },
): number | undefined {
  const { columns, rowsInView, total } = grid;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    PageDown: at + columns * rowsInView,
    PageUp: at - columns * rowsInView,
    Home: 0,
    End: total - 1,
    ...(columns > 1 ? { ArrowRight: at + 1, ArrowLeft: at - 1 } : {}),
  };
  const goal = Object.hasOwn(moves, key) ? moves[key] : undefined;
  if (goal === undefined || total === 0) return undefined;
  if (at < 0) return 0;
  return Math.min(total - 1, Math.max(0, goal));
}
