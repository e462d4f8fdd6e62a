/** Millimetres on a sheet of A4 within its margins. */
export const CONTENT_WIDTH_MM = 174;
/** The first sheet has a heading. */
const FIRST_SHEET_MM = 212;
const SHEET_MM = 238;
/** On paper one CSS pixel of a page is no larger than this: a telephone's page is not blown up. */
const MM_PER_CSS_PX = 0.2;
/** As in the style sheet. */
const COLUMN_GAP_MM = 8;
/** Rows that a part repeats from the one before, so that no line of text is cut in both. */
const OVERLAP_CSS_PX = 24;

/** A picture of a page in pixels of the device that showed it. */
export interface PageSize {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Device pixels per CSS pixel. */
  readonly scale: number;
}

/** Rows of a picture that stand on one sheet, from 0. */
export interface Slice {
  readonly fromPx: number;
  readonly toPx: number;
}

/** How wide a page is printed. */
export function widthOnPaperMm({ widthPx, scale }: PageSize): number {
  return Math.min(CONTENT_WIDTH_MM, (widthPx / scale) * MM_PER_CSS_PX);
}

/** Parts of a narrow page stand beside each other. */
function columnsOf(page: PageSize): number {
  return Math.max(1, Math.floor((CONTENT_WIDTH_MM + COLUMN_GAP_MM) / (widthOnPaperMm(page) + COLUMN_GAP_MM)));
}

/** Cuts a page into parts that fill at most `sheets` sheets, each part as high as its sheet. */
export function sliceForPaper(page: PageSize, sheets: number): readonly Slice[] {
  const columns = columnsOf(page);
  const rowsOf = (mm: number): number => Math.floor((page.widthPx * mm) / widthOnPaperMm(page));
  const overlap = Math.min(Math.round(OVERLAP_CSS_PX * page.scale), Math.floor(rowsOf(FIRST_SHEET_MM) / 4));
  const slices: Slice[] = [];
  let fromPx = 0;
  while (slices.length < sheets * columns) {
    const toPx = Math.min(page.heightPx, fromPx + rowsOf(slices.length < columns ? FIRST_SHEET_MM : SHEET_MM));
    slices.push({ fromPx, toPx });
    if (toPx === page.heightPx) break;
    fromPx = toPx - overlap;
  }
  return slices;
}

/** Sheets that so many parts of a page fill. */
export function countSheets(page: PageSize, slices: number): number {
  return Math.ceil(slices / columnsOf(page));
}
