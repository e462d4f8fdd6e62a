import { toUtf8 } from '../../core/digest/encoding.ts';
import type { StepSpec } from './step-runner.ts';
import { findScrollAreas } from '../page/scroll-areas.ts';
import { findInnerScroller, passInnerScroller } from '../pictures/inner-scroller.ts';
import type { SealedTile } from '../pictures/stitched-pages.ts';
import { stitchPages } from '../pictures/stitched-pages.ts';
import { takeScreenshot } from '../pictures/screenshot.ts';
import type { Clip } from '../pictures/screenshot.ts';
import { buildTilePlan } from '../pictures/tile-plan.ts';
import { READ_VIEW } from '../page-scripts/page-script.ts';
import { parseView } from '../page-scripts/script-results.ts';
import type { CaptureContext } from './capture-context.ts';
import { isSameDocument } from './capture-context.ts';
import { lookAtPage } from './look-at-page.ts';
import { passDocument, scrollDocument, settle } from './scroll-pass.ts';
import type { StepScope } from './step-runner.ts';

const STAGE = 'opened-up';
const TILE_MS = 10_000;

/** Phase B: what the page shows once it is scrolled through. Everything done to the page stands in the steps' details. */
export async function openUp(context: CaptureContext): Promise<void> {
  const { runner, tab, limits, worlds, clock } = context;
  worlds.stage = STAGE;
  tab.recording.setPhase('scroll');
  const step = <T>(spec: Omit<StepSpec, 'stage'>, work: (scope: StepScope) => Promise<T>): Promise<T | undefined> =>
    runner.run({ stage: STAGE, ...spec }, async (scope) => {
      if (!isSameDocument(context)) throw new Error('the tab shows another document than at the click');
      return work(scope);
    });

  const scrollStartMs = clock.monotonicMs();
  await step({ name: 'scroll the document', budgetMs: limits.scrollMs, graceMs: 3_000 }, (scope) => passDocument(context, scope));
  const leftMs = Math.max(1, limits.scrollMs - (clock.monotonicMs() - scrollStartMs));
  await step({ name: 'scroll the main inner area', budgetMs: leftMs, graceMs: 5_000 }, (scope) => pictureInnerScroller(context, scope));
  await step({ name: 'back to the place at the click', budgetMs: 5_000 }, (scope) => scrollBack(context, scope, true));
  await step({ name: 'documents and text after scrolling', budgetMs: limits.seenMs }, (scope) => lookAgain(context, scope));
  await step({ name: 'picture of the whole page', budgetMs: limits.scrollMs, graceMs: TILE_MS }, (scope) =>
    pictureWholePage(context, scope),
  );
  await step({ name: 'back again', budgetMs: 5_000 }, (scope) => scrollBack(context, scope, false));
}

async function scrollBack(context: CaptureContext, scope: StepScope, thoroughly: boolean): Promise<void> {
  const { view } = context.found;
  const at = await scrollDocument(context, view?.scrollX ?? 0, view?.scrollY ?? 0);
  if (thoroughly) await settle(context, scope, true);
  scope.note(`at ${Math.round(at.scrollX)}, ${Math.round(at.scrollY)} px`);
}

async function lookAgain(context: CaptureContext, scope: StepScope): Promise<void> {
  const { artifacts, found } = context;
  const look = await lookAtPage(context, scope);
  found.afterScroll = look;
  const changed = [...(look.dom === found.asSeen?.dom ? [] : ['markup']), ...(look.text === found.asSeen?.text ? [] : ['text'])];
  scope.note(changed.length === 0 ? 'nothing changed' : `${changed.join(' and ')} changed`);
  if (look.dom !== found.asSeen?.dom) {
    void artifacts
      .keep({ role: 'dom-after', name: 'dom-after.html', mediaType: 'text/html; charset=utf-8' }, toUtf8(look.dom))
      .catch(() => undefined);
  }
  if (look.text !== found.asSeen?.text) {
    void artifacts
      .keep({ role: 'text-after', name: 'text-after.txt', mediaType: 'text/plain; charset=utf-8' }, toUtf8(look.text))
      .catch(() => undefined);
  }
}

