import { isPugmarkError } from '../errors.ts';
import type { TimestampFinding, TimestampFindingCode, TimestampNote, TimestampNoteCode, TimestampReport } from './timestamp-report.ts';

/** What a verification gathers on its way. */
export class TimestampFindings {
  readonly #findings: TimestampFinding[] = [];
  readonly #notes: TimestampNote[] = [];
  #facts: Partial<TimestampReport> = {};

  find(code: TimestampFindingCode, message: string): void {
    this.#findings.push({ code, message });
  }

  note(code: TimestampNoteCode, message: string): void {
    this.#notes.push({ code, message });
  }

  add(facts: Omit<Partial<TimestampReport>, 'findings' | 'notes'>): void {
    this.#facts = { ...this.#facts, ...facts };
  }

  /** What `read` reads; undefined, and a finding, when that cannot be read. What else it throws is a fault of ours. */
  attempt<T>(code: TimestampFindingCode, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.#told(code, error);
      return undefined;
    }
  }

  /** The same for what takes time. */
  async attemptLater<T>(code: TimestampFindingCode, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.#told(code, error);
      return undefined;
    }
  }

  report(): TimestampReport {
    return { ...this.#facts, findings: this.#findings, notes: this.#notes };
  }

  #told(code: TimestampFindingCode, error: unknown): void {
    if (!isPugmarkError(error, 'input-unreadable')) throw error;
    this.find(code, error.message);
  }
}
