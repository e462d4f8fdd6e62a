import { sha256DigestOf, type Hashing, type Sha256Digest } from '../digest/digest.ts';
import { PugmarkError } from '../errors.ts';
import type { PatchInput, StitchInput } from '../image-ports.ts';

const RGBA_BYTES = 4;

/** Some whole rows of 8 bit RGBA at a time, valid until the next are asked for; first of all the size. */
export interface DecodedRows {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rows: AsyncIterable<Uint8Array>;
}

/** Decodes a PNG. Throws `png-invalid`. */
export type DecodePng = (png: Uint8Array) => Promise<DecodedRows>;

/** How tiles and patches are decoded: patches are laid over pieces that hold a whole picture or some of its rows. */
export interface TileDecoding {
  readonly tile: DecodePng;
  /** Gives the picture in one piece. */
  readonly patch: DecodePng;
}

/** What tiles give. */
export interface StackedTiles {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelsSha256: Sha256Digest;
}

/**
 * Decodes tiles one after the other, lays patches over what is left of each, hashes it, and hands it on (docs/formats/capture-record.md,
 * "Pictures"). Throws `png-invalid`.
 */
export async function stackTiles(
  hashing: Pick<Hashing, 'startSha256' | 'startSha256Beside'>,
  tiles: readonly StitchInput[],
  patches: readonly PatchInput[],
  decoding: TileDecoding,
  onRows: (rows: Uint8Array, size: { readonly widthPx: number; readonly heightPx: number }) => Promise<void>,
): Promise<StackedTiles> {
  const first = tiles[0];
  if (first === undefined) throw new PugmarkError('png-invalid', 'No tile to stitch');
  const { widthPx } = first;
  const heightPx = tiles.reduce((sum, tile) => sum + tile.heightPx - tile.skipTopPx, 0);
  if (widthPx < 1 || heightPx < 1) throw new PugmarkError('png-invalid', 'Nothing is left of the tiles to stitch');
  for (const { xPx, yPx, skipTopPx, ...patch } of patches) {
    const isInside = xPx >= 0 && yPx >= 0 && skipTopPx >= 0 && xPx + patch.widthPx <= widthPx && yPx < heightPx;
    if (!isInside || skipTopPx >= patch.heightPx) throw new PugmarkError('png-invalid', 'A patch has no place in the picture');
  }
  const running = hashing.startSha256Beside?.(widthPx * heightPx * RGBA_BYTES) ?? hashing.startSha256();
  let yPx = 0;
  for (const tile of tiles) {
    for await (const rows of decodeTile(tile, widthPx, decoding.tile)) {
      for (const patch of patches) await layOver(rows, { widthPx, yPx }, patch, decoding.patch);
      yPx += rows.length / (widthPx * RGBA_BYTES);
      await running.update(rows);
      await onRows(rows, { widthPx, heightPx });
    }
  }
  return { widthPx, heightPx, pixelsSha256: sha256DigestOf(await running.digest()) };
}

/** Rows of a tile that go into the picture, in 8 bit RGBA. */
async function* decodeTile(tile: StitchInput, widthPx: number, decode: DecodePng): AsyncGenerator<Uint8Array> {
  const { rows, ...size } = await decode(tile.png);
  // The recipe is what a verifier relies on: a tile of another size than it says is refused, never fitted.
  if (size.widthPx !== tile.widthPx || size.heightPx !== tile.heightPx || tile.widthPx !== widthPx) {
    throw new PugmarkError('png-invalid', 'A tile has another size than its recipe says', {
      details: { ...size, expectedWidthPx: widthPx },
    });
  }
  if (tile.skipTopPx < 0 || tile.skipTopPx > size.heightPx) throw new PugmarkError('png-invalid', 'A tile skips more rows than it has');
  let skippedBytes = tile.skipTopPx * widthPx * RGBA_BYTES;
  for await (const piece of rows) {
    const rest = piece.subarray(skippedBytes);
    skippedBytes = Math.max(0, skippedBytes - piece.length);
    if (rest.length > 0) yield rest;
  }
}

/** Copies what of a patch falls on some rows of the picture, the first of which is row `yPx`. */
async function layOver(
  rows: Uint8Array,
  at: { readonly widthPx: number; readonly yPx: number },
  patch: PatchInput,
  decode: DecodePng,
): Promise<void> {
  const stride = at.widthPx * RGBA_BYTES;
  const first = Math.max(patch.yPx, at.yPx);
  const end = Math.min(patch.yPx + patch.heightPx - patch.skipTopPx, at.yPx + rows.length / stride);
  if (first >= end) return;
  const { value: data } = await decodeTile(patch, patch.widthPx, decode).next();
  if (data === undefined) return;
  const patchStride = patch.widthPx * RGBA_BYTES;
  for (let y = first; y < end; y += 1) {
    const from = (y - patch.yPx) * patchStride;
    rows.set(data.subarray(from, from + patchStride), (y - at.yPx) * stride + patch.xPx * RGBA_BYTES);
  }
}
