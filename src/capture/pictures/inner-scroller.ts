import type { IsolatedWorlds, FramePlace } from '../page-scripts/isolated-worlds.ts';
import { READ_SCROLLER, REVEAL_ELEMENT, SCROLL_ELEMENT } from '../page-scripts/page-script.ts';
import { parseElementScroll, parseScroller } from '../page-scripts/script-results.ts';
import type { ElementScroll, ScrollerState } from '../page-scripts/script-results.ts';
import type { ScrollArea } from '../page/scroll-areas.ts';
import type { Clip } from './screenshot.ts';

/** Less than this to scroll is no inner area worth a picture of its own. CSS pixels. */
const LEAST_HIDDEN_PX = 40;
/** Far above and below everything. */
const BEYOND = 1_000_000_000;

/** The main scroller inside of the page, held by its object id. */
export interface InnerScroller {
  readonly objectId: string;
  readonly state: ScrollerState;
}

/** The largest area that really scrolls; undefined when there is none. */
export async function findInnerScroller(
  worlds: IsolatedWorlds,
  place: FramePlace,
  areas: readonly ScrollArea[],
): Promise<InnerScroller | undefined> {
  for (const { backendNodeId } of areas) {
    const objectId = await worlds.hold(place, backendNodeId).catch(() => undefined);
    if (objectId === undefined) continue;
    const state = parseScroller(await worlds.runOn(place, objectId, READ_SCROLLER));
    if (state.height > 0 && state.scrollHeight - state.height > LEAST_HIDDEN_PX) return { objectId, state };
  }
  return undefined;
}

export interface InnerPassOptions {
  readonly worlds: IsolatedWorlds;
  readonly place: FramePlace;
  readonly scroller: InnerScroller;
  /** CSS pixels of the inside that are pictured. */
  readonly maxPx: number;
  readonly signal: AbortSignal;
  /** Waits until what scrolling made the page ask for has come, or a little while. */
  readonly settle: (thoroughly: boolean) => Promise<void>;
  /** Pictures a rectangle of the document. `skipTopPx`: CSS pixels at its top that the picture before shows. */
  readonly picture: (clip: Clip, skipTopPx: number) => Promise<void>;
}

export interface InnerPassResult {
  /** CSS pixels. */
  readonly picturedPx: number;
  readonly totalPx: number;
  readonly steps: number;
}

/**
 * Goes through an inner scroller from its top to its end (messengers load older entries at the top and newer at the bottom: it waits at
 * both), one picture of its visible box per step, and puts it back. Ends with what it has when `signal` is aborted.
 */
export async function passInnerScroller(options: InnerPassOptions): Promise<InnerPassResult> {
  const { worlds, place, scroller } = options;
  const before = scroller.state.scrollTop;
  const scrollTo = async (y: number): Promise<ElementScroll> =>
    parseElementScroll(await worlds.runOn(place, scroller.objectId, SCROLL_ELEMENT, y));
  try {
    await worlds.runOn(place, scroller.objectId, REVEAL_ELEMENT);
    // Column-reversed lists count from their end: their top is below zero.
    const top = await growTop(options, scrollTo);
    return await pictureDown(options, top, scrollTo);
  } finally {
    // Also when the wait for it was given up meanwhile; the page may be gone.
    await scrollTo(before).catch(() => undefined);
  }
}

/** So often in a row nothing more came before it is believed that this is the top: a busy machine shows late what has arrived. */
const STILL_TIMES = 2;

async function growTop(options: InnerPassOptions, scrollTo: (y: number) => Promise<ElementScroll>): Promise<ElementScroll> {
  let top = await scrollTo(-BEYOND);
  for (let still = 0; still < STILL_TIMES;) {
    await options.settle(true);
    const next = await scrollTo(-BEYOND);
    still = next.scrollHeight > top.scrollHeight + 1 ? 0 : still + 1;
    top = next;
    if (options.signal.aborted || top.scrollHeight >= options.maxPx) return top;
  }
  return top;
}

async function pictureDown(
  options: InnerPassOptions,
  top: ElementScroll,
  scrollTo: (y: number) => Promise<ElementScroll>,
): Promise<InnerPassResult> {
  const { worlds, place, scroller, signal, maxPx } = options;
  let at = top;
  // Entries that came above the first picture after all: they move everything down, and are not pictured.
  let insertedPx = 0;
  let coveredPx = 0;
  let steps = 0;
  for (;;) {
    const state = parseScroller(await worlds.runOn(place, scroller.objectId, READ_SCROLLER));
    const clip = visibleClip(state);
    if (clip === undefined) break;
    if (Math.abs(state.scrollTop - at.scrollTop) > 1) {
      insertedPx += state.scrollTop - at.scrollTop;
      at = { ...at, scrollTop: state.scrollTop };
    }
    // Where this picture begins, from the top of what was there at first.
    const offset = state.scrollTop - top.scrollTop - insertedPx + (clip.y - (state.y + state.pageY));
    const skipTopPx = Math.max(0, Math.min(clip.height, coveredPx - offset));
    if (skipTopPx >= clip.height) break;
    await options.picture(clip, skipTopPx);
    steps += 1;
    coveredPx = offset + clip.height;
    if (signal.aborted || coveredPx >= maxPx) break;
    const next = await scrollTo(at.scrollTop + clip.height);
    await options.settle(false);
    if (next.scrollTop <= at.scrollTop) {
      // At the end; newer entries may still come.
      await options.settle(true);
      const again = await scrollTo(at.scrollTop + clip.height);
      if (again.scrollTop <= at.scrollTop) break;
      at = again;
    } else at = next;
  }
  const last = parseScroller(await worlds.runOn(place, scroller.objectId, READ_SCROLLER));
  // Heights are rounded, places are not.
  const isWhole = last.scrollHeight - coveredPx < 1.5;
  return { picturedPx: isWhole ? last.scrollHeight : coveredPx, totalPx: last.scrollHeight, steps };
}

/** The part of the inside that stands in the view, in document coordinates, on whole CSS pixels. */
function visibleClip(state: ScrollerState): Clip | undefined {
  const left = Math.max(0, Math.ceil(state.x));
  const top = Math.max(0, Math.ceil(state.y));
  const right = Math.min(state.viewWidth, Math.floor(state.x + state.width));
  const bottom = Math.min(state.viewHeight, Math.floor(state.y + state.height));
  if (right - left < 1 || bottom - top < 1) return undefined;
  return { x: left + state.pageX, y: top + state.pageY, width: right - left, height: bottom - top };
}
