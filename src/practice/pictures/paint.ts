/** Red, green, blue 0 to 255, and opacity 0 to 1. */
export type Rgba = readonly [red: number, green: number, blue: number, opacity: number];

/** Where a gradient changes: position 0 to 1 and colour. */
export type Stop = readonly [at: number, color: string];

/** Colour of a place in drawing units. */
export type Paint = (x: number, y: number, out: Float32Array) => void;

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

function pick(table: Float32Array, at: number, out: Float32Array): void {
  const index = at <= 0 ? 0 : at >= 1 ? TABLE * 4 : Math.round(at * TABLE) * 4;
  out[0] = table[index] ?? 0;
  out[1] = table[index + 1] ?? 0;
  out[2] = table[index + 2] ?? 0;
  out[3] = table[index + 3] ?? 0;
}

/** Colours along the way from one point to another. */
export function linear(x0: number, y0: number, x1: number, y1: number, ...stops: readonly Stop[]): Paint {
  const table = tableOf(stops);
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squared = dx * dx + dy * dy;
  return (x, y, out) => {
    pick(table, ((x - x0) * dx + (y - y0) * dy) / squared, out);
  };
}

/** Colours from a centre outwards. */
export function radial(cx: number, cy: number, radius: number, ...stops: readonly Stop[]): Paint {
  const table = tableOf(stops);
  return (x, y, out) => {
    const dx = x - cx;
    const dy = y - cy;
    pick(table, Math.sqrt(dx * dx + dy * dy) / radius, out);
  };
}
