import { pause } from '../browser/deadline.ts';
import { FIND_LOST_VIEWS, READ_STUCK } from '../page-scripts/view-scripts.ts';
import { parseLostViews, parseStuck } from '../page-scripts/script-results.ts';
import type { LostViews, StuckRows, ViewState } from '../page-scripts/script-results.ts';
import type { RenderedDocument } from '../page/rendered-page.ts';
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

/** A change of the document's height by which rows would stand elsewhere than in the tiles. CSS pixels. */
const MOVED_PX = 8;
/** A page that draws itself anew after a change of size does so in a moment, or has to ask for what it shows. */
const DRAWN_AGAIN_MS = 3_000;
const AGAIN_MS = 100;

/** Rows of the document, CSS pixels from its top. */
export interface Rows {
  readonly top: number;
  readonly bottom: number;
}

/** What the tiles do not show although a person who scrolls sees it. */
export interface RowsLeft {
  readonly rows: readonly Rows[];
  /** Views that lacked something before the tiles were taken. */
  readonly lostViews: number;
  readonly view: ViewState;
  readonly pictured: { readonly widthPx: number; readonly heightPx: number };
}

/** What was asked of the views that were passed, at the top of the document. */
export interface LeftInViews {
  /** Before the tiles were taken. */
  readonly lost: LostViews;
  /** At any time while they were. */
  readonly redrawn: LostViews;
  readonly stuck: StuckRows;
}

/**
 * Rows of the page that its tiles lack: views that showed something which the page takes away when it is scrolled on (lists that draw only what is
 * in view, parts that fade out), or while the browser lays it out anew for the tiles; parts that the browser leaves blank outside of the view by
 * `content-visibility`; and rows below a bar at the bottom of the first view.
 */
export function findRowsLeft(context: CaptureContext, view: ViewState, { lost, redrawn, stuck }: LeftInViews): readonly Rows[] {
  const { warnings, found } = context;
  const covered = stuck.bottom > 0 && view.documentHeight > view.height + 1;
  const bar = covered ? [{ top: view.height - stuck.bottom - EDGE_PX, bottom: view.height }] : [];
  if (lost.lost.length > 0) {
    const detail = `${lost.lost.length} of ${lost.views} views showed words or pictures that the page takes away when it is scrolled on: [screenshot-tile], [dom-after] and [text-after] lack them`;
    warnings.push({ code: 'drawn-only-in-view', detail });
  }
  const known = new Set(lost.lost.map(({ y }) => y));
  const taken = redrawn.lost.filter(({ y }) => !known.has(y));
  if (taken.length > 0) {
    const detail = `${taken.length} of ${redrawn.views} views were drawn anew by the page while the browser pictured all of it: [screenshot-tile] may lack what they showed`;
    warnings.push({ code: 'redrawn-while-pictured', detail });
  }
  const skipped = findSkipped((found.afterScroll ?? found.asSeen)?.page.main, view);
  return merge([...bar, ...skipped, ...[...lost.lost, ...taken].map(({ y, height }) => ({ top: y, bottom: y + height }))]);
}

/** Parts below the first view that the browser draws only near the view (`content-visibility: auto`). */
function findSkipped(page: RenderedDocument | undefined, view: ViewState): readonly Rows[] {
  if (page === undefined) return [];
  return Array.from({ length: page.nodeCount }, (_, node) => page.boxesOf(node)[0])
    .filter((box) => box?.style('content-visibility') === 'auto' && box.box.height > 0)
    .flatMap((box) => (box === undefined ? [] : [{ top: Math.max(box.box.y, view.height), bottom: box.box.y + box.box.height }]))
    .filter(({ top, bottom }) => bottom > top);
}

/** Of an inner area every view is pictured, one below the other: what the page takes away lacks in its texts alone. */
export function tellLostInside({ warnings }: CaptureContext, { lost, views }: LostViews): void {
  if (lost.length === 0) return;
  const detail = `${lost.length} of ${views} views of the inner area showed words or pictures that the page takes away when it is scrolled on: they are in [screenshot-inner], and [dom-after] and [text-after] lack them`;
  warnings.push({ code: 'drawn-only-in-view', detail });
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
  let isLaidOutElse = false;
  await waitUntilDrawnAgain(context, scope, left.lostViews);
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
      isLaidOutElse ||= Math.abs(free.documentHeight - view.documentHeight) > MOVED_PX;
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
  if (isLaidOutElse)
    tellRows(context, 'the page changed its height when parts of it were scrolled to: rows may be missing, or be there twice');
  if (missedPx >= 1) tellRows(context, `${Math.round(missedPx)} px of what is drawn or free only when it is scrolled to are not pictured`);
  return true;
}

/** Waits until a page that drew itself anew for the tiles shows again what it showed before. */
async function waitUntilDrawnAgain({ worlds, main, clock }: CaptureContext, scope: StepScope, lostViews: number): Promise<void> {
  const untilMs = clock.monotonicMs() + DRAWN_AGAIN_MS;
  for (;;) {
    const { lost } = parseLostViews(await worlds.run(main, FIND_LOST_VIEWS));
    if (lost.length <= lostViews || clock.monotonicMs() >= untilMs || scope.signal.aborted) return;
    await pause(AGAIN_MS, scope.signal);
  }
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
async function goToRows(
  context: CaptureContext,
  scope: StepScope,
  view: ViewState,
  row: number,
): Promise<Rows & { readonly documentHeight: number }> {
  const { worlds, main } = context;
  let wanted = row;
  for (let tries = 0; ; tries += 1) {
    const { scrollY, documentHeight } = await scrollDocument(context, 0, Math.max(0, wanted));
    await settle(context, scope, 'step');
    assertSameDocument(context);
    const stuck = parseStuck(await worlds.run(main, READ_STUCK));
    const free = { top: scrollY + stuck.top, bottom: scrollY + view.height - stuck.bottom, documentHeight };
    if (free.top <= row || tries >= 2) return free;
    wanted = scrollY - (free.top - row) - EDGE_PX;
  }
}
