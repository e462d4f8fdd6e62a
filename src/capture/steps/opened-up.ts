import { READ_VIEW } from '../page-scripts/page-script.ts';
import { parseLostViews, parseStuck, parseView } from '../page-scripts/script-results.ts';
import { END_WATCH, FIND_LOST_VIEWS, READ_STUCK, WATCH_REDRAWING } from '../page-scripts/view-scripts.ts';
import { findScrollAreas } from '../page/scroll-areas.ts';
import { findInnerScroller, passInnerScroller } from '../pictures/inner-scroller.ts';
import type { InnerPassResult } from '../pictures/inner-scroller.ts';
import { takeScreenshot } from '../pictures/screenshot.ts';
import { TileKeeper } from '../pictures/tile-keeper.ts';
import { buildTilePlan } from '../pictures/tile-plan.ts';
import { keepText } from './artifact-writer.ts';
import { assertSameDocument } from './capture-context.ts';
import type { CaptureContext, PageLook } from './capture-context.ts';
import { findFrames, pictureFrames, tellUndrawn, type FramesLeft } from './frame-pictures.ts';
import { lookAtPage } from './look-at-page.ts';
import { runLocalStep } from './local-step.ts';
import { noteView, passDocument, scrollDocument, settle, waitForFades } from './scroll-pass.ts';
import type { StepScope, StepSpec } from './step-runner.ts';
import { findRowsLeft, pictureRows, tellFixedBackgrounds, tellLostInside, tellRows, type RowsLeft } from './view-pictures.ts';

const STAGE = 'opened-up';
/** One tile; also how long a step may take to end with what it has. */
const TILE_MS = 10_000;
const SCROLL_BACK_MS = 5_000;
/** Work on this machine alone, bounded by the limits on height. */
const STITCH_MS = 600_000;

/** Phase B: what the page shows once it is scrolled through. Everything done to the page stands in the steps' details. */
export async function openUp(context: CaptureContext): Promise<void> {
  const { runner, tab, limits, worlds, clock, found } = context;
  worlds.stage = STAGE;
  tab.recording.setPhase('scroll');
  const step = <T>(spec: Omit<StepSpec, 'stage'>, work: (scope: StepScope) => Promise<T>): Promise<T | undefined> =>
    runner.run({ stage: STAGE, sameDocument: true, ...spec }, work);

  const startedMs = clock.monotonicMs();
  await step({ name: 'scroll the document', budgetMs: limits.scrollMs, graceMs: 3_000 }, (scope) => passDocument(context, scope));
  const leftMs = Math.max(1, limits.scrollMs - (clock.monotonicMs() - startedMs));
  const innerTiles = keepTiles(context, 'screenshot-inner', 'screenshot-inner-tile');
  const inner = await step({ name: 'scroll the main inner area', budgetMs: leftMs, graceMs: TILE_MS }, (scope) =>
    pictureInnerScroller(context, scope, innerTiles),
  );
  if (inner !== undefined && inner !== 'none') found.innerScroller = inner;
  stitch(context, innerTiles, 'screenshot-inner');

  await step({ name: 'back to the place at the click', budgetMs: SCROLL_BACK_MS }, (scope) => scrollBack(context, scope, true));
  const look = await step({ name: 'documents and text after scrolling', budgetMs: limits.seenMs }, (scope) => lookAgain(context, scope));
  if (look !== undefined) keepChanged(context, look);

  const tiles = keepTiles(context, 'screenshot-tile', 'screenshot-tile');
  const left = await step({ name: 'picture of the whole page', budgetMs: limits.scrollMs, graceMs: TILE_MS }, (scope) =>
    pictureWholePage(context, scope, tiles),
  );
  if (left === undefined && tiles.count > 0) found.framesMissed = true;
  if (left !== undefined && left.rows.length > 0) {
    const done = await step({ name: 'parts that only scrolling shows', budgetMs: limits.scrollMs, graceMs: TILE_MS }, (scope) =>
      pictureRows(context, scope, tiles, left),
    );
    if (done === undefined) tellRows(context, 'parts that are drawn or free only when they are scrolled to are not pictured');
  }
  if (left !== undefined && left.frames.length > 0) {
    const done = await step({ name: 'frames of other sites in it', budgetMs: limits.scrollMs, graceMs: TILE_MS }, (scope) =>
      pictureFrames(context, scope, tiles, left),
    );
    if (done === undefined) tellUndrawn(context, left.frames, 'not pictured');
  }
  stitch(context, tiles, 'screenshot-full');
  await step({ name: 'back again', budgetMs: SCROLL_BACK_MS }, (scope) => scrollBack(context, scope, false));
}

async function scrollBack(context: CaptureContext, scope: StepScope, beforePicture: boolean): Promise<void> {
  const { view } = context.found;
  const at = await scrollDocument(context, view?.scrollX ?? 0, view?.scrollY ?? 0);
  if (beforePicture) await settle(context, scope, 'picture');
  scope.note(`at ${Math.round(at.scrollX)}, ${Math.round(at.scrollY)} px`);
}

async function lookAgain(context: CaptureContext, scope: StepScope): Promise<PageLook> {
  const look = await lookAtPage(context, scope);
  const { asSeen } = context.found;
  const changed = [...(look.dom === asSeen?.dom ? [] : ['markup']), ...(look.text === asSeen?.text ? [] : ['text'])];
  scope.note(changed.length === 0 ? 'nothing changed' : `${changed.join(' and ')} changed`);
  return look;
}

function keepChanged({ artifacts, found }: CaptureContext, look: PageLook): void {
  found.afterScroll = look;
  if (look.dom !== found.asSeen?.dom) {
    keepText(artifacts, { role: 'dom-after', name: 'dom-after.html', mediaType: 'text/html; charset=utf-8' }, look.dom);
  }
  if (look.text !== found.asSeen?.text) {
    keepText(artifacts, { role: 'text-after', name: 'text-after.txt', mediaType: 'text/plain; charset=utf-8' }, look.text);
  }
}

