import { isPugmarkError } from '../../errors.ts';
import { findRecipeProblem } from '../../pictures/check-recipe.ts';
import type { StitchRecipe } from '../../model/capture-record.ts';
import { fileNameInPackage } from '../layout.ts';
import type { CheckedExhibit } from './check-exhibit.ts';
import { readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** The largest picture that is put together again, and the most that all its tiles may have. */
const MAX_PICTURE_BYTES = 256 * 1024 * 1024;
/** Files of all pictures that are put together at a time; a larger one comes alone. */
const MAX_SIDE_BY_SIDE_BYTES = 48 * 1024 * 1024;

interface Running {
  readonly sizeBytes: number;
  readonly ended: Promise<unknown>;
}

/**
 * Step 11 (package.md, "Pictures"): the tiles give the pixels that were sealed, and so does the picture. Some pictures at a time, beside the
 * steps for the next exhibits; what is wrong is told at the end, in the order of the exhibits.
 */
export class RecipeChecks {
  readonly #collector: VerdictCollector;
  readonly #ports: VerifyPorts;
  readonly #bag: CheckedBag;
  readonly #outcomes: Promise<(() => void) | undefined>[] = [];
  readonly #running = new Set<Running>();

  constructor(collector: VerdictCollector, ports: VerifyPorts, bag: CheckedBag) {
    this.#collector = collector;
    this.#ports = ports;
    this.#bag = bag;
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
      await this.#waitForRoom(sizeBytes);
      const outcome = this.#check(exhibit, recipe, sizeBytes);
      this.#outcomes.push(outcome);
      const running: Running = { sizeBytes, ended: outcome.finally(() => this.#running.delete(running)) };
      this.#running.add(running);
      // Told to whoever waits for room or for the end.
      running.ended.catch(() => undefined);
    }
  }

  /** Throws what one of them threw. */
  async finish(): Promise<void> {
    for (const tell of await Promise.all(this.#outcomes)) tell?.();
  }

  async #waitForRoom(sizeBytes: number): Promise<void> {
    const { images } = this.#ports;
    const isFull = (): boolean => {
      const bytes = [...this.#running].reduce((sum, running) => sum + running.sizeBytes, sizeBytes);
      return this.#running.size > 0 && (this.#running.size >= (images?.comparedSideBySide ?? 1) || bytes > MAX_SIDE_BY_SIDE_BYTES);
    };
    while (isFull()) await Promise.race([...this.#running].map(({ ended }) => ended));
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
