import type { Attempt, CaseSession, Signer } from '../../core/ports.ts';
import type { AnchorFolder } from '../anchor.ts';
import type { ExhibitKeys } from '../keys/exhibit-keys.ts';
import type { CustodyLog } from '../log/custody-log.ts';
import type { AttemptStaging } from '../objects/staging.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import type { CaseReaderParts } from './case-reader.ts';

export interface CaseStoreParts extends CaseReaderParts {
  readonly environment: VaultEnvironment;
  readonly vaultKey: Uint8Array;
  /** All artifacts are encrypted, not [secrets] alone. */
  readonly encrypted: boolean;
  readonly vaultFolder: string;
  readonly log: CustodyLog;
  readonly anchors: AnchorFolder;
  /** Service number. */
  readonly actor: string;
  /** Highest attempt number ever given out in this case, in this copy or a lost one. */
  readonly highestAttempt: number;
  /** The seal key of this case's identity, opened when first asked for. Throws `key-invalid`, `vault-corrupt`. */
  readonly sealSigner: () => Signer;
  readonly onClose: () => void;
}

/** What the store keeps of an attempt under way. */
export interface LiveAttempt {
  readonly attempt: Attempt;
  readonly number: number;
  readonly session: CaseSession;
  readonly staging: AttemptStaging;
  /** Their rows are written with the exhibit. */
  readonly keys: ExhibitKeys;
  isSealing: boolean;
}
