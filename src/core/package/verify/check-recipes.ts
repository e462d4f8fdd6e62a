import { findRecipeProblem } from '../../pictures/check-recipe.ts';
import { fileNameInPackage } from '../layout.ts';
import type { CheckedExhibit } from './check-exhibit.ts';
import { readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** The largest picture that is put together again, and the most that all its tiles may have. */
const MAX_PICTURE_BYTES = 256 * 1024 * 1024;

/** Step 11 (package.md, "Pictures"): the tiles give the pixels that were sealed, and so does the picture. */
export async function checkRecipes(
  collector: VerdictCollector,
  ports: VerifyPorts,
  bag: CheckedBag,
  { record, folder, whole }: CheckedExhibit,
): Promise<void> {
  const byDigest = new Map(record.observation.artifacts.map((artifact) => [artifact.sha256, artifact]));
  for (const recipe of record.observation.recipes) {
    const subject = `${folder}/${recipe.name}`;
    const needed = [
      ...record.observation.artifacts.filter(({ name }) => name === recipe.name),
      ...recipe.tiles.map(({ sha256 }) => byDigest.get(sha256)),
    ];
    const isDamaged = needed.some((artifact) => artifact !== undefined && !whole.has(artifact.name));
    const sizeBytes = needed.reduce((sum, artifact) => sum + (artifact?.sizeBytes ?? 0), 0);
    if (isDamaged) continue; // Reported already.
    if (ports.images === undefined || sizeBytes > MAX_PICTURE_BYTES) {
      const why = ports.images === undefined ? 'pictures cannot be decoded here' : 'it is too large';
      collector.note('integrity', 'recipe-not-checked', subject, `The picture was not put together again from its tiles: ${why}`);
      continue;
    }
    const problem = await findRecipeProblem(ports.images, record, recipe, async (sha256) => {
      const artifact = byDigest.get(sha256);
      return artifact === undefined ? undefined : await readHeld(bag, `${folder}/${fileNameInPackage(artifact)}`, MAX_PICTURE_BYTES);
    });
    if (problem !== undefined) collector.finding('recipe-differs', subject, problem);
  }
}
