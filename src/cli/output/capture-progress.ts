import type { CaptureRunEvent } from '../../app/capture-run.ts';
import type { CaptureProgress } from '../../core/capture-ports.ts';
import { CAPTURE_STAGES } from '../../core/model/capture-record.ts';
import type { Cli } from '../cli.ts';
import { buildResultLines } from './exhibit-lines.ts';
import { formatBytes } from './quantities.ts';
import { forTerminal } from './terminal-text.ts';

const STAGE_WORDS: Readonly<Record<(typeof CAPTURE_STAGES)[number], string>> = {
  open: 'opening',
  'as-seen': 'seen',
  'opened-up': 'opened up',
  print: 'printed',
  close: 'closed',
  seal: 'sealing',
};

/** Tells a person how a run of captures goes: one line drawn again on a terminal, plain lines elsewhere. */
export class CaptureProgressDisplay {
  readonly #cli: Cli;
  readonly #total: number;
  readonly #underWay = new Map<string, CaptureProgress>();
  #ended = 0;
  #drawn = false;

  constructor(cli: Cli, total: number) {
    this.#cli = cli;
    this.#total = total;
  }

  show(event: CaptureRunEvent): void {
    switch (event.kind) {
      case 'started':
        this.#underWay.set(event.exhibit, { stage: 'open' });
        if (!this.#cli.showsProgressLine) this.#cli.note(`${event.exhibit} opening ${forTerminal(event.address.url, 200)}`);
        break;
      case 'progress':
        this.#underWay.set(event.exhibit, further(this.#underWay.get(event.exhibit), event.progress));
        break;
      case 'ended':
        this.#ended += 1;
        this.#underWay.delete(event.result.exhibit);
        this.clear();
        for (const line of buildResultLines(this.#cli.paint, event.result)) this.#cli.line(line);
        break;
    }
    this.#draw();
  }

  /** Takes the drawn line away. */
  clear(): void {
    if (this.#drawn) this.#cli.streams.stderr.write('\r\u001b[2K');
    this.#drawn = false;
  }

  #draw(): void {
    if (!this.#cli.showsProgressLine || this.#underWay.size === 0) return;
    const captures = [...this.#underWay].map(([exhibit, progress]) => `${exhibit} ${formatPhases(progress)}`);
    const line = `[${this.#ended}/${this.#total}] ${captures.join('   ')}`;
    const width = Math.max(20, (this.#cli.streams.stderr.columns ?? 80) - 1);
    this.#cli.streams.stderr.write(`\r\u001b[2K${line.slice(0, width)}`);
    this.#drawn = true;
  }
}

/** Parts of a capture overlap: pictures are put together while the page is printed. What was reached is not taken back. */
function further(before: CaptureProgress | undefined, now: CaptureProgress): CaptureProgress {
  if (before === undefined) return now;
  const isBehind = CAPTURE_STAGES.indexOf(now.stage) < CAPTURE_STAGES.indexOf(before.stage);
  return { ...before, ...now, stage: isBehind ? before.stage : now.stage };
}

/** The phases so far, filling in from left to right. */
function formatPhases({ stage, exchanges, bytes }: CaptureProgress): string {
  const phases = CAPTURE_STAGES.slice(0, CAPTURE_STAGES.indexOf(stage) + 1).map((name) => STAGE_WORDS[name]);
  const counts = exchanges === undefined ? '' : ` (${exchanges} exchanges${bytes === undefined ? '' : `, ${formatBytes(bytes)}`})`;
  return `${phases.join(' > ')} ...${counts}`;
}
