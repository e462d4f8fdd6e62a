import type { Artifact } from '../../core/model/artifact.ts';
import type { StitchRecipe } from '../../core/model/capture-record.ts';
import type { ImageCodec } from '../../core/ports.ts';

/** A tile that was sealed as the browser gave it. Device pixels. */
export interface SealedTile {
  readonly artifact: Artifact;
  readonly png: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Rows at its top that the tile before shows as well. */
  readonly skipTopPx: number;
}

/** A picture of a part of the page, sealed as the browser gave it, that is laid over the tiles. Device pixels from the page's top. */
export interface SealedPatch {
  readonly artifact: Artifact;
  readonly png: Uint8Array;
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface StitchedPage {
  readonly name: string;
  readonly png: Uint8Array;
  readonly recipe: StitchRecipe;
}

export interface StitchPagesInput {
  readonly codec: ImageCodec;
  readonly baseName: string;
  readonly tiles: readonly SealedTile[];
  readonly patches: readonly SealedPatch[];
  readonly maxPixels: number;
}

/**
 * Puts tiles together from top to bottom and lays the patches over them; above `maxPixels` into numbered pages, each of whole tiles.
 * One page after the other, so that only one lies in memory. Throws `png-invalid`.
 */
export async function* stitchPages({ codec, baseName, tiles, patches, maxPixels }: StitchPagesInput): AsyncGenerator<StitchedPage> {
  const pages = groupTiles(tiles, maxPixels);
  let topPx = 0;
  for (const [index, page] of pages.entries()) {
    const name = pages.length === 1 ? `${baseName}.png` : `${baseName}-${String(index + 1).padStart(2, '0')}.png`;
    const over = placePatches(patches, topPx, heightOf(page));
    const { png, widthPx, heightPx, pixelsSha256 } = await codec.stitch(page, over);
    const laid = over.map(({ artifact: { sha256 }, xPx, yPx, widthPx: width, heightPx: height, skipTopPx }) => ({
      sha256,
      xPx,
      yPx,
      widthPx: width,
      heightPx: height,
      skipTopPx,
    }));
    const recipe = { name, widthPx, heightPx, pixelsSha256, tiles: [...placeTiles(page)], ...(laid.length === 0 ? {} : { patches: laid }) };
    yield { name, png, recipe };
    topPx += heightPx;
  }
}

function heightOf(tiles: readonly SealedTile[]): number {
  return tiles.reduce((sum, { heightPx, skipTopPx }) => sum + heightPx - skipTopPx, 0);
}

/** The patches that fall on one numbered page, placed from its top. */
function placePatches(
  patches: readonly SealedPatch[],
  topPx: number,
  heightPx: number,
): readonly (SealedPatch & { readonly skipTopPx: number })[] {
  return patches
    .filter((patch) => patch.yPx < topPx + heightPx && patch.yPx + patch.heightPx > topPx)
    .map((patch) => ({ ...patch, yPx: Math.max(0, patch.yPx - topPx), skipTopPx: Math.max(0, topPx - patch.yPx) }));
}

function groupTiles(tiles: readonly SealedTile[], maxPixels: number): readonly (readonly SealedTile[])[] {
  const pages: SealedTile[][] = [];
  let pixels = Number.POSITIVE_INFINITY;
  for (const tile of tiles) {
    const more = tile.widthPx * (tile.heightPx - tile.skipTopPx);
    if (pixels + more > maxPixels) {
      pages.push([]);
      pixels = 0;
    }
    pages.at(-1)?.push(tile);
    pixels += more;
  }
  return pages;
}

function placeTiles(tiles: readonly SealedTile[]): StitchRecipe['tiles'] {
  let yPx = 0;
  return tiles.map(({ artifact, widthPx, heightPx, skipTopPx }) => {
    const placed = { sha256: artifact.sha256, xPx: 0, yPx, widthPx, heightPx, skipTopPx };
    yPx += heightPx - skipTopPx;
    return placed;
  });
}
