import { READ_STUCK } from '../page-scripts/view-scripts.ts';
import { parseStuck } from '../page-scripts/script-results.ts';
import type { LostViews, StuckRows, ViewState } from '../page-scripts/script-results.ts';
import { wholePixelStep } from '../pictures/frame-cells.ts';
import { takeScreenshot } from '../pictures/screenshot.ts';
import type { TileKeeper } from '../pictures/tile-keeper.ts';
import { assertSameDocument } from './capture-context.ts';
import type { CaptureContext } from './capture-context.ts';
import { scrollDocument, settle, waitForFades } from './scroll-pass.ts';
import type { StepScope } from './step-runner.ts';

const PICTURE_MS = 10_000;
/** Rows of a bar whose edge is soft. CSS pixels. */
const EDGE_PX = 4;

/** Rows of the document, CSS pixels from its top. */
export interface Rows {
  readonly top: number;
  readonly bottom: number;
}

/** What the tiles do not show although a person who scrolls sees it. */
export interface RowsLeft {
  readonly rows: readonly Rows[];
  readonly view: ViewState;
  readonly pictured: { readonly widthPx: number; readonly heightPx: number };
}

/**
 * Rows of the page that its tiles lack: views that showed something which the page takes away when it is scrolled on (lists that draw only what is
 * in view, parts that fade out), and rows below a bar at the bottom of the first view. Asked at the top of the document.
 */
export function findRowsLeft({ warnings }: CaptureContext, view: ViewState, lost: LostViews, stuck: StuckRows): readonly Rows[] {
  const covered = stuck.bottom > 0 && view.documentHeight > view.height + 1;
  const bar = covered ? [{ top: view.height - stuck.bottom - EDGE_PX, bottom: view.height }] : [];
  if (lost.lost.length > 0) {
    const detail = `${lost.lost.length} of ${lost.views} views showed words or pictures that the page takes away when it is scrolled on: [screenshot-tile], [dom-after] and [text-after] lack them`;
    warnings.push({ code: 'drawn-only-in-view', detail });
  }
  return merge([...bar, ...lost.lost.map(({ y, height }) => ({ top: y, bottom: y + height }))]);
}

function merge(rows: readonly Rows[]): readonly Rows[] {
  const merged: Rows[] = [];
  for (const { top, bottom } of rows.toSorted((a, b) => a.top - b.top)) {
    const last = merged.at(-1);
    if (last !== undefined && top <= last.bottom + 1) merged[merged.length - 1] = { top: last.top, bottom: Math.max(last.bottom, bottom) };
    else merged.push({ top: Math.max(0, top), bottom });
  }
  return merged;
}

/** Scrolls to each of these rows, pictures what no bar covers, and lays it over the tiles. What could not be pictured becomes a warning. */
export async function pictureRows(context: CaptureContext, scope: StepScope, tiles: TileKeeper, left: RowsLeft): Promise<true> {
  const { view, pictured } = left;
  let pictures = 0;
  let missedPx = 0;
  for (const rows of left.rows) {
    const bottom = Math.min(rows.bottom, pictured.heightPx);
    let coveredPx = rows.top;
    while (coveredPx < bottom - 1 && !scope.signal.aborted) {
      const free = await goToRows(context, scope, view, coveredPx);
      const step = wholePixelStep(view.scale);
      const clip = { x: 0, y: Math.ceil(Math.max(free.top, coveredPx) / step) * step, width: Math.min(view.width, pictured.widthPx) };
      const height = Math.floor((Math.min(bottom, free.bottom) - clip.y) / step) * step;
      if (height < 1) break;
      await waitForFades(context);
      const png = await takeScreenshot({
        session: context.tab.cdp,
        clip: { ...clip, height },
        timeoutMs: PICTURE_MS,
        signal: context.tab.lost,
      });
      assertSameDocument(context);
      pictures += 1;
      await tiles.keepPatch(png, `screenshot-view-${String(pictures).padStart(3, '0')}.png`, {
        xPx: 0,
        yPx: Math.round(clip.y * view.scale),
        widthPx: Math.round(clip.width * view.scale),
        heightPx: Math.round(height * view.scale),
      });
      missedPx += Math.max(0, clip.y - coveredPx - step);
      coveredPx = clip.y + height;
    }
    missedPx += Math.max(0, bottom - coveredPx - 1);
  }
  scope.note(`${pictures} pictures of parts that were scrolled into the view, laid over the tiles`);
  if (scope.signal.aborted) scope.limitByStop('not all parts that are drawn only in view were pictured');
  if (missedPx >= 1) tellRows(context, `${Math.round(missedPx)} px of what is drawn or free only when it is scrolled to are not pictured`);
  return true;
}

/** Warns of rows that [screenshot-full] shows as the tiles do: blank, or covered. */
export function tellRows({ warnings }: CaptureContext, detail: string): void {
  warnings.push({ code: 'rows-may-be-blank-in-pictures', detail });
}

/** Backgrounds that stay in the view: while the whole page is pictured the browser draws them in the first view only. */
export function tellFixedBackgrounds({ found, warnings }: CaptureContext, view: ViewState): void {
  const page = (found.afterScroll ?? found.asSeen)?.page.main;
  if (page === undefined || view.documentHeight <= view.height + 1) return;
  const isFixed = (node: number): boolean =>
    page.boxesOf(node).some((box) => box.style('background-attachment').includes('fixed') && box.style('background-image') !== 'none');
  if (!Array.from({ length: page.nodeCount }, (_, node) => node).some(isFixed)) return;
  const detail =
    'a background picture that stays in the view when the page is scrolled is drawn in the first view of [screenshot-full] only';
  warnings.push({ code: 'fixed-background', detail });
}

/** Scrolls so that a row is the first that nothing covers which stays in the view. The rows that are free then. */
async function goToRows(context: CaptureContext, scope: StepScope, view: ViewState, row: number): Promise<Rows> {
  const { worlds, main } = context;
  let wanted = row;
  for (let tries = 0; ; tries += 1) {
    const { scrollY } = await scrollDocument(context, 0, Math.max(0, wanted));
    await settle(context, scope, 'step');
    assertSameDocument(context);
    const stuck = parseStuck(await worlds.run(main, READ_STUCK));
    const free = { top: scrollY + stuck.top, bottom: scrollY + view.height - stuck.bottom };
    if (free.top <= row || tries >= 2) return free;
    wanted = scrollY - (free.top - row) - EDGE_PX;
  }
}
