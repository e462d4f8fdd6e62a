import type { CaptureRecord, StitchRecipe } from '../../core/model/capture-record.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { ImageCodec } from '../../core/ports.ts';
import type { CheckCollector } from './check-collector.ts';

/** Puts every derived picture of a record together again and compares its pixels with what was sealed. */
export async function checkRecipes(
  collector: CheckCollector,
  parts: {
    readonly record: CaptureRecord;
    readonly images: ImageCodec | undefined;
    /** Plain bytes of an artifact of this exhibit; undefined when there is none with this digest. */
    readonly readBySha256: (sha256: Sha256Digest) => Promise<Uint8Array | undefined>;
    readonly subject: string;
  },
): Promise<void> {
  const { record, images, subject } = parts;
  for (const recipe of record.observation.recipes) {
    const place = `${subject} ${recipe.name}`;
    if (images === undefined) {
      collector.note('not-checked-recipe', place, 'There is no image codec here to put the picture together again');
      continue;
    }
    collector.checked.recipes += 1;
    try {
      const problem = await findProblem(recipe, images, parts.record, parts.readBySha256);
      if (problem !== undefined) collector.finding('recipe-differs', place, problem);
    } catch (error) {
      if (!isPugmarkError(error, 'png-invalid')) throw error;
      collector.finding('recipe-differs', place, error.message);
    }
  }
}

async function findProblem(
  recipe: StitchRecipe,
  images: ImageCodec,
  record: CaptureRecord,
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
  const again = await images.stitch(tiles, patches);
  if (again.pixelsSha256 !== recipe.pixelsSha256 || again.widthPx !== recipe.widthPx || again.heightPx !== recipe.heightPx) {
    return 'The tiles do not give these pixels';
  }
  const sealed = await images.hashPixels(picture);
  return sealed.pixelsSha256 === recipe.pixelsSha256 ? undefined : 'The picture does not have these pixels';
}
