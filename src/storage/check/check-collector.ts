import { PugmarkError } from '../../core/errors.ts';
import type { CheckFinding, CheckFindingCode, CheckNoteCode, CheckReport, VaultProgress } from '../../core/model/check.ts';

type Counts = { -readonly [Name in keyof CheckReport['checked']]: number };

/** Gathers what a check finds, and tells how far it is. */
export class CheckCollector {
  readonly findings: CheckFinding[] = [];
  readonly notes: CheckFinding<CheckNoteCode>[] = [];
  readonly checked: Counts = {
    cases: 0,
    exhibits: 0,
    artifacts: 0,
    objects: 0,
    bytes: 0,
    logEntries: 0,
    checkpoints: 0,
    tokens: 0,
    keys: 0,
    recipes: 0,
  };
  private readonly onProgress: ((progress: VaultProgress) => void) | undefined;
  private readonly signal: AbortSignal | undefined;

  constructor(options: { readonly onProgress?: (progress: VaultProgress) => void; readonly signal?: AbortSignal }) {
    this.onProgress = options.onProgress;
    this.signal = options.signal;
  }

  finding(code: CheckFindingCode, subject: string, message: string): void {
    this.findings.push({ code, subject, message });
  }

  note(code: CheckNoteCode, subject: string, message: string): void {
    this.notes.push({ code, subject, message });
  }

  /** Throws `cancelled` when the caller gave up. */
  progress(step: VaultProgress['step'], subject: string, done: number, total: number): void {
    if (this.signal?.aborted === true) throw new PugmarkError('cancelled', 'The check was cancelled');
    this.onProgress?.({ step, subject, done, total });
  }

  /** Runs a part of the check; what cannot be read is a finding, and the other parts go on. */
  part(subject: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.reportDamage(subject, error);
    }
  }

  /** The same for asynchronous parts. */
  async partAsync(subject: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.reportDamage(subject, error);
    }
  }

  private reportDamage(subject: string, error: unknown): void {
    if (!(error instanceof PugmarkError) || error.code === 'cancelled' || error.code === 'passphrase-wrong') throw error;
    const code: CheckFindingCode = error.code === 'vault-foreign' || error.code === 'vault-newer' ? 'database-foreign' : 'database-damaged';
    this.finding(code, subject, error.message);
  }
}
