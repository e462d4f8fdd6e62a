import {
  parentTile,
  placeTile,
  tileAddress,
  tileKey,
  type DrawnTile,
  type PictureView,
  type TilePlace,
  type TilePyramid,
} from './tile-math.ts';
import type { TileCache } from './tile-cache.ts';

export interface PaintColors {
  /** Where the picture has no pixels yet. */
  readonly waiting: string;
  /** Where its pixels cannot be had. */
  readonly missing: string;
}

/** A picture of a tile that is loaded; `close` gives its memory back. */
export type Tile = ImageBitmap;

/** Draws tiles into a canvas, and where one is not there yet, what coarser ones show of it. */
export function paintTiles(
  context: CanvasRenderingContext2D,
  options: {
    readonly pyramid: TilePyramid;
    readonly view: PictureView;
    readonly tiles: readonly DrawnTile[];
    readonly cache: TileCache<Tile>;
    readonly deviceScale: number;
    readonly colors: PaintColors;
  },
): void {
  const { pyramid, view, tiles, cache, deviceScale, colors } = options;
  const { canvas } = context;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  // At native size and above every pixel of the picture is shown as it is, with nothing made up between two.
  context.imageSmoothingEnabled = view.scale * deviceScale < 1;
  context.imageSmoothingQuality = 'high';
  for (const tile of tiles) {
    const address = tileAddress(pyramid, tile);
    const whole = cache.get(address);
    const place = snap(tile, deviceScale);
    if (whole !== undefined) {
      context.drawImage(whole, place.x, place.y, place.width, place.height);
      continue;
    }
    if (paintFromCoarser(context, { pyramid, view, tile, cache, deviceScale })) continue;
    context.fillStyle = cache.hasFailed(address) ? colors.missing : colors.waiting;
    context.fillRect(place.x, place.y, place.width, place.height);
  }
}

function paintFromCoarser(
  context: CanvasRenderingContext2D,
  options: {
    readonly pyramid: TilePyramid;
    readonly view: PictureView;
    readonly tile: DrawnTile;
    readonly cache: TileCache<Tile>;
    readonly deviceScale: number;
  },
): boolean {
  const { pyramid, view, tile, cache, deviceScale } = options;
  for (let coarser: TilePlace | undefined = parentTile(pyramid, tile); coarser !== undefined; coarser = parentTile(pyramid, coarser)) {
    const found = cache.get(tileAddress(pyramid, coarser));
    if (found === undefined) continue;
    const whole = snap(placeTile(pyramid, view, coarser), deviceScale);
    const part = snap(tile, deviceScale);
    context.save();
    context.beginPath();
    context.rect(part.x, part.y, part.width, part.height);
    context.clip();
    context.drawImage(found, whole.x, whole.y, whole.width, whole.height);
    context.restore();
    return true;
  }
  return false;
}

/** Edges on whole device pixels: two neighbours share theirs, so that no seam shows between them. */
function snap({ x, y, width, height }: DrawnTile, deviceScale: number): { x: number; y: number; width: number; height: number } {
  const left = Math.round(x * deviceScale);
  const top = Math.round(y * deviceScale);
  return { x: left, y: top, width: Math.round((x + width) * deviceScale) - left, height: Math.round((y + height) * deviceScale) - top };
}

/** Loads a tile as the picture that it is: what the window may fetch besides pictures is nobody's business here. */
export async function loadTile(address: string, signal: AbortSignal): Promise<Tile> {
  const image = new Image();
  image.src = address;
  const stop = (): void => {
    image.src = '';
  };
  signal.addEventListener('abort', stop);
  try {
    await image.decode();
    return await createImageBitmap(image);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Tiles that a view asks for, most wanted first: those it shows, and the coarsest level under them. */
export function wantedTiles(pyramid: TilePyramid, shown: readonly DrawnTile[], under: readonly DrawnTile[]): readonly string[] {
  const seen = new Set<string>();
  return [...under, ...shown].flatMap((tile) => {
    const key = tileKey(tile);
    if (seen.has(key)) return [];
    seen.add(key);
    return [tileAddress(pyramid, tile)];
  });
}
