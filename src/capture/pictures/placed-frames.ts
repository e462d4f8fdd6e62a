import type { CDPSession } from 'puppeteer-core';
import { isPugmarkError } from '../../core/errors.ts';
import { withDeadline } from '../browser/deadline.ts';
import type { FramePlace, IsolatedWorlds } from '../page-scripts/isolated-worlds.ts';
import { IS_SHOWN } from '../page-scripts/page-script.ts';
import type { ChildFrameSession, FrameSessions } from '../page/frame-sessions.ts';
import type { Clip } from './screenshot.ts';

/** A frame of another process, and where it stands on the document. */
export interface PlacedFrame {
  readonly session: CDPSession;
  readonly frameId: string;
  readonly url: string;
  /** CSS pixels of the document; for a frame within such a frame, only what lies inside of that. */
  readonly box: Clip;
  /** Its top left corner, also where that is cut off. */
  readonly corner: { readonly x: number; readonly y: number };
  /** The frame of another process that it stands in; undefined directly on the page. */
  readonly around: PlacedFrame | undefined;
  /** The element that holds it, and the document that has that. */
  readonly owner: { readonly nodeId: number; readonly objectId: string; readonly place: FramePlace };
}

/** Smaller ones show nothing: they count visitors. CSS pixels. */
const LEAST_SIDE_PX = 2;
/** For one frame. */
const ANSWER_MS = 2_000;

/**
 * Where the frames of other processes stand that have a box and are shown. Parents before children.
 * `only`: this frame of the page, and those inside of it.
 */
export async function placeFrames(
  sessions: FrameSessions,
  worlds: IsolatedWorlds,
  page: { readonly mainFrameId: string; readonly scrollX: number; readonly scrollY: number },
  only?: string,
): Promise<readonly PlacedFrame[]> {
  const placed: PlacedFrame[] = [];
  const silent = new Set<CDPSession>();
  for (const child of sessions.children()) {
    const around = placed.find(({ session }) => session === child.parent.session);
    const isWanted = child.parent.session === sessions.main && (only === undefined || child.frameId === only);
    if (around === undefined && !isWanted) continue;
    const origin = around === undefined ? { x: page.scrollX, y: page.scrollY } : around.corner;
    if (silent.has(child.parent.session)) continue;
    const reading = readBox(child, worlds, around?.frameId ?? page.mainFrameId);
    const found = await withDeadline(reading, { ms: ANSWER_MS, what: 'tell where a frame stands' }).catch((error: unknown) => {
      // A process that hangs is asked once. All else: the frame went away, or has no box.
      if (isPugmarkError(error, 'deadline-passed')) silent.add(child.parent.session);
      return undefined;
    });
    if (found === undefined) continue;
    const whole = { ...found.box, x: found.box.x + origin.x, y: found.box.y + origin.y };
    const box = around === undefined ? whole : intersect(whole, around.box);
    if (box === undefined || box.width < LEAST_SIDE_PX || box.height < LEAST_SIDE_PX) continue;
    const { session, frameId, url } = child;
    placed.push({ session, frameId, url, box, corner: whole, around, owner: found.owner });
  }
  return placed;
}

/** In the coordinates of the holding process's view; undefined when nothing is drawn there. */
async function readBox(
  { frameId, parent: { session, frameId: parentFrameId } }: ChildFrameSession,
  worlds: IsolatedWorlds,
  rootFrameId: string,
): Promise<Pick<PlacedFrame, 'owner' | 'box'> | undefined> {
  const { backendNodeId } = await session.send('DOM.getFrameOwner', { frameId });
  const place = { session, frameId: parentFrameId ?? rootFrameId };
  const objectId = await worlds.hold(place, backendNodeId);
  if ((await worlds.runOn(place, objectId, IS_SHOWN)) !== true) return undefined;
  const { model } = await session.send('DOM.getBoxModel', { backendNodeId });
  return { owner: { nodeId: backendNodeId, objectId, place }, box: boundsOf(model.content) };
}

/** The upright rectangle around a quad: a frame may be turned. */
function boundsOf(quad: readonly number[]): Clip {
  const xs = quad.filter((_, i) => i % 2 === 0);
  const ys = quad.filter((_, i) => i % 2 === 1);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** What two rectangles share; undefined when that is nothing. */
export function intersect(a: Clip, b: Clip): Clip | undefined {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}
