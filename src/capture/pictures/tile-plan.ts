import type { Clip } from './screenshot.ts';

/** Widest and highest picture that graphics hardware takes, in device pixels. */
const MAX_TEXTURE_PX = 16_384;
/** A document wider than so many views is pictured up to there. */
const MAX_VIEWS_WIDE = 4;

export interface TilePlan {
  readonly clips: readonly Clip[];
  /** CSS pixels of the document that the tiles cover. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** CSS pixels of the document that they leave out at the bottom and on the right. */
  readonly leftOutHeightPx: number;
  readonly leftOutWidthPx: number;
}

export interface TilePlanInput {
  /** CSS pixels. */
  readonly documentWidthPx: number;
  readonly documentHeightPx: number;
  readonly viewWidthPx: number;
  readonly viewHeightPx: number;
  /** Device pixels per CSS pixel. */
  readonly scale: number;
  /** Highest tile in device pixels. */
  readonly tileHeightPx: number;
  /** CSS pixels of the document that are pictured. */
  readonly maxHeightPx: number;
}

/** Cuts a document into tiles over its whole width, from top to bottom, each on whole device pixels. */
export function buildTilePlan(input: TilePlanInput): TilePlan {
  const { scale } = input;
  const documentWidth = Math.ceil(Math.max(input.documentWidthPx, input.viewWidthPx));
  const documentHeight = Math.ceil(Math.max(input.documentHeightPx, input.viewHeightPx));
  const widthPx = Math.max(1, Math.min(documentWidth, input.viewWidthPx * MAX_VIEWS_WIDE, Math.floor(MAX_TEXTURE_PX / scale)));
  const heightPx = Math.max(1, Math.min(documentHeight, input.maxHeightPx));
  const tileHeight = wholeTileHeight(Math.min(input.tileHeightPx, MAX_TEXTURE_PX) / scale, scale);
  const clips: Clip[] = [];
  for (let y = 0; y < heightPx; y += tileHeight) clips.push({ x: 0, y, width: widthPx, height: Math.min(tileHeight, heightPx - y) });
  return {
    clips,
    widthPx,
    heightPx,
    leftOutHeightPx: documentHeight - heightPx,
    leftOutWidthPx: documentWidth - widthPx,
  };
}

/** The largest height up to `limit` that is a whole number of device pixels, so that no row falls between two tiles. */
function wholeTileHeight(limit: number, scale: number): number {
  const most = Math.max(1, Math.floor(limit));
  for (let height = most; height > Math.max(1, most - 200); height -= 1) {
    if (Math.abs(height * scale - Math.round(height * scale)) < 1e-6) return height;
  }
  return most;
}
