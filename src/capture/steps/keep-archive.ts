import type { HeaderList, RecordedExchange } from '../../core/model/exchange.ts';
import { createSecretKeeper, type SecretKeeper } from '../archive/secret-keeper.ts';
import type { ArchivedPage } from '../archive/wacz-file.ts';
import { writeArchive } from '../archive/write-archive.ts';
import type { CapturePageInput } from './capture-context.ts';
import { runLocalStep } from './local-step.ts';
import type { StepRunner } from './step-runner.ts';

/** Writing is work on this machine alone, bounded by the limits on bytes. */
const WRITE_MS = 600_000;

/** Everything that was exchanged, as archive and secrets. One salt serves the record too: the same cookie has the same marker in both. */
export class ExchangeArchive {
  readonly #input: CapturePageInput;
  readonly #exchanges: readonly RecordedExchange[];
  readonly #secrets: SecretKeeper;

  constructor(input: CapturePageInput, exchanges: readonly RecordedExchange[]) {
    const { random, hashing } = input;
    this.#input = input;
    this.#exchanges = exchanges;
    this.#secrets = createSecretKeeper({ exchanges, random, hashing });
  }

  /** Response headers for the record, without values that are credentials. */
  redact(headers: HeaderList): HeaderList {
    return this.#secrets.redactHeaders(headers, 'response-header').headers;
  }

  /** Writes [wacz] and, when something was withheld from it, [secrets]. Nothing when nothing was exchanged. */
  async keep(runner: StepRunner, page?: ArchivedPage): Promise<void> {
    if (this.#exchanges.length === 0) return;
    const { staging, software, clock, random, hashing } = this.#input;
    const spec = { stage: 'close', name: 'archive', budgetMs: WRITE_MS } as const;
    await runLocalStep(runner, staging, spec, async (scope) => {
      await writeArchive({
        exchanges: this.#exchanges,
        secrets: this.#secrets,
        staging: scope.staging,
        signal: scope.signal,
        software,
        clock,
        random,
        hashing,
        ...(page === undefined ? {} : { page }),
      });
      scope.note(`${this.#exchanges.length} exchanges`);
    });
  }
}