async function pictureWholePage(context: CaptureContext, scope: StepScope): Promise<void> {
  const { tab, limits, worlds, main } = context;
  // From the top: there a header that sticks to the view covers nothing.
  await scrollDocument(context, 0, 0);
  const view = parseView(await worlds.run(main, READ_VIEW));
  const plan = buildTilePlan({
    documentWidthPx: view.documentWidth,
    documentHeightPx: view.documentHeight,
    viewWidthPx: view.width,
    viewHeightPx: view.height,
    scale: view.scale,
    tileHeightPx: limits.tileHeightPx,
    maxHeightPx: limits.heightPx,
  });
  const tiles = new TileKeeper(context, 'screenshot-tile', 'screenshot-tile');
  for (const clip of plan.clips) {
    if (scope.signal.aborted) break;
    await tiles.keep(await takeScreenshot({ session: tab.cdp, clip, beyondView: true, timeoutMs: TILE_MS, signal: scope.signal }), 0);
    // A picture of another document must not stand among these.
    if (!isSameDocument(context)) throw new Error('the page left for another document while it was pictured');
  }
  const rows = plan.clips.slice(0, tiles.count).reduce((sum, clip) => sum + clip.height, 0);
  scope.note(`${tiles.count} tiles, ${rows} of ${plan.heightPx + plan.leftOutHeightPx} px from the top of the document`);
  if (plan.leftOutHeightPx > 0) scope.limit('height-limit', `${plan.leftOutHeightPx} px below ${plan.heightPx} px are not pictured`);
  if (plan.leftOutWidthPx > 0)
    context.warnings.push({ code: 'width-cut', detail: `${plan.leftOutWidthPx} px right of ${plan.widthPx} px are not pictured` });
  if (tiles.count < plan.clips.length) {
    if (scope.remainingMs() > 0) scope.limit('stopped-by-operator', 'not all tiles were taken');
    else scope.limit('time-limit', 'not all tiles were taken in time');
  }
  tiles.stitch('screenshot-full', 'screenshot-full');
}

async function pictureInnerScroller(context: CaptureContext, scope: StepScope): Promise<void> {
  const { tab, limits, worlds, main, found } = context;
  const document = found.asSeen?.page.main;
  const { view } = found;
  if (document === undefined || view === undefined) throw new Error('the page as seen could not be read');
  const areas = findScrollAreas(document, { widthPx: view.width, heightPx: view.height });
  const scroller = await findInnerScroller(worlds, main, areas);
  if (scroller === undefined) {
    scope.note('there is none');
    return;
  }
  const tiles = new TileKeeper(context, 'screenshot-inner', 'screenshot-inner-tile');
  const result = await passInnerScroller({
    worlds,
    place: main,
    scroller,
    maxPx: limits.innerScrollerPx,
    signal: scope.signal,
    settle: (thoroughly) => settle(context, scope, thoroughly),
    picture: async (clip: Clip, skipTopPx: number) => {
      if (!isSameDocument(context)) throw new Error('the page left for another document while it was scrolled');
      const png = await takeScreenshot({ session: tab.cdp, clip, timeoutMs: TILE_MS, signal: scope.signal });
      await tiles.keep(png, Math.round(skipTopPx * view.scale));
    },
  });
  found.innerScroller = result;
  scope.note(`${result.steps} pictures, ${Math.round(result.picturedPx)} of ${Math.round(result.totalPx)} px; scrolled back`);
  tiles.stitch('screenshot-inner', 'screenshot-inner');
}

/** Seals tiles as they come, and puts them together at the end, both beside the capture. */
class TileKeeper {
  readonly #context: CaptureContext;
  readonly #role: 'screenshot-tile' | 'screenshot-inner';
  readonly #baseName: string;
  readonly #tiles: Promise<SealedTile>[] = [];

  constructor(context: CaptureContext, role: 'screenshot-tile' | 'screenshot-inner', baseName: string) {
    this.#context = context;
    this.#role = role;
    this.#baseName = baseName;
  }

  get count(): number {
    return this.#tiles.length;
  }

  async keep(png: Buffer, skipTopPx: number): Promise<void> {
    const { artifacts, input } = this.#context;
    const name = `${this.#baseName}-${String(this.count + 1).padStart(3, '0')}.png`;
    const size = await input.imageCodec.readSize(png);
    const sealed = artifacts
      .keep({ role: this.#role, name, mediaType: 'image/png' }, png)
      .then((artifact) => ({ artifact, png, ...size, skipTopPx }));
    sealed.catch(() => undefined);
    this.#tiles.push(sealed);
  }

  stitch(role: 'screenshot-full' | 'screenshot-inner', baseName: string): void {
    if (this.#tiles.length === 0) return;
    const { artifacts, input, limits, recipes, runner } = this.#context;
    const work = async (): Promise<void> => {
      const tiles = await Promise.all(this.#tiles);
      await runner.run({ stage: STAGE, name: `stitch ${baseName}`, budgetMs: 600_000, needsPage: false }, async () => {
        for await (const page of stitchPages(input.imageCodec, baseName, tiles, limits.stitchPixels)) {
          await artifacts.keep({ role, name: page.name, mediaType: 'image/png' }, page.png);
          recipes.push(page.recipe);
        }
      });
    };
    void artifacts.do(work).catch(() => undefined);
  }
}
