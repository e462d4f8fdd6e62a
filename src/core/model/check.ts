import { LOG_FINDING_CODES } from '../custody/log-report.ts';
import type { Uuid } from '../ids.ts';

/** What `check` may find wrong. Closed: each has a test that provokes it. */
export const CHECK_FINDING_CODES = [
  // Files and databases
  'database-damaged',
  'database-foreign',
  'case-missing',
  'case-unregistered',
  'case-row-differs',
  'setting-differs',
  'meta-differs',
  'row-unaccounted',
  // Custody logs
  ...LOG_FINDING_CODES,
  'segment-row-differs',
  'line-withheld',
  'anchor-differs',
  'anchor-damaged',
  // Time stamps
  'token-row-differs',
  'token-invalid',
  'token-missing',
  // Keys
  'key-certificate-invalid',
  'key-statement-invalid',
  'key-row-missing',
  'key-row-differs',
  'key-file-missing',
  'key-file-invalid',
  // Exhibits and artifacts
  'session-row-differs',
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
  'derivative-missing',
  'derivative-row-differs',
  'content-key-invalid',
  'recipe-differs',
  'text-differs',
  'statement-invalid',
] as const;
export type CheckFindingCode = (typeof CHECK_FINDING_CODES)[number];

/** True facts worth knowing that are no fault. Closed. */
export const CHECK_NOTE_CODES = [
  'attempt-open',
  'attempt-interrupted',
  'capture-under-way',
  'export-open',
  'token-pending',
  'staging-left',
  'checkpoint-pending',
  'anchor-absent',
  'older-copy',
  'other-copy',
  'copy-not-compared',
  'restored',
  'numbers-skipped',
  'not-checked-locked',
  'not-checked-recipe',
  'text-erased',
  'exhibit-erased',
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
    readonly tokens: number;
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
