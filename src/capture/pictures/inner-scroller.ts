import type { IsolatedWorlds, FramePlace } from '../page-scripts/isolated-worlds.ts';
import { READ_SCROLLER, REVEAL_ELEMENT, SCROLL_ELEMENT } from '../page-scripts/page-script.ts';
import { parseElementScroll, parseScroller, parseStuck } from '../page-scripts/script-results.ts';
import type { ElementScroll, ScrollerState, StuckRows } from '../page-scripts/script-results.ts';
import { READ_STUCK } from '../page-scripts/view-scripts.ts';
import type { ScrollArea } from '../page/scroll-areas.ts';
import type { Clip } from './screenshot.ts';

/** Less than this to scroll is no inner area worth a picture of its own. CSS pixels. */
const LEAST_HIDDEN_PX = 40;
/** Far above and below everything. */
const BEYOND = 1_000_000_000;

/** The main scroller inside of the page, held by its object id. */
export interface InnerScroller {
  readonly objectId: string;
  readonly backendNodeId: number;
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
    if (state.height > 0 && state.scrollHeight - state.height > LEAST_HIDDEN_PX) return { objectId, backendNodeId, state };
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
  /** Called where a picture was taken. */
  readonly note: () => Promise<unknown>;
}

export interface InnerPassResult {
  /** CSS pixels of its height. */
  readonly picturedPx: number;
  readonly totalPx: number;
  readonly steps: number;
  /** It ended at `maxPx`. */
  readonly isLimited: boolean;
  readonly backendNodeId: number;
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

/** Where the scroller stands, and what of its inside can be pictured there. */
interface Place {
  readonly state: ScrollerState;
  readonly clip: Clip;
  /** Where the picture begins, from the top of what was there at first. */
  readonly offset: number;
}

async function pictureDown(
  options: InnerPassOptions,
  top: ElementScroll,
  scrollTo: (y: number) => Promise<ElementScroll>,
): Promise<InnerPassResult> {
  const { worlds, place, scroller, signal, maxPx } = options;
  let expected = top.scrollTop;
  // Entries that came above the first picture after all: they move everything down, and are not pictured.
  let insertedPx = 0;
  let coveredPx = 0;
  // Rows that no place of the scroller shows free: between two places where it comes to rest, or below something that stays.
  let missedPx = 0;
  let steps = 0;
  const look = async (): Promise<Place | undefined> => {
    const state = parseScroller(await worlds.runOn(place, scroller.objectId, READ_SCROLLER));
    const whole = visibleClip(state);
    if (whole === undefined) return undefined;
    if (Math.abs(state.scrollTop - expected) > 1) {
      insertedPx += state.scrollTop - expected;
      expected = state.scrollTop;
    }
    const scrolled = state.scrollTop - top.scrollTop - insertedPx;
    const stuck = parseStuck(await worlds.runOn(place, scroller.objectId, READ_STUCK));
    const isEnd = scrolled + state.height >= state.scrollHeight - 1;
    const clip = freeClip(whole, { top: steps === 0 ? 0 : stuck.top, bottom: isEnd ? 0 : stuck.bottom });
    return { state, clip, offset: scrolled + (clip.y - (state.y + state.pageY)) };
  };
  const goTo = async (y: number): Promise<Place | undefined> => {
    expected = (await scrollTo(y)).scrollTop;
    await options.settle(false);
    return look();
  };
  const showsMore = (at: Place): boolean => at.offset + at.clip.height > coveredPx + 0.5;
  let from = expected;
  let at = await look();
  while (at !== undefined) {
    if (at.offset > coveredPx + 0.5 && steps > 0 && !signal.aborted) at = await closeGap({ at, from, coveredPx, showsMore, goTo });
    if (at === undefined || !showsMore(at)) break;
    const skipTopPx = Math.max(0, coveredPx - at.offset);
    missedPx += Math.max(0, at.offset - coveredPx);
    await options.picture(at.clip, skipTopPx);
    await options.note();
    steps += 1;
    coveredPx = at.offset + at.clip.height;
    from = at.state.scrollTop;
    if (signal.aborted || coveredPx >= maxPx) break;
    const forward = at.clip.y + at.clip.height - (at.state.y + at.state.pageY);
    const stuck = parseStuck(await worlds.runOn(place, scroller.objectId, READ_STUCK));
    const wanted = from + Math.max(1, forward - stuck.top);
    at = await goTo(wanted);
    if (at === undefined || at.state.scrollTop > from) continue;
    // At the end; newer entries may still come.
    await options.settle(true);
    at = await goTo(wanted);
    if (at === undefined || at.state.scrollTop <= from) break;
  }
  const last = parseScroller(await worlds.runOn(place, scroller.objectId, READ_SCROLLER));
  // Heights are rounded, places are not.
  const isWhole = last.scrollHeight - coveredPx < 1.5 && missedPx < 1.5;
  return {
    picturedPx: isWhole ? last.scrollHeight : coveredPx - missedPx,
    totalPx: last.scrollHeight,
    steps,
    isLimited: coveredPx >= maxPx && last.scrollHeight - coveredPx >= 1.5,
    backendNodeId: scroller.backendNodeId,
  };
}

interface Gap {
  readonly at: Place;
  /** Where the picture before was taken. */
  readonly from: number;
  readonly coveredPx: number;
  readonly showsMore: (place: Place) => boolean;
  readonly goTo: (y: number) => Promise<Place | undefined>;
}

/** Looks for a place between the last picture and here that shows the rows between them: a scroller that snaps rests at some places only. */
async function closeGap({ at, from, coveredPx, showsMore, goTo }: Gap): Promise<Place | undefined> {
  const way = at.state.scrollTop - from;
  const tries = [way - (at.offset - coveredPx), way / 2, way / 4].map((part) => from + Math.max(1, part));
  let best = at;
  for (const y of tries) {
    const found = await goTo(y);
    if (found === undefined) return undefined;
    if (showsMore(found) && found.offset < best.offset) best = found;
    if (best.offset <= coveredPx + 0.5) return best;
  }
  return goTo(best.state.scrollTop);
}

/** Without the rows that something covers which stays when it is scrolled. */
function freeClip({ x, y, width, height }: Clip, stuck: StuckRows): Clip {
  const [top, bottom] = [Math.ceil(stuck.top), Math.ceil(stuck.bottom)];
  return { x, y: y + top, width, height: Math.max(1, height - top - bottom) };
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
