import { isPugmarkError } from '../../errors.ts';
import { findRecipeProblem } from '../../pictures/check-recipe.ts';
import type { StitchRecipe } from '../../model/capture-record.ts';
import { fileNameInPackage } from '../layout.ts';
import type { CheckedExhibit } from './check-exhibit.ts';
import { readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import { ChecksSideBySide } from './checks-side-by-side.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** The largest picture that is put together again, and the most that all its tiles may have. */
const MAX_PICTURE_BYTES = 256 * 1024 * 1024;
/** Files of all pictures that are put together at a time; a larger one comes alone. */
const MAX_SIDE_BY_SIDE_BYTES = 48 * 1024 * 1024;

/**
 * Step 11 (package.md, "Pictures"): the tiles give the pixels that were sealed, and so does the picture. Some pictures at a time, beside the
 * steps for the next exhibits; what is wrong is told at the end, in the order of the exhibits.
 */
export class RecipeChecks {
  readonly #collector: VerdictCollector;
  readonly #ports: VerifyPorts;
  readonly #bag: CheckedBag;
  readonly #checks: ChecksSideBySide;

  constructor(collector: VerdictCollector, ports: VerifyPorts, bag: CheckedBag) {
    this.#collector = collector;
    this.#ports = ports;
    this.#bag = bag;
    const sideBySide = ports.images?.comparedSideBySide ?? 1;
    this.#checks = new ChecksSideBySide(
      ({ count, weight }, sizeBytes) => count < sideBySide && weight + sizeBytes <= MAX_SIDE_BY_SIDE_BYTES,
    );
  }

  /** Returns when all pictures of the exhibit are under way. Throws what an earlier one threw. */
  async start(exhibit: CheckedExhibit): Promise<void> {
    const { record, whole } = exhibit;
    const byDigest = new Map(record.observation.artifacts.map((artifact) => [artifact.sha256, artifact]));
    for (const recipe of record.observation.recipes) {
      const needed = [
        ...record.observation.artifacts.filter(({ name }) => name === recipe.name),
        ...[...recipe.tiles, ...(recipe.patches ?? [])].map(({ sha256 }) => byDigest.get(sha256)),
      ];
      const isDamaged = needed.some((artifact) => artifact !== undefined && !whole.has(artifact.name));
      if (isDamaged) continue; // Reported already.
      const sizeBytes = needed.reduce((sum, artifact) => sum + (artifact?.sizeBytes ?? 0), 0);
      await this.#checks.start(sizeBytes, () => this.#check(exhibit, recipe, sizeBytes));
    }
  }

  /** Throws what one of them threw. */
  async finish(): Promise<void> {
    await this.#checks.finish();
  }

  /** Gives how to tell what was found, when there is anything to tell. */
  async #check({ record, folder }: CheckedExhibit, recipe: StitchRecipe, sizeBytes: number): Promise<(() => void) | undefined> {
    const { images } = this.#ports;
    const subject = `${folder}/${recipe.name}`;
    const notChecked = (why: string) => () =>
      this.#collector.note('integrity', 'recipe-not-checked', subject, `The picture was not put together again from its tiles: ${why}`);
    if (images === undefined) return notChecked('pictures cannot be decoded here');
    if (sizeBytes > MAX_PICTURE_BYTES) return notChecked('it is too large');
    const byDigest = new Map(record.observation.artifacts.map((artifact) => [artifact.sha256, artifact]));
    try {
      const problem = await findRecipeProblem(images, record, recipe, async (sha256) => {
        const artifact = byDigest.get(sha256);
        return artifact === undefined
          ? undefined
          : await readHeld(this.#bag, `${folder}/${fileNameInPackage(artifact)}`, MAX_PICTURE_BYTES);
      });
      return problem === undefined ? undefined : () => this.#collector.finding('recipe-differs', subject, problem);
    } catch (error) {
      if (!isPugmarkError(error, 'png-not-decoded')) throw error;
      return notChecked(error.message);
    }
  }
}
