import { blur, coverageOf, type Coverage } from './coverage.ts';
import { solid, type Paint } from './paint.ts';
import { placed, type Path, type Point } from './path.ts';

/** Grey of shadows. */
const SHADOW = 12;

/**
 * A picture under way. Drawing units: the origin is the middle, and 400 x 300 units fit into the picture whatever its shape.
 * `turn`, `mirrored` and `zoom` apply to everything drawn inside `turned`.
 */
export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue per pixel, row by row. */
  readonly pixels: Uint8ClampedArray;
  readonly #scale: number;
  #view = { turn: 0, zoom: 1, mirrored: false, x: 0, y: 0 };
  #mask: Float32Array | undefined;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8ClampedArray(width * height * 3);
    this.#scale = Math.min(width / 400, height / 300);
  }

  /** Half the picture's size in drawing units: what a background must cover. */
  get reach(): Point {
    return [this.width / 2 / this.#scale, this.height / 2 / this.#scale];
  }

  /** Draws with the subject turned about the middle, enlarged, mirrored and moved. */
  turned(
    view: { readonly turn?: number; readonly zoom?: number; readonly mirrored?: boolean; readonly x?: number; readonly y?: number },
    draw: () => void,
  ): void {
    const before = this.#view;
    this.#view = { ...before, ...view };
    draw();
    this.#view = before;
  }

  /** Draws only inside `path`. Nested clips cut further. */
  clipped(path: Path, draw: () => void): void {
    const before = this.#mask;
    const mask = new Float32Array(this.width * this.height);
    const coverage = coverageOf(this.#toPixels(path), this.width, this.height);
    if (coverage !== undefined) {
      for (let row = 0; row < coverage.height; row++) {
        for (let column = 0; column < coverage.width; column++) {
          const at = (row + coverage.top) * this.width + column + coverage.left;
          mask[at] = (coverage.values[row * coverage.width + column] ?? 0) * (before?.[at] ?? 1);
        }
      }
    }
    this.#mask = mask;
    draw();
    this.#mask = before;
  }

  paint(path: Path, fill: Paint | string): void {
    const coverage = coverageOf(this.#toPixels(path), this.width, this.height);
    if (coverage !== undefined) this.#cover(coverage, fill);
  }

  /** Paints everything. */
  wash(fill: Paint | string): void {
    this.#cover({ left: 0, top: 0, width: this.width, height: this.height }, fill);
  }

  #cover({ left, top, width, height, values }: Omit<Coverage, 'values'> & Partial<Coverage>, fill: Paint | string): void {
    const { table, steps, round, a, b, c } = typeof fill === 'string' ? solid(fill) : fill;
    const { pixels } = this;
    const mask = this.#mask;
    const { xx, xy, x0, yx, yy, y0 } = this.#toUnits();
    for (let row = 0; row < height; row++) {
      const py = row + top;
      for (let column = 0; column < width; column++) {
        let share = values === undefined ? 1 : (values[row * width + column] ?? 0);
        if (share === 0) continue;
        const px = column + left;
        const at = py * this.width + px;
        if (mask !== undefined) share *= mask[at] ?? 0;
        if (share === 0) continue;
        let from = 0;
        if (steps > 0) {
          const x = xx * px + xy * py + x0;
          const y = yx * px + yy * py + y0;
          const position = round ? Math.sqrt((a * x + c) ** 2 + (a * y + b) ** 2) : a * x + b * y + c;
          from = position <= 0 ? 0 : position >= 1 ? steps * 4 : Math.round(position * steps) * 4;
        }
        share *= table[from + 3] ?? 1;
        if (share === 0) continue;
        const first = at * 3;
        const red = pixels[first] ?? 0;
        const green = pixels[first + 1] ?? 0;
        const blue = pixels[first + 2] ?? 0;
        pixels[first] = red + ((table[from] ?? 0) - red) * share;
        pixels[first + 1] = green + ((table[from + 1] ?? 0) - green) * share;
        pixels[first + 2] = blue + ((table[from + 2] ?? 0) - blue) * share;
      }
    }
  }

  /** A soft dark copy of `path`, moved by (dx, dy). */
  shadow(path: Path, dx: number, dy: number, softness: number, opacity: number): void {
    const zoom = this.#scale * this.#view.zoom;
    // What is blurred needs no detail: a quarter of the resolution, as long as the blur is wide enough to hide it.
    const coarse = softness * zoom >= 8 ? 4 : 1;
    const room = Math.ceil((softness * zoom * 2) / coarse) + 2;
    const moved = this.#toPixels(path).map((outline) =>
      outline.map(([x, y]): Point => [(x + dx * zoom) / coarse + room, (y + dy * zoom) / coarse + room]),
    );
    const coverage = coverageOf(moved, Math.ceil(this.width / coarse) + 2 * room, Math.ceil(this.height / coarse) + 2 * room);
    if (coverage === undefined) return;
    const { left, top, width, height, values: sharp } = coverage;
    const boxWidth = width + 2 * room;
    const boxHeight = height + 2 * room;
    const values = new Float32Array(boxWidth * boxHeight);
    for (let row = 0; row < height; row++) {
      values.set(sharp.subarray(row * width, (row + 1) * width), (row + room) * boxWidth + room);
    }
    blur(values, boxWidth, boxHeight, (softness * zoom) / coarse);
    const mask = this.#mask;
    const firstRow = Math.max(0, (top - 2 * room) * coarse);
    const lastRow = Math.min(this.height, (top - 2 * room + boxHeight - 1) * coarse);
    const firstColumn = Math.max(0, (left - 2 * room) * coarse);
    const lastColumn = Math.min(this.width, (left - 2 * room + boxWidth - 1) * coarse);
    for (let py = firstRow; py < lastRow; py++) {
      const v = Math.max(0, (py + 0.5) / coarse - 0.5 - (top - 2 * room));
      const row = Math.min(boxHeight - 2, Math.floor(v));
      for (let px = firstColumn; px < lastColumn; px++) {
        const u = Math.max(0, (px + 0.5) / coarse - 0.5 - (left - 2 * room));
        const column = Math.min(boxWidth - 2, Math.floor(u));
        const at = row * boxWidth + column;
        const across = u - column;
        const upper = (values[at] ?? 0) * (1 - across) + (values[at + 1] ?? 0) * across;
        const lower = (values[at + boxWidth] ?? 0) * (1 - across) + (values[at + boxWidth + 1] ?? 0) * across;
        const share = upper + (lower - upper) * (v - row);
        const pixel = py * this.width + px;
        if (share > 0.002) this.#darken(pixel, opacity * share * (mask?.[pixel] ?? 1));
      }
    }
  }

  #darken(at: number, opacity: number): void {
    const { pixels } = this;
    for (let channel = at * 3; channel < at * 3 + 3; channel++) {
      const below = pixels[channel] ?? 0;
      pixels[channel] = below + (SHADOW - below) * opacity;
    }
  }

  #toPixels(path: Path): Path {
    const { turn, zoom, mirrored, x, y } = this.#view;
    const flipped = mirrored ? path.map((outline) => outline.map(([px, py]): Point => [-px, py])) : path;
    return placed(placed(flipped, x, y, { turn, scale: zoom }), this.width / 2, this.height / 2, { scale: this.#scale });
  }

  /** From the middle of a pixel to drawing units: x = xx px + xy py + x0, y likewise. */
  #toUnits(): Readonly<Record<'xx' | 'xy' | 'x0' | 'yx' | 'yy' | 'y0', number>> {
    const { turn, zoom, mirrored, x, y } = this.#view;
    const cos = Math.cos(-turn) / zoom;
    const sin = Math.sin(-turn) / zoom;
    const flip = mirrored ? -1 : 1;
    const startX = (0.5 - this.width / 2) / this.#scale - x;
    const startY = (0.5 - this.height / 2) / this.#scale - y;
    return {
      xx: (flip * cos) / this.#scale,
      xy: (-flip * sin) / this.#scale,
      x0: flip * (startX * cos - startY * sin),
      yx: sin / this.#scale,
      yy: cos / this.#scale,
      y0: startX * sin + startY * cos,
    };
  }
}
