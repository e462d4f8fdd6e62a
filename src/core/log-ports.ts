import type { CustodyEntry } from './custody/entry.ts';

/** An entry of a log with those of its texts that were not erased, by their names. */
export interface LoggedEvent {
  readonly entry: CustodyEntry;
  readonly texts: Readonly<Record<string, string>>;
}

/** A text whose commitment stands in the log as `details.<name>Commitment`: SHA-256(nonce || text). */
export interface LogText {
  readonly origin: string;
  readonly seq: number;
  readonly name: string;
  /** 16 bytes. */
  readonly nonce: Uint8Array;
  readonly text: string;
}

export interface LogLine {
  readonly origin: string;
  readonly seq: number;
  readonly line: string;
}
