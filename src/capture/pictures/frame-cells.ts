import type { Clip } from './screenshot.ts';

export interface FrameCellInput {
  /** The frame's box on the document, CSS pixels. */
  readonly box: Clip;
  /** The part of the document that is pictured, from its top left. */
  readonly pictured: { readonly widthPx: number; readonly heightPx: number };
  readonly view: { readonly widthPx: number; readonly heightPx: number };
  /** Device pixels per CSS pixel. */
  readonly scale: number;
}

/** A part of a frame that is pictured at once; where in the view it may stand for that, the best place first. CSS pixels. */
export interface FrameCell {
  readonly clip: Clip;
  readonly scrollX: number;
  readonly scrollY: readonly number[];
}

/** Headers and bars that stick to the view stand at its edges: a part is pictured in the middle, and is no higher than this share. */
const MIDDLE_SHARE = 0.5;

/** Cuts a frame's box into parts that fit into the middle of the view, each on whole device pixels. Empty when none of it is pictured. */
export function buildFrameCells({ box, pictured, view, scale }: FrameCellInput): readonly FrameCell[] {
  const step = wholePixelStep(scale);
  const left = Math.max(0, Math.floor(box.x / step) * step);
  const top = Math.max(0, Math.floor(box.y / step) * step);
  const right = Math.min(Math.floor(pictured.widthPx), Math.ceil((box.x + box.width) / step) * step);
  const bottom = Math.min(Math.floor(pictured.heightPx), Math.ceil((box.y + box.height) / step) * step);
  const cellWidth = Math.max(step, Math.floor(view.widthPx / step) * step);
  const cellHeight = Math.max(step, Math.floor((view.heightPx * MIDDLE_SHARE) / step) * step);
  const cells: FrameCell[] = [];
  for (let y = top; y < bottom; y += cellHeight) {
    for (let x = left; x < right; x += cellWidth) {
      const clip = { x, y, width: Math.min(cellWidth, right - x), height: Math.min(cellHeight, bottom - y) };
      cells.push({ clip, scrollX: Math.max(0, x + clip.width - view.widthPx), scrollY: placesOf(clip, view.heightPx) });
    }
  }
  return cells;
}

/** Scroll positions that put a part into the middle of the view, lower, and higher. */
function placesOf({ y, height }: Clip, viewHeightPx: number): readonly number[] {
  const room = viewHeightPx - height;
  const places = [0.5, 0.85, 0.15].map((share) => Math.max(0, Math.round(y - room * share)));
  return [...new Set(places)];
}

/** The fewest CSS pixels that are a whole number of device pixels. */
export function wholePixelStep(scale: number): number {
  for (let step = 1; step <= 200; step += 1) if (Math.abs(step * scale - Math.round(step * scale)) < 1e-6) return step;
  return 1;
}
