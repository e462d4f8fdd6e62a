/** Red, green, blue 0 to 255, and opacity 0 to 1. */
export type Rgba = readonly [red: number, green: number, blue: number, opacity: number];

/** Where a gradient changes: position 0 to 1 and colour. */
export type Stop = readonly [at: number, color: string];

/**
 * Colours by position: `table` holds `steps + 1` colours, and the position is linear (a x + b y + c) or, when `round`, the
 * length of (a x + c, a y + b). Plain data rather than a function: it is asked for every pixel.
 */
export interface Paint {
  readonly table: Float32Array;
  readonly steps: number;
  readonly round: boolean;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** `#rrggbb` or `#rrggbbaa`. */
export function parseColor(color: string): Rgba {
  const value = Number.parseInt(color.slice(1, 7), 16);
  const opacity = color.length === 9 ? Number.parseInt(color.slice(7, 9), 16) / 255 : 1;
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, opacity];
}

const TABLE = 512;

function tableOf(stops: readonly Stop[]): Float32Array {
  const table = new Float32Array((TABLE + 1) * 4);
  const parsed = stops.map(([at, color]) => ({ at, rgba: parseColor(color) }));
  for (let i = 0; i <= TABLE; i++) {
    const at = i / TABLE;
    const after = parsed.find((stop) => stop.at >= at) ?? parsed.at(-1);
    const before = parsed.findLast((stop) => stop.at <= at) ?? parsed[0];
    if (before === undefined || after === undefined) continue;
    const span = after.at - before.at;
    const share = span === 0 ? 0 : (at - before.at) / span;
    for (let channel = 0; channel < 4; channel++) {
      const from = before.rgba[channel] ?? 0;
      table[i * 4 + channel] = from + ((after.rgba[channel] ?? 0) - from) * share;
    }
  }
  return table;
}

/** One colour everywhere. */
export function solid(color: string): Paint {
  return { table: Float32Array.from(parseColor(color)), steps: 0, round: false, a: 0, b: 0, c: 0 };
}

/** Colours along the way from one point to another. */
export function linear(x0: number, y0: number, x1: number, y1: number, ...stops: readonly Stop[]): Paint {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const squared = dx * dx + dy * dy;
  return { table: tableOf(stops), steps: TABLE, round: false, a: dx / squared, b: dy / squared, c: -(x0 * dx + y0 * dy) / squared };
}

/** Colours from a centre outwards. */
export function radial(cx: number, cy: number, radius: number, ...stops: readonly Stop[]): Paint {
  return { table: tableOf(stops), steps: TABLE, round: true, a: 1 / radius, b: -cy / radius, c: -cx / radius };
}
