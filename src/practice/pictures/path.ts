/** A point in drawing units; y grows downwards. */
export type Point = readonly [x: number, y: number];

/** Closed outlines. */
export type Path = readonly (readonly Point[])[];

export function polygon(...points: readonly Point[]): Path {
  return [points];
}

/** An ellipse, turned by `turn` radians. */
export function ellipse(cx: number, cy: number, rx: number, ry: number, turn = 0): Path {
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  // Small ones need few corners to look round: there are thousands of feathers and scales.
  const corners = Math.round(Math.min(96, 14 + 8 * Math.sqrt(Math.max(rx, ry))));
  return [
    Array.from({ length: corners }, (_, i): Point => {
      const angle = (i / corners) * 2 * Math.PI;
      const x = rx * Math.cos(angle);
      const y = ry * Math.sin(angle);
      return [cx + x * cos - y * sin, cy + x * sin + y * cos];
    }),
  ];
}

export function rectangle(x: number, y: number, width: number, height: number, radius = 0): Path {
  if (radius === 0) {
    return polygon([x, y], [x + width, y], [x + width, y + height], [x, y + height]);
  }
  const corner = (cx: number, cy: number, from: number): Point[] =>
    Array.from({ length: 9 }, (_, i): Point => {
      const angle = from + (i / 8) * (Math.PI / 2);
      return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)];
    });
  return [
    [
      ...corner(x + width - radius, y + radius, -Math.PI / 2),
      ...corner(x + width - radius, y + height - radius, 0),
      ...corner(x + radius, y + height - radius, Math.PI / 2),
      ...corner(x + radius, y + radius, Math.PI),
    ],
  ];
}

function catmullRom(p0: Point, p1: Point, p2: Point, p3: Point, t: number): Point {
  const blend = (a: number, b: number, c: number, d: number): number =>
    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
  return [blend(p0[0], p1[0], p2[0], p3[0]), blend(p0[1], p1[1], p2[1], p3[1])];
}

const STEPS = 14;

/** A smooth line through `points` (Catmull-Rom). */
export function smoothLine(points: readonly Point[], closed = false): readonly Point[] {
  const count = points.length;
  const at = (i: number): Point => {
    const index = closed ? (i + count) % count : Math.min(count - 1, Math.max(0, i));
    return points[index] ?? [0, 0];
  };
  const line: Point[] = [];
  for (let i = 0; i < (closed ? count : count - 1); i++) {
    for (let step = 0; step < STEPS; step++) line.push(catmullRom(at(i - 1), at(i), at(i + 1), at(i + 2), step / STEPS));
  }
  if (!closed) line.push(at(count - 1));
  return line;
}

/** A smooth closed outline through `points`. */
export function blob(...points: readonly Point[]): Path {
  return [smoothLine(points, true)];
}

/** A band along a smooth line; `width` gives its full width at 0 (begin) to 1 (end). Round where it is not thin. */
export function ribbon(points: readonly Point[], width: number | ((at: number) => number)): Path {
  const line = smoothLine(points);
  const widthAt = typeof width === 'number' ? () => width : width;
  const left: Point[] = [];
  const right: Point[] = [];
  for (const [i, [x, y]] of line.entries()) {
    const before = line[Math.max(0, i - 1)] ?? [x, y];
    const after = line[Math.min(line.length - 1, i + 1)] ?? [x, y];
    const dx = after[0] - before[0];
    const dy = after[1] - before[1];
    const length = Math.hypot(dx, dy) || 1;
    const half = widthAt(i / (line.length - 1)) / 2;
    left.push([x + (-dy / length) * half, y + (dx / length) * half]);
    right.push([x + (dy / length) * half, y + (-dx / length) * half]);
  }
  return [[...left, ...right.toReversed()]];
}

/** Several paths as one. */
export function joined(...paths: readonly Path[]): Path {
  return paths.flat();
}

/** `path` turned by `turn` radians about the origin, scaled, then moved. */
export function placed(path: Path, x: number, y: number, options: { readonly turn?: number; readonly scale?: number } = {}): Path {
  const cos = Math.cos(options.turn ?? 0) * (options.scale ?? 1);
  const sin = Math.sin(options.turn ?? 0) * (options.scale ?? 1);
  return path.map((outline) => outline.map(([px, py]): Point => [x + px * cos - py * sin, y + px * sin + py * cos]));
}
