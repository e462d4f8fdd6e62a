import type { Path } from './path.ts';

/** How much of each pixel of a box a path covers, 0 to 1. */
export interface Coverage {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/**
 * Exact area coverage of closed outlines, in pixels: each edge adds its signed area to the row it crosses, and a running sum
 * gives what lies inside. Overlaps of the same direction count once.
 */
export function coverageOf(path: Path, canvasWidth: number, canvasHeight: number): Coverage | undefined {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const outline of path) {
    for (const [x, y] of outline) {
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
  }
  const left = Math.max(0, Math.floor(minX));
  const top = Math.max(0, Math.floor(minY));
  const width = Math.min(canvasWidth, Math.ceil(maxX) + 1) - left;
  const height = Math.min(canvasHeight, Math.ceil(maxY) + 1) - top;
  if (!(width > 0 && height > 0)) return undefined;
  const stride = width + 2;
  const sums = new Float32Array(stride * height);
  for (const outline of path) {
    let previous = outline.at(-1);
    for (const point of outline) {
      if (previous !== undefined)
        addEdge(sums, stride, width, height, previous[0] - left, previous[1] - top, point[0] - left, point[1] - top);
      previous = point;
    }
  }
  const values = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    let sum = 0;
    for (let column = 0; column < width; column++) {
      sum += sums[row * stride + column] ?? 0;
      values[row * width + column] = Math.min(1, Math.abs(sum));
    }
  }
  return { left, top, width, height, values };
}

function addEdge(sums: Float32Array, stride: number, width: number, height: number, x0: number, y0: number, x1: number, y1: number): void {
  if (y0 === y1) return;
  const direction = y0 < y1 ? 1 : -1;
  const [topX, topY, bottomX, bottomY] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
  const slope = (bottomX - topX) / (bottomY - topY);
  const lastRow = Math.min(height, Math.ceil(bottomY));
  for (let row = Math.max(0, Math.floor(topY)); row < lastRow; row++) {
    const from = Math.max(row, topY);
    const to = Math.min(row + 1, bottomY);
    if (to <= from) continue;
    const signed = (to - from) * direction;
    // What lies beside the box counts as lying at its border.
    const xa = Math.min(width, Math.max(0, topX + (from - topY) * slope));
    const xb = Math.min(width, Math.max(0, topX + (to - topY) * slope));
    const [low, high] = xa < xb ? [xa, xb] : [xb, xa];
    const first = Math.floor(low);
    const last = Math.floor(high);
    const base = row * stride;
    if (first === last) {
      const middle = (low + high) / 2 - first;
      sums[base + first] = (sums[base + first] ?? 0) + signed * (1 - middle);
      sums[base + first + 1] = (sums[base + first + 1] ?? 0) + signed * middle;
      continue;
    }
    const perPixel = signed / (high - low);
    let carried = 0;
    for (let column = first; column <= last; column++) {
      // Area to the right of the edge within this pixel, plus what earlier pixels handed on.
      const enter = Math.max(low, column) - column;
      const leave = Math.min(high, column + 1) - column;
      const height_ = (leave - enter) * perPixel;
      const covered = height_ * (1 - (enter + leave) / 2);
      sums[base + column] = (sums[base + column] ?? 0) + covered + carried;
      carried = height_ - covered;
    }
    sums[base + last + 1] = (sums[base + last + 1] ?? 0) + carried;
  }
}

/** Three box blurs, which come close to a Gaussian of this radius. In place; the box must already have room around it. */
export function blur(values: Float32Array, width: number, height: number, radius: number): void {
  const scratch = new Float32Array(Math.max(width, height));
  const reach = Math.max(1, Math.round(radius / 2));
  for (let pass = 0; pass < 3; pass++) {
    for (let row = 0; row < height; row++) blurLine(values, scratch, row * width, 1, width, reach);
    for (let column = 0; column < width; column++) blurLine(values, scratch, column, width, height, reach);
  }
}

function blurLine(values: Float32Array, scratch: Float32Array, start: number, step: number, count: number, reach: number): void {
  let sum = 0;
  for (let i = 0; i < count; i++) scratch[i] = values[start + i * step] ?? 0;
  for (let i = -reach; i < count; i++) {
    if (i + reach < count) sum += scratch[i + reach] ?? 0;
    if (i - reach - 1 >= 0) sum -= scratch[i - reach - 1] ?? 0;
    if (i >= 0) values[start + i * step] = sum / (2 * reach + 1);
  }
}
