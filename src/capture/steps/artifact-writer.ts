import { toUtf8 } from '../../core/digest/encoding.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { Artifact, ArtifactSpec } from '../../core/model/artifact.ts';
import type { ByteSource, Staging } from '../../core/ports.ts';

/**
 * Writes artifacts beside the capture: hashing and disk must not hold up the page. The first failure (disk full) is kept and thrown
 * wherever somebody waits next. What is refused because its step was given up is no failure: that step tells of itself.
 */
export class ArtifactWriter {
  readonly #staging: Staging;
  readonly #underWay = new Set<Promise<unknown>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(staging: Staging) {
    this.#staging = staging;
  }

  /** Begins to write; the promise need not be waited for. Rejects as `Staging.write`. */
  keep(spec: ArtifactSpec, source: ByteSource): Promise<Artifact> {
    return this.do(() => this.#staging.write(spec, source));
  }

  /** Work that ends in artifacts (stitching), done beside the capture as well. */
  do<T>(work: () => Promise<T>): Promise<T> {
    const done = work();
    const watched = this.#watch(done);
    this.#underWay.add(watched);
    void watched.then(() => this.#underWay.delete(watched));
    return done;
  }

  async #watch(done: Promise<unknown>): Promise<void> {
    try {
      await done;
    } catch (error) {
      if (!isPugmarkError(error, 'deadline-passed')) this.#failure ??= { error };
    }
  }

  /** Waits for everything begun so far. Throws the first failure of all. */
  async finish(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    this.assertSound();
  }

  assertSound(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}

/** Keeps a text as UTF-8, beside the capture; a failure shows at `finish`. */
export function keepText(artifacts: ArtifactWriter, spec: ArtifactSpec, text: string): void {
  void artifacts.keep(spec, toUtf8(text)).catch(() => undefined);
}
