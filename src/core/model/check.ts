import type { Uuid } from '../ids.ts';

/** What `check` may find wrong. Closed: each has a test that provokes it. */
export const CHECK_FINDING_CODES = [
  // Files and databases
  'database-damaged',
  'database-foreign',
  'case-missing',
  'case-unregistered',
  'case-row-differs',
  // Custody logs
  'line-not-canonical',
  'line-invalid',
  'line-foreign',
  'sequence-gap',
  'nonce-repeated',
  'leaf-differs',
  'log-empty',
  'checkpoint-invalid',
  'checkpoint-signature',
  'checkpoint-beyond-log',
  'checkpoint-root',
  'checkpoint-inconsistent',
  'checkpoint-missing',
  'segment-not-joined',
  'segment-differs',
  'start-repeated',
  'end-repeated',
  'end-without-start',
  'number-gap',
  'anchor-ahead',
  'anchor-differs',
  'anchor-damaged',
  // Keys
  'key-certificate-invalid',
  'key-certificate-missing',
  'key-unlogged',
  'key-file-missing',
  'key-file-invalid',
  // Exhibits and artifacts
  'attempt-unlogged',
  'attempt-row-differs',
  'exhibit-missing',
  'exhibit-row-differs',
  'record-invalid',
  'record-digest',
  'record-differs',
  'artifact-list-differs',
  'object-missing',
  'object-changed',
  'object-unknown',
  'artifact-changed',
  'content-key-invalid',
  'recipe-differs',
  'text-differs',
] as const;
export type CheckFindingCode = (typeof CHECK_FINDING_CODES)[number];

/** True facts worth knowing that are no fault. Closed. */
export const CHECK_NOTE_CODES = [
  'attempt-open',
  'attempt-interrupted',
  'capture-under-way',
  'staging-left',
  'checkpoint-pending',
  'anchor-absent',
  'restored',
  'numbers-skipped',
  'not-checked-locked',
  'not-checked-recipe',
  'text-erased',
] as const;
export type CheckNoteCode = (typeof CHECK_NOTE_CODES)[number];

/** One result of `check`: what was looked at and what is wrong with it. */
export interface CheckFinding<Code extends string = CheckFindingCode> {
  readonly code: Code;
  /** File, exhibit or log position. */
  readonly subject: string;
  readonly message: string;
}

export interface CheckReport {
  readonly format: 'vault-check/v1';
  readonly vault: Uuid;
  readonly checked: {
    readonly cases: number;
    readonly exhibits: number;
    readonly artifacts: number;
    readonly objects: number;
    readonly bytes: number;
    readonly logEntries: number;
    readonly checkpoints: number;
    readonly keys: number;
    readonly recipes: number;
  };
  /** Empty: everything adds up. */
  readonly findings: readonly CheckFinding[];
  /** True facts worth knowing that are no fault: interrupted attempts, what could not be checked without the passphrase. */
  readonly notes: readonly CheckFinding<CheckNoteCode>[];
}

/** How far a check or a backup is. */
export interface VaultProgress {
  readonly step: 'vault' | 'case' | 'exhibit' | 'objects' | 'done';
  readonly subject: string;
  readonly done: number;
  readonly total: number;
}
