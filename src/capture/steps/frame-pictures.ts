import { isPugmarkError } from '../../core/errors.ts';
import { withDeadline } from '../browser/deadline.ts';
import { IS_FIXED_TO_VIEW, IS_IN_VIEW, WAIT_UNTIL_DRAWN } from '../page-scripts/page-script.ts';
import type { ViewState } from '../page-scripts/script-results.ts';
import { buildFrameCells, type FrameCell } from '../pictures/frame-cells.ts';
import { intersect, placeFrames, type PlacedFrame } from '../pictures/placed-frames.ts';
import { takeScreenshot, type Clip } from '../pictures/screenshot.ts';
import type { PatchPlace, TileKeeper } from '../pictures/tile-keeper.ts';
import { assertSameDocument } from './capture-context.ts';
import type { CaptureContext } from './capture-context.ts';
import { scrollDocument, settle } from './scroll-pass.ts';
import type { StepScope } from './step-runner.ts';

/** How long a frame in the view may take to draw itself; long enough for a busy machine. */
const DRAW_MS = 2_000;
const PICTURE_MS = 10_000;
const UNDRAWN = 'frames-may-be-blank-in-pictures';
const NOT_DRAWN = 'the browser did not draw it';
const MAX_WARNINGS = 200;

/** What the picture of the whole page leaves to be drawn: frames of other processes that Chromium leaves blank outside of the view. */
export interface FramesLeft {
  readonly frames: readonly PlacedFrame[];
  readonly view: ViewState;
  readonly pictured: { readonly widthPx: number; readonly heightPx: number };
}

/**
 * The frames of other processes on the page, of which those that stand wholly in the view have drawn themselves. Asks the page nothing when
 * it has none. `view`: at the top of the document.
 */
export async function findFrames(context: CaptureContext, view: ViewState): Promise<readonly PlacedFrame[]> {
  if (context.sessions.children().length === 0) return [];
  const frames = await place(context, view);
  const seen: Clip = { x: view.scrollX, y: view.scrollY, width: view.width, height: view.height };
  const done = await Promise.all(frames.map(async (frame) => isWithin(frame.box, seen) && (await drawingOf(context, frame)) !== 'undrawn'));
  const left = new Set(frames.filter((_, i) => done[i] !== true).map((frame) => outermost(frame)));
  // They become known in the order in which they were loaded.
  return [...left].toSorted((a, b) => a.box.y - b.box.y || a.box.x - b.box.x);
}

/** Scrolls each frame that was left into the view, pictures it there and lays it over the tiles. What is not drawn becomes a warning. */
export async function pictureFrames(context: CaptureContext, scope: StepScope, tiles: TileKeeper, left: FramesLeft): Promise<true> {
  const { view, pictured } = left;
  const problems = new Map<PlacedFrame, string>();
  let pictures = 0;
  for (const frame of left.frames) {
    const cells = buildFrameCells({
      box: frame.box,
      pictured,
      view: { widthPx: view.width, heightPx: view.height },
      scale: view.scale,
    });
    for (const cell of cells) {
      if (scope.signal.aborted) {
        problems.set(frame, 'no time was left for it');
        break;
      }
      const name = `screenshot-frame-${String(pictures + 1).padStart(3, '0')}.png`;
      const problem = await pictureCell({ context, scope, tiles, view, frame, cell, name });
      if (problem === 'pictured') pictures += 1;
      if (problem === 'pictured' || problem === 'unseen') continue;
      if (!problems.has(frame)) problems.set(frame, problem);
      // Waiting for it once more at its other parts would take the time of all other frames.
      if (problem === NOT_DRAWN) break;
    }
  }
  scope.note(`${pictures} pictures of ${left.frames.length} frames of other sites, each scrolled to the middle of the view`);
  for (const [frame, problem] of problems) tellUndrawn(context, [frame], problem);
  if (scope.signal.aborted) scope.limitByStop('not all frames were pictured');
  return true;
}

interface CellWork {
  readonly context: CaptureContext;
  readonly scope: StepScope;
  readonly tiles: TileKeeper;
  readonly view: ViewState;
  readonly frame: PlacedFrame;
  readonly cell: FrameCell;
  readonly name: string;
}

/** `pictured`, `unseen` (there is nothing to see of it), or why a part of a frame could not be pictured. */
async function pictureCell({ context, scope, tiles, view, frame, cell, name }: CellWork): Promise<string> {
  const { tab } = context;
  const { clip } = cell;
  let problem = 'it cannot be scrolled into the view';
  for (const wantedY of cell.scrollY) {
    try {
      const at = await scrollDocument(context, cell.scrollX, wantedY);
      await settle(context, scope, 'step');
      assertSameDocument(context);
      if (!isWithin(clip, { x: at.scrollX, y: at.scrollY, width: view.width, height: view.height })) continue;
      const frames = await place(context, at, frame.frameId);
      const now = frames.find(({ frameId }) => frameId === frame.frameId);
      if (now === undefined) return 'it went away';
      if (!isSamePlace(now.box, frame.box)) {
        problem = 'it moves when the page is scrolled';
        continue;
      }
      const here = frames.filter(({ box }) => intersect(box, clip) !== undefined);
      const drawings = await Promise.all(here.map((one) => drawingOf(context, one)));
      if (drawings[here.indexOf(now)] === 'unseen') return 'unseen';
      if (drawings.includes('undrawn')) return NOT_DRAWN;
      if (await isCovered(context, now, clip)) {
        problem = 'something that stays in its place in the view covers it';
        continue;
      }
      const png = await takeScreenshot({ session: tab.cdp, clip, timeoutMs: PICTURE_MS, signal: tab.lost });
      assertSameDocument(context);
      await tiles.keepPatch(png, name, toDevice(clip, view.scale));
      return 'pictured';
    } catch (error) {
      if (tab.lost.aborted || isPugmarkError(error, 'no-document')) throw error;
      problem = error instanceof Error ? error.message.slice(0, 200) : String(error);
    }
  }
  return problem;
}

