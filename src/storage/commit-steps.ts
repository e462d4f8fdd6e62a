/**
 * The named steps of the commit protocol, in order. A crash right after any of them leaves the whole exhibit or none.
 * Tests end the process at each.
 */
export const COMMIT_STEPS = [
  /** `incoming/<attempt>/` is there; nothing is promised yet. */
  'staging-made',
  /** One artifact is written to it (not yet synced). */
  'artifact-staged',
  /** `capture.json` is written to it. */
  'record-staged',
  /** All staged bytes are on the disk. */
  'artifacts-synced',
  /** The list of objects about to be placed is on the disk: what a recovery may take away again. */
  'journal-written',
  /** One object is renamed into `objects/`. */
  'object-placed',
  /** All new names in `objects/` are on the disk. */
  'folders-synced',
  /** Rows and log entry are written, in a transaction not yet committed. */
  'rows-written',
  'committed',
  /** Signed from committed state, not yet kept. */
  'checkpoint-signed',
  'checkpoint-stored',
  /** Size and root are kept outside the vault. */
  'anchored',
  'staging-removed',
] as const;

export type CommitStep = (typeof COMMIT_STEPS)[number];
export type OnStep = (step: CommitStep) => void;
