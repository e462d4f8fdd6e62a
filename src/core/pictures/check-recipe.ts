import type { Sha256Digest } from '../digest/digest.ts';
import { isPugmarkError } from '../errors.ts';
import type { CaptureRecord, StitchRecipe } from '../model/capture-record.ts';
import type { ImageCodec } from '../ports.ts';

/**
 * Puts a derived picture together again and compares its pixels with what was sealed (docs/formats/capture-record.md, "Pictures").
 * Returns what is wrong with it, or undefined. `readBySha256` gives the plain bytes of an artifact of the exhibit, undefined when there
 * is none with that digest.
 */
export async function findRecipeProblem(
  images: Pick<ImageCodec, 'compareStitched'>,
  record: CaptureRecord,
  recipe: StitchRecipe,
  readBySha256: (sha256: Sha256Digest) => Promise<Uint8Array | undefined>,
): Promise<string | undefined> {
  const derived = record.observation.artifacts.find(({ name }) => name === recipe.name);
  const picture = derived === undefined ? undefined : await readBySha256(derived.sha256);
  if (picture === undefined) return 'The picture is not in the exhibit';
  const tiles = [];
  for (const { sha256, widthPx, heightPx, skipTopPx } of recipe.tiles) {
    const png = await readBySha256(sha256);
    if (png === undefined) return `Tile ${sha256} is not in the exhibit`;
    tiles.push({ png, widthPx, heightPx, skipTopPx });
  }
  const patches = [];
  for (const { sha256, ...place } of recipe.patches ?? []) {
    const png = await readBySha256(sha256);
    if (png === undefined) return `Patch ${sha256} is not in the exhibit`;
    patches.push({ png, ...place });
  }
  try {
    const again = await images.compareStitched(tiles, patches, picture);
    if (again.pixelsSha256 !== recipe.pixelsSha256 || again.widthPx !== recipe.widthPx || again.heightPx !== recipe.heightPx) {
      return 'The tiles do not give these pixels';
    }
    if (again.picture === 'unreadable') return 'A picture is not a readable PNG';
    return again.picture === 'same' ? undefined : 'The picture does not have these pixels';
  } catch (error) {
    if (!isPugmarkError(error, 'png-invalid')) throw error;
    return error.message;
  }
}
