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

export interface StitchedPage {
  readonly name: string;
  readonly png: Uint8Array;
  readonly recipe: StitchRecipe;
}

/**
 * Puts tiles together from top to bottom; above `maxPixels` into numbered pages, each of whole tiles.
 * One page after the other, so that only one lies in memory. Throws `png-invalid`.
 */
export async function* stitchPages(
  codec: ImageCodec,
  baseName: string,
  tiles: readonly SealedTile[],
  maxPixels: number,
): AsyncGenerator<StitchedPage> {
  const pages = groupTiles(tiles, maxPixels);
  for (const [index, page] of pages.entries()) {
    const name = pages.length === 1 ? `${baseName}.png` : `${baseName}-${String(index + 1).padStart(2, '0')}.png`;
    const { png, widthPx, heightPx, pixelsSha256 } = await codec.stitch(page);
    yield { name, png, recipe: { name, widthPx, heightPx, pixelsSha256, tiles: [...placeTiles(page)] } };
  }
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
