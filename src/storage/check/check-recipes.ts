import type { Sha256Digest } from '../../core/digest/digest.ts';
import type { CaptureRecord } from '../../core/model/capture-record.ts';
import { findRecipeProblem } from '../../core/pictures/check-recipe.ts';
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
    const problem = await findRecipeProblem(images, record, recipe, parts.readBySha256);
    if (problem !== undefined) collector.finding('recipe-differs', place, problem);
  }
}
