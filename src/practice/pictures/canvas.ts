import { blur, coverageOf } from './coverage.ts';
import { solid, type Paint } from './paint.ts';
import { placed, type Path, type Point } from './path.ts';

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
    if (coverage === undefined) return;
    const colorAt = typeof fill === 'string' ? solid(fill) : fill;
    const toUnits = this.#toUnits();
    const color = new Float32Array(4);
    for (let row = 0; row < coverage.height; row++) {
      for (let column = 0; column < coverage.width; column++) {
        const covered = coverage.values[row * coverage.width + column] ?? 0;
        if (covered === 0) continue;
        const px = column + coverage.left;
        const py = row + coverage.top;
        const at = py * this.width + px;
        const masked = covered * (this.#mask?.[at] ?? 1);
        if (masked === 0) continue;
        const [x, y] = toUnits(px + 0.5, py + 0.5);
        colorAt(x, y, color);
        this.#blend(at, color, masked);
      }
    }
  }

  /** A soft dark copy of `path`, moved by (dx, dy). */
  shadow(path: Path, dx: number, dy: number, softness: number, opacity: number): void {
    const zoom = this.#scale * this.#view.zoom;
    const room = Math.ceil(softness * zoom * 2) + 2;
    const moved = this.#toPixels(path).map((outline) => outline.map(([x, y]): Point => [x + dx * zoom + room, y + dy * zoom + room]));
    const width = this.width + 2 * room;
    const coverage = coverageOf(moved, width, this.height + 2 * room);
    if (coverage === undefined) return;
    const boxWidth = coverage.width + 2 * room;
    const boxHeight = coverage.height + 2 * room;
    const values = new Float32Array(boxWidth * boxHeight);
    for (let row = 0; row < coverage.height; row++) {
      values.set(coverage.values.subarray(row * coverage.width, (row + 1) * coverage.width), (row + room) * boxWidth + room);
    }
    blur(values, boxWidth, boxHeight, softness * zoom);
    const color = Float32Array.of(18, 12, 8, opacity);
    for (let row = 0; row < boxHeight; row++) {
      const py = row + coverage.top - 2 * room;
      if (py < 0 || py >= this.height) continue;
      for (let column = 0; column < boxWidth; column++) {
        const px = column + coverage.left - 2 * room;
        if (px < 0 || px >= this.width) continue;
        const at = py * this.width + px;
        this.#blend(at, color, (values[row * boxWidth + column] ?? 0) * (this.#mask?.[at] ?? 1));
      }
    }
  }

  #blend(at: number, color: Float32Array, share: number): void {
    const opacity = share * (color[3] ?? 1);
    for (let channel = 0; channel < 3; channel++) {
      const below = this.pixels[at * 3 + channel] ?? 0;
      this.pixels[at * 3 + channel] = below + ((color[channel] ?? 0) - below) * opacity;
    }
  }

  #toPixels(path: Path): Path {
    const { turn, zoom, mirrored, x, y } = this.#view;
    const flipped = mirrored ? path.map((outline) => outline.map(([px, py]): Point => [-px, py])) : path;
    return placed(placed(flipped, x, y, { turn, scale: zoom }), this.width / 2, this.height / 2, { scale: this.#scale });
  }

  #toUnits(): (px: number, py: number) => Point {
    const { turn, zoom, mirrored, x, y } = this.#view;
    const cos = Math.cos(-turn);
    const sin = Math.sin(-turn);
    return (px, py) => {
      const ux = (px - this.width / 2) / this.#scale - x;
      const uy = (py - this.height / 2) / this.#scale - y;
      const tx = (ux * cos - uy * sin) / zoom;
      return [mirrored ? -tx : tx, (ux * sin + uy * cos) / zoom];
    };
  }
}
