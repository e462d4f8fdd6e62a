/** Millimetres on a sheet of A4 within its margins. */
export const CONTENT_WIDTH_MM = 174;
/** The first sheet has a heading. */
const FIRST_SHEET_MM = 212;
const SHEET_MM = 238;
/** On paper one CSS pixel of a page is no larger than this: a telephone's page is not blown up. */
const MM_PER_CSS_PX = 0.2;
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

/** Cuts a page into at most `sheets` parts, each as high as a sheet, the first less by the heading. */
export function sliceForPaper(page: PageSize, sheets: number): readonly Slice[] {
  const rowsOf = (mm: number): number => Math.floor((page.widthPx * mm) / widthOnPaperMm(page));
  const overlap = Math.min(Math.round(OVERLAP_CSS_PX * page.scale), Math.floor(rowsOf(FIRST_SHEET_MM) / 4));
  const slices: Slice[] = [];
  let fromPx = 0;
  while (slices.length < sheets) {
    const toPx = Math.min(page.heightPx, fromPx + rowsOf(slices.length === 0 ? FIRST_SHEET_MM : SHEET_MM));
    slices.push({ fromPx, toPx });
    if (toPx === page.heightPx) break;
    fromPx = toPx - overlap;
  }
  return slices;
}
