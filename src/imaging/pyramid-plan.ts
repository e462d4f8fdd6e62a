/** A picture as a pyramid of tiles: level 0 is native pixels, each further level half of the one before. */
export interface PyramidPlan {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tilePx: number;
  readonly levels: number;
}

/** Large enough that a screen needs a dozen of them, small enough that one is there at once. */
export const TILE_PX = 512;
/** IHDR stands first (PNG section 5.6): signature, length, type, then width and height. */
const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

/** Levels down to the one that fits into one tile. */
export function planPyramid({ widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number }): PyramidPlan {
  let levels = 1;
  while (Math.max(widthPx, heightPx) / 2 ** (levels - 1) > TILE_PX) levels += 1;
  return { widthPx, heightPx, tilePx: TILE_PX, levels };
}

/** Size of a level in pixels. */
export function sizeOfLevel(plan: Pick<PyramidPlan, 'widthPx' | 'heightPx'>, level: number): { widthPx: number; heightPx: number } {
  return { widthPx: Math.ceil(plan.widthPx / 2 ** level), heightPx: Math.ceil(plan.heightPx / 2 ** level) };
}

/** True for a tile that the pyramid has. */
export function isTileOf(plan: PyramidPlan, { level, column, row }: { level: number; column: number; row: number }): boolean {
  if (level >= plan.levels) return false;
  const { widthPx, heightPx } = sizeOfLevel(plan, level);
  return column * plan.tilePx < widthPx && row * plan.tilePx < heightPx;
}

/** Size of a PNG from its first 33 bytes; undefined for what is none. */
export function readPngSize(head: Uint8Array): { readonly widthPx: number; readonly heightPx: number } | undefined {
  if (head.length < 24 || PNG_START.some((byte, index) => head[index] !== byte)) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const size = { widthPx: view.getUint32(16), heightPx: view.getUint32(20) };
  return size.widthPx === 0 || size.heightPx === 0 ? undefined : size;
}
