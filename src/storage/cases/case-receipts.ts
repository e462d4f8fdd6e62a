import type { CustodyEntry } from '../../core/custody/entry.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import { formatExhibitNumber, type ExhibitNumber, type Uuid } from '../../core/ids.ts';
import type { CaseSummary, StoredArtifact } from '../../core/model/case.ts';
import type { CaseSession, CaseStore, Checkpoint, Receipt } from '../../core/ports.ts';
import type { Database } from '../database.ts';
import type { ExhibitKeys } from '../keys/exhibit-keys.ts';
import type { CustodyLog } from '../log/custody-log.ts';
import { ObjectStore } from '../objects/object-store.ts';
import type { AttemptStaging } from '../objects/staging.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { afterCommit } from './after-commit.ts';
import { isReferenced, readArtifacts } from './case-rows.ts';
import { makeStaging } from './make-staging.ts';
import { assertReceivedFits } from './record-fits.ts';
import { insertExhibit } from './seal-rows.ts';

/** What receipts need of the case they come into. */
export interface CaseReceiptsParts {
  readonly environment: VaultEnvironment;
  readonly db: Database;
  readonly vaultFolder: string;
  readonly objectsFolder: string;
  readonly summary: CaseSummary;
  readonly station: Sha256Digest;
  readonly actor: string;
  readonly log: CustodyLog;
  /** Keys for a new exhibit. */
  readonly newKeys: () => ExhibitKeys;
  /** One seal after the other, captures and files alike. */
  readonly oneAtATime: <T>(work: () => Promise<T>) => Promise<T>;
  /** The number that a commit in this very turn would get. */
  readonly nextNumber: () => number;
  /** After its commit. */
  readonly numberGiven: (number: number) => void;
  /** Signs the checkpoint; `after` names what is in the vault already should that fail. */
  readonly checkpoint: (after: ExhibitNumber) => Checkpoint;
}

interface LiveReceipt {
  readonly session: CaseSession;
  readonly staging: AttemptStaging;
  readonly keys: ExhibitKeys;
  isSealing: boolean;
}

/** Received files of one case: no entry before the file is whole, then one that is start and end in one. */
export class CaseReceipts {
  private readonly parts: CaseReceiptsParts;
  private readonly live = new Map<Uuid, LiveReceipt>();

  constructor(parts: CaseReceiptsParts) {
    this.parts = parts;
  }

  get isBusy(): boolean {
    return this.live.size > 0;
  }

  start(session: CaseSession): Receipt {
    const { environment, vaultFolder, summary } = this.parts;
    const id = environment.cryptography.random.uuid();
    const keys = this.parts.newKeys();
    const staging = makeStaging({ environment, vaultFolder, case: summary.id, id, keys });
    this.live.set(id, { session, staging, keys, isSealing: false });
    return { id, staging };
  }

  async seal(receipt: Receipt, sealed: Parameters<CaseStore['sealReceived']>[1]): ReturnType<CaseStore['sealReceived']> {
    const live = this.find(receipt);
    live.isSealing = true;
    try {
      const { staging, session } = live;
      const { environment, summary, station } = this.parts;
      staging.discard('received.json');
      assertReceivedFits(sealed.record, sealed.recordBytes, { summary, station, receipt, session, artifacts: staging.artifacts });
      const record = await staging.write({ role: 'record', name: 'received.json', mediaType: 'application/json' }, sealed.recordBytes);
      environment.onStep?.('record-staged');
      await staging.sync();
      environment.onStep?.('artifacts-synced');
      const made = await this.parts.oneAtATime(() => this.commit(receipt, live, sealed, record.sha256));
      this.live.delete(receipt.id);
      const checkpoint = this.parts.checkpoint(made.exhibit);
      await staging.finishSyncs();
      afterCommit(made.exhibit, () => staging.removeNow());
      environment.onStep?.('staging-removed');
      return { ...made, digest: record.sha256, checkpoint };
    } finally {
      live.isSealing = false;
    }
  }

  async abandon(receipt: Receipt): Promise<void> {
    const live = this.find(receipt);
    this.live.delete(receipt.id);
    await live.staging.finishSyncs();
    live.staging.removeNow();
    this.parts.environment.onStep?.('staging-removed');
  }

  private async commit(
    receipt: Receipt,
    { staging, session, keys }: LiveReceipt,
    sealed: Parameters<CaseStore['sealReceived']>[1],
    digest: Sha256Digest,
  ): Promise<{ readonly exhibit: ExhibitNumber; readonly entry: CustodyEntry; readonly artifacts: readonly StoredArtifact[] }> {
    const { db, environment, summary, actor, log } = this.parts;
    const { record, origin } = sealed;
    const objects = new ObjectStore(this.parts.objectsFolder, summary.id, environment.onStep);
    const placed = await objects.place(staging.folder, staging.staged, (object) => isReferenced(db, object));
    try {
      // Nothing is awaited from here to the commit: no capture takes the number meanwhile.
      const number = this.parts.nextNumber();
      const exhibit = formatExhibitNumber(number);
      const entry = log.transact((append) => {
        const appended = append({
          type: 'file.added',
          actor,
          exhibit,
          digest,
          details: { attempt: receipt.id, session: session.id, addedAt: record.addedAt, artifacts: staging.staged.length },
          ...(origin === undefined ? {} : { texts: { origin } }),
        });
        const { time } = appended.entry;
        db.prepare(
          `INSERT INTO attempts (number, id, kind, session, requested_url, clicked_at, started_at, state)
           VALUES (?, ?, 'received', ?, '', ?, ?, 'open')`,
        ).run(number, receipt.id, session.id, record.addedAt, time);
        insertExhibit(db, {
          number,
          state: 'sealed',
          digest,
          sealedAt: time,
          facts: { title: record.givenName },
          order: record.artifacts.map(({ name }) => name),
          staged: staging.staged,
          contentKeys: keys.wrap(number),
        });
        return appended.entry;
      });
      this.parts.numberGiven(number);
      return { exhibit, entry, artifacts: readArtifacts(db, number) };
    } catch (error) {
      placed.takeBack();
      throw error;
    }
  }

  private find(receipt: Receipt): LiveReceipt {
    const live = this.live.get(receipt.id);
    if (live === undefined) throw new PugmarkError('usage', 'The receipt has ended already');
    if (live.isSealing) throw new PugmarkError('usage', 'The received file is being sealed');
    return live;
  }
}