async function pictureWholePage(context: CaptureContext, scope: StepScope, tiles: TileKeeper): Promise<FramesLeft & RowsLeft> {
  const { tab, limits, worlds, main, warnings } = context;
  // From the top: there a header that sticks to the view covers nothing.
  await scrollDocument(context, 0, 0);
  const view = parseView(await worlds.run(main, READ_VIEW));
  await waitForFades(context);
  tellFixedBackgrounds(context, view);
  const frames = await findFrames(context, view);
  const stuck = parseStuck(await worlds.run(main, READ_STUCK));
  const lost = parseLostViews(await worlds.run(main, FIND_LOST_VIEWS));
  const plan = buildTilePlan({
    documentWidthPx: view.documentWidth,
    documentHeightPx: view.documentHeight,
    viewWidthPx: view.width,
    viewHeightPx: view.height,
    scale: view.scale,
    tileHeightPx: limits.tileHeightPx,
    maxHeightPx: limits.heightPx,
  });
  await worlds.run(main, WATCH_REDRAWING);
  for (const clip of plan.clips) {
    if (scope.signal.aborted) break;
    const png = await takeScreenshot({ session: tab.cdp, clip, beyondView: true, timeoutMs: TILE_MS, signal: tab.lost });
    assertSameDocument(context);
    await tiles.keep(png, 0);
  }
  const redrawn = parseLostViews(await worlds.run(main, END_WATCH));
  const rows = findRowsLeft(context, view, { lost, redrawn, stuck });
  const heightPx = plan.clips.slice(0, tiles.count).reduce((sum, clip) => sum + clip.height, 0);
  scope.note(`${tiles.count} tiles from the top of the document, ${heightPx} of ${plan.heightPx + plan.leftOutHeightPx} px`);
  if (plan.leftOutHeightPx > 0) scope.limit('height-limit', `${plan.leftOutHeightPx} px below ${plan.heightPx} px are not pictured`);
  if (plan.leftOutWidthPx > 0) {
    warnings.push({ code: 'width-cut', detail: `${plan.leftOutWidthPx} px right of ${plan.widthPx} px are not pictured` });
  }
  if (tiles.count < plan.clips.length) scope.limitByStop('not all tiles were taken');
  // Where such a page begins on the left depends on its direction: a part would be laid over at the wrong place.
  const isWide = view.documentWidth > view.width + 1;
  if (isWide && rows.length > 0) tellRows(context, 'the page is wider than the view: parts that only scrolling shows are not pictured');
  return { frames, rows: isWide ? [] : rows, lostViews: lost.lost.length, view, pictured: { widthPx: plan.widthPx, heightPx } };
}

async function pictureInnerScroller(context: CaptureContext, scope: StepScope, tiles: TileKeeper): Promise<InnerPassResult | 'none'> {
  const { tab, limits, worlds, main, found } = context;
  const document = found.asSeen?.page.main;
  const { view } = found;
  if (document === undefined || view === undefined) {
    scope.note('not looked for: the page as seen could not be read');
    return 'none';
  }
  const areas = findScrollAreas(document, { widthPx: view.width, heightPx: view.height });
  const scroller = await findInnerScroller(worlds, main, areas);
  if (scroller === undefined) {
    scope.note('there is none');
    return 'none';
  }
  const result = await passInnerScroller({
    worlds,
    place: main,
    scroller,
    maxPx: limits.innerScrollerPx,
    signal: scope.signal,
    settle: (thoroughly) => settle(context, scope, thoroughly ? 'end' : 'step'),
    picture: async (clip, skipTopPx) => {
      const png = await takeScreenshot({ session: tab.cdp, clip, timeoutMs: TILE_MS, signal: tab.lost });
      assertSameDocument(context);
      await tiles.keep(png, Math.round(skipTopPx * view.scale));
    },
    note: () => noteView(context, scroller.objectId),
  });
  tellLostInside(context, parseLostViews(await worlds.runOn(main, scroller.objectId, FIND_LOST_VIEWS)));
  scope.note(`${result.steps} pictures; scrolled back`);
  const share = `${Math.round(result.picturedPx)} of ${Math.round(result.totalPx)} px pictured`;
  if (result.picturedPx >= result.totalPx) scope.note(share);
  else if (result.isLimited) scope.limit('height-limit', share);
  else if (scope.signal.aborted) scope.limitByStop(share);
  else scope.note(share);
  return result;
}

function keepTiles({ artifacts, input }: CaptureContext, role: 'screenshot-tile' | 'screenshot-inner', baseName: string): TileKeeper {
  return new TileKeeper({ codec: input.imageCodec, write: (spec, png) => artifacts.keep(spec, png), role, baseName });
}

/** Beside the capture: while Chromium prints, we put pictures together. */
function stitch(
  { artifacts, runner, recipes, limits, input }: CaptureContext,
  tiles: TileKeeper,
  role: 'screenshot-full' | 'screenshot-inner',
): void {
  if (tiles.count === 0) return;
  const spec = { stage: STAGE, name: `stitch ${role}`, budgetMs: STITCH_MS } as const;
  const work = (): Promise<void> =>
    runLocalStep(runner, input.staging, spec, ({ staging }) =>
      tiles.stitch({
        baseName: role,
        maxPixels: limits.stitchPixels,
        write: (name, png) => staging.write({ role, name, mediaType: 'image/png' }, png),
        tell: (recipe) => void recipes.push(recipe),
      }),
    );
  void artifacts.do(work).catch(() => undefined);
}
