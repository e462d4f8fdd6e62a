import type { LogKeyLink } from '../../core/custody/key-eras.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { ExhibitNumber, Uuid } from '../../core/ids.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import type { AnchorFolder } from '../anchor.ts';
import { CASE_DATABASE, openDatabase, type Database } from '../database.ts';
import { endOpenExports } from '../exports/recover-exports.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import type { DatabaseKeys } from '../keys/database-keys.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { CustodyLog } from '../log/custody-log.ts';
import { buildRestoreDetails, findHighestAttempt, findRestoreReason } from '../known-copies.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { deleteMeta, readHighestNumber, readMeta } from './case-rows.ts';
import { StoredCaseStore } from './case-store.ts';
import { endOpenAttempts } from './end-attempt.ts';

export interface OpenedCase {
  readonly store: StoredCaseStore;
  readonly interrupted: readonly ExhibitNumber[];
  readonly exports: ReturnType<typeof endOpenExports>;
  /** The case's log went on in a new segment. */
  readonly restored: boolean;
}

/**
 * Opens a case for writing: recognises an older or another copy and goes on in a new segment, goes on under the vault's newest keys, ends
 * open attempts, signs the checkpoint that a crash left owing, and brings the anchor up to date.
 * Throws `vault-corrupt`, `log-inconsistent`, `io-failed`.
 */
export function openCaseStore(parts: {
  readonly environment: VaultEnvironment;
  readonly vaultFolder: string;
  readonly summary: CaseSummary;
  readonly keys: KeyRing;
  readonly databases: DatabaseKeys;
  /** Links between the vault's keys of this kind. */
  readonly keyLinks: readonly LogKeyLink[];
  readonly anchors: AnchorFolder;
  readonly vault: Uuid;
  /** Real path of the vault's folder. */
  readonly place: string;
  readonly actor: string;
  readonly onClose: () => void;
  /** Called after each commit in the case. */
  readonly onCommitted: () => void;
  /** Takes away what a crash left; called when open attempts are ended. */
  readonly cleanUp: (db: Database) => void;
}): OpenedCase {
  const { environment, summary, keys, anchors } = parts;
  const db = openDatabase(vaultPaths.caseDatabase(parts.vaultFolder, summary.id), CASE_DATABASE, parts.databases.ofCase(summary.id));
  try {
    if (readMeta(db, 'case') !== summary.id || readMeta(db, 'practice') !== String(summary.practice)) {
      throw new PugmarkError('vault-corrupt', `The folder of case ${summary.reference} holds another case; restore a backup`);
    }
    const signer = keys.signer('log', summary.practice);
    const station = keys.station(summary.practice);
    const log = CustodyLog.open(db, {
      environment,
      subject: summary.id,
      practice: summary.practice,
      station,
      signer,
      onCommitted: parts.onCommitted,
    });
    const known = anchors.readCase(summary.id);
    const attempts = readHighestNumber(db);
    const highestAttempt = findHighestAttempt(known, attempts);
    const restored = findRestoreReason({ log, known, vault: parts.vault, place: parts.place, copiedAt: readMeta(db, 'copied'), attempts });
    if (restored !== undefined) {
      const details = { ...buildRestoreDetails(restored), highestAttempt };
      log.startSegment({ type: 'segment.joined', actor: 'system', details }, () => deleteMeta(db, 'copied'));
    }
    log.followKeys(parts.keyLinks);
    const interrupted = endOpenAttempts(db, log);
    const exports = endOpenExports(db, log, parts.vaultFolder);
    parts.cleanUp(db);
    log.signCheckpoint();
    anchors.writeCase(summary.id, log, highestAttempt);
    const store = new StoredCaseStore({
      db,
      environment,
      summary,
      station,
      objectsFolder: vaultPaths.objects(parts.vaultFolder, summary.id),
      vaultKey: keys.vaultKey,
      encrypted: parts.databases.encrypted,
      unlock: () => Promise.resolve(keys.vaultKey),
      vaultFolder: parts.vaultFolder,
      log,
      anchors,
      actor: parts.actor,
      highestAttempt,
      sealSigner: () => keys.signer('seal', summary.practice),
      onClose: parts.onClose,
    });
    return { store, interrupted, exports, restored: restored !== undefined };
  } catch (error) {
    db.close();
    throw error;
  }
}
