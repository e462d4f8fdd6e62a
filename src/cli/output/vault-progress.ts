import type { Cli } from '../cli.ts';
import { forTerminal } from './terminal-text.ts';

interface ShownProgress {
  readonly step: string;
  readonly subject: string;
  readonly done: number;
  readonly total: number;
}

/** How far a check, a backup, an export or a verification is: one line on a terminal, nothing elsewhere. */
export class VaultProgressDisplay {
  readonly #cli: Cli;
  readonly #act: string;
  #drawn = false;

  constructor(cli: Cli, act: string) {
    this.#cli = cli;
    this.#act = act;
  }

  show({ step, subject, done, total }: ShownProgress): void {
    if (!this.#cli.showsProgressLine) return;
    const width = Math.max(20, (this.#cli.streams.stderr.columns ?? 80) - 1);
    this.#cli.streams.stderr.write(`\r\u001b[2K${`${this.#act} ${step} ${forTerminal(subject, 60)} ${done}/${total}`.slice(0, width)}`);
    this.#drawn = true;
  }

  clear(): void {
    if (this.#drawn) this.#cli.streams.stderr.write('\r\u001b[2K');
    this.#drawn = false;
  }
}