function place(
  { sessions, worlds, main }: CaptureContext,
  { scrollX, scrollY }: { readonly scrollX: number; readonly scrollY: number },
  only?: string,
): Promise<readonly PlacedFrame[]> {
  return placeFrames(sessions, worlds, { mainFrameId: main.frameId, scrollX, scrollY }, only);
}

/**
 * A frame that the browser draws is given animation frames; one that it does not draw gets none. `unseen`: no part of it stands in the view
 * (the slide of a gallery that is cut off), so that there is nothing to draw.
 */
async function drawingOf({ worlds, tab }: CaptureContext, frame: PlacedFrame): Promise<'drawn' | 'undrawn' | 'unseen'> {
  const { session, frameId, owner } = frame;
  const ask = async (): Promise<'drawn' | 'undrawn' | 'unseen'> => {
    if ((await worlds.runOn(owner.place, owner.objectId, IS_IN_VIEW)) !== true) return 'unseen';
    return (await worlds.run({ session, frameId }, WAIT_UNTIL_DRAWN, DRAW_MS)) === true ? 'drawn' : 'undrawn';
  };
  return withDeadline(ask(), { ms: DRAW_MS + 1_500, signal: tab.lost, what: 'draw a frame' }).catch(() => 'undrawn');
}

/** Distance of the points at which it is looked whether something lies over a frame. CSS pixels. */
const LOOK_EVERY_PX = 20;
const LOOK_COLUMNS = [0.02, 0.5, 0.98];

/** Whether a header or a bar that stays in the view lies over a part of a frame. */
async function isCovered({ tab, worlds, main }: CaptureContext, frame: PlacedFrame, clip: Clip): Promise<boolean> {
  const inside = intersect(frame.box, clip);
  if (inside === undefined) return false;
  const asked = new Map<number, string>();
  const rows = Math.ceil(inside.height / LOOK_EVERY_PX);
  const points = Array.from({ length: rows + 1 }, (_, row) =>
    Math.min(inside.y + row * LOOK_EVERY_PX, inside.y + inside.height - 1),
  ).flatMap((y) => LOOK_COLUMNS.map((share) => ({ x: Math.floor(inside.x + share * (inside.width - 1)), y: Math.floor(y) })));
  await Promise.all(
    points.map(async (point) => {
      const hit = await tab.cdp.send('DOM.getNodeForLocation', point).catch(() => undefined);
      if (hit !== undefined && hit.backendNodeId !== frame.owner.nodeId) asked.set(hit.backendNodeId, hit.frameId);
    }),
  );
  for (const [backendNodeId, frameId] of asked) {
    // Something in a frame of the same process: the element that holds it stands over ours.
    const nodeId = frameId === main.frameId ? backendNodeId : (await tab.cdp.send('DOM.getFrameOwner', { frameId })).backendNodeId;
    const objectId = await worlds.hold(main, nodeId);
    if ((await worlds.runOn(main, objectId, IS_FIXED_TO_VIEW)) === true) return true;
  }
  return false;
}

/** Warns of frames that may be blank in the picture of the whole page, each with its box. */
export function tellUndrawn({ warnings }: CaptureContext, frames: readonly PlacedFrame[], problem: string): void {
  for (const { url, box } of frames) {
    if (warnings.filter(({ code }) => code === UNDRAWN).length >= MAX_WARNINGS) return;
    const where = `${Math.round(box.width)} x ${Math.round(box.height)} px at ${Math.round(box.x)}, ${Math.round(box.y)}`;
    warnings.push({ code: UNDRAWN, detail: `${url.slice(0, 500)} (${where}): ${problem}` });
  }
}

function outermost(frame: PlacedFrame): PlacedFrame {
  return frame.around === undefined ? frame : outermost(frame.around);
}

function isWithin(inner: Clip, outer: Clip): boolean {
  return (
    inner.x >= outer.x - 0.5 &&
    inner.y >= outer.y - 0.5 &&
    inner.x + inner.width <= outer.x + outer.width + 0.5 &&
    inner.y + inner.height <= outer.y + outer.height + 0.5
  );
}

function isSamePlace(a: Clip, b: Clip): boolean {
  return (['x', 'y', 'width', 'height'] as const).every((side) => Math.abs(a[side] - b[side]) < 1);
}

function toDevice({ x, y, width, height }: Clip, scale: number): PatchPlace {
  return {
    xPx: Math.round(x * scale),
    yPx: Math.round(y * scale),
    widthPx: Math.round(width * scale),
    heightPx: Math.round(height * scale),
  };
}
