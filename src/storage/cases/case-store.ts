import type { Checkpoint } from '../../core/custody/checkpoint.ts';
import type { CustodyEntry } from '../../core/custody/entry.ts';
import type { CaptureEndType } from '../../core/custody/event-types.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import { formatExhibitNumber, type ExhibitNumber, type Uuid } from '../../core/ids.ts';
import type { StoredArtifact } from '../../core/model/case.ts';
import type { CaptureRecord } from '../../core/model/capture-record.ts';
import type { NewDerivative } from '../../core/model/derivative.ts';
import type { JsonValue } from '../../core/model/primitives.ts';
import type {
  Attempt,
  CaseEvent,
  CaseSession,
  CaseStore,
  ExportStart,
  KeptProfile,
  PackageExport,
  Receipt,
  SealedFacts,
  SealedPackage,
} from '../../core/ports.ts';
import { buildEnvelope } from '../../core/signing/dsse.ts';
import type { TokenRequest, TokenRow } from '../../core/token-ports.ts';
import { eraseExhibits, type ErasedExhibits } from '../erase/erase-exhibits.ts';
import type { ErasureTexts } from '../erase/erase-rows.ts';
import { CaseExports } from '../exports/case-exports.ts';
import { ContentKeys } from '../keys/content-keys.ts';
import { ExhibitKeys } from '../keys/exhibit-keys.ts';
import { ObjectStore } from '../objects/object-store.ts';
import { openKeptProfile } from '../profiles/kept-profile.ts';
import { afterCommit } from './after-commit.ts';
import { CaseDerivatives } from './case-derivatives.ts';
import { CaseReceipts } from './case-receipts.ts';
import { CaseTokens } from './case-tokens.ts';
import { StoredCaseReader } from './case-reader.ts';
import { isReferenced, readArtifacts } from './case-rows.ts';
import type { CaseStoreParts, LiveAttempt } from './case-store-parts.ts';
import { beginSession, finishSession } from './case-sessions.ts';
import { endAttempt } from './end-attempt.ts';
import { makeQueue } from './make-queue.ts';
import { makeStaging } from './make-staging.ts';
import { assertRecordFits } from './record-fits.ts';
import { insertExhibit } from './seal-rows.ts';

/** A case open for writing, with the commit protocol of docs/formats/vault.md. */
export class StoredCaseStore extends StoredCaseReader implements CaseStore {
  private readonly store: CaseStoreParts;
  private readonly live = new Map<Uuid, LiveAttempt>();
  private readonly exports: CaseExports;
  private readonly receipts: CaseReceipts;
  private readonly derivatives: CaseDerivatives;
  private readonly tokens: CaseTokens;
  private highestAttempt: number;
  private readonly oneAtATime = makeQueue();

  constructor(parts: CaseStoreParts) {
    super(parts);
    this.store = parts;
    this.highestAttempt = parts.highestAttempt;
    this.exports = new CaseExports({
      environment: parts.environment,
      vaultFolder: parts.vaultFolder,
      case: parts.summary.id,
      actor: parts.actor,
      log: parts.log,
      checkpoint: () => afterCommit(undefined, () => this.checkpoint()),
    });
    this.tokens = new CaseTokens({ ...parts, checkpoint: () => afterCommit(undefined, () => this.checkpoint()) });
    this.receipts = new CaseReceipts({
      ...parts,
      newKeys: () => this.newKeys('received'),
      oneAtATime: this.oneAtATime,
      nextNumber: () => this.highestAttempt + 1,
      numberGiven: (number) => (this.highestAttempt = number),
      checkpoint: (exhibit) => afterCommit(exhibit, () => this.checkpoint()),
    });
    this.derivatives = new CaseDerivatives({
      ...parts,
      contentKeys: () => this.contentKeys(),
      oneAtATime: this.oneAtATime,
      checkpoint: (exhibit) => afterCommit(exhibit, () => this.checkpoint()),
    });
  }

  signSeal(payloadType: string, payload: Uint8Array): Uint8Array {
    const { environment, sealSigner } = this.store;
    return buildEnvelope(environment.cryptography.hashing, payloadType, payload, sealSigner());
  }

  startSession(details: Readonly<Record<string, JsonValue>>, texts?: Readonly<Record<string, string>>): CaseSession {
    this.assertOpen();
    const session = beginSession({ ...this.store, random: this.store.environment.cryptography.random }, details, texts);
    return afterCommit(undefined, () => {
      this.anchor();
      return session;
    });
  }

  endSession(session: CaseSession, details: Readonly<Record<string, JsonValue>>): Checkpoint {
    finishSession(this.store, session, details);
    return afterCommit(undefined, () => this.checkpoint());
  }

  startAttempt(session: CaseSession, input: Parameters<CaseStore['startAttempt']>[1]): Attempt {
    this.assertOpen();
    const { openedFrom } = input;
    if (openedFrom !== undefined) this.assertExhibit(openedFrom);
    const { environment, db, actor } = this.store;
    const id = environment.cryptography.random.uuid();
    const number = this.highestAttempt + 1;
    const exhibit = formatExhibitNumber(number);
    const keys = this.newKeys('capture');
    const staging = makeStaging({ environment, vaultFolder: this.store.vaultFolder, case: this.summary.id, id, keys });
    let entry: CustodyEntry;
    try {
      entry = this.store.log.transact((append) => {
        const appended = append({
          type: 'capture.started',
          actor,
          exhibit,
          details: {
            attempt: id,
            session: session.id,
            clickedAt: input.clickedAt,
            ...(openedFrom === undefined ? {} : { openedFrom }),
          },
          texts: { address: input.requestedUrl },
        });
        db.prepare(
          `INSERT INTO attempts (number, id, kind, session, requested_url, clicked_at, started_at, state)
           VALUES (?, ?, 'capture', ?, ?, ?, ?, 'open')`,
        ).run(number, id, session.id, input.requestedUrl, input.clickedAt, appended.entry.time);
        return appended.entry;
      });
    } catch (error) {
      staging.removeNow();
      throw error;
    }
    this.highestAttempt = number;
    const attempt: Attempt = { id, exhibit, requestedUrl: input.requestedUrl, startedAt: entry.time, staging };
    this.live.set(id, { attempt, number, session, staging, keys, isSealing: false });
    return afterCommit(attempt.exhibit, () => {
      this.anchor();
      return attempt;
    });
  }

  async sealAttempt(
    attempt: Attempt,
    sealed: { readonly record: CaptureRecord; readonly recordBytes: Uint8Array; readonly facts: SealedFacts },
  ): Promise<{
    readonly digest: Sha256Digest;
    readonly entry: CustodyEntry;
    readonly checkpoint: Checkpoint;
    readonly artifacts: readonly StoredArtifact[];
  }> {
    const live = this.findLive(attempt);
    live.isSealing = true;
    try {
      const { staging } = live;
      staging.discard('capture.json');
      assertRecordFits(sealed.record, sealed.recordBytes, {
        caseId: this.summary.id,
        practice: this.summary.practice,
        station: this.station,
        attempt,
        session: live.session,
        artifacts: staging.artifacts,
        facts: sealed.facts,
        sessionTokens: this.listSessionTokens(live.session.id).map(({ digest }) => digest),
      });
      const record = await staging.write({ role: 'record', name: 'capture.json', mediaType: 'application/json' }, sealed.recordBytes);
      this.store.environment.onStep?.('record-staged');
      await staging.sync();
      this.store.environment.onStep?.('artifacts-synced');
      // One seal after the other: none may take back an object that another one has just come to share.
      const entry = await this.oneAtATime(() => this.commit(live, sealed, record.sha256));
      this.live.delete(attempt.id);
      const checkpoint = afterCommit(attempt.exhibit, () => this.checkpoint());
      await this.removeStaging(live);
      return { digest: record.sha256, entry, checkpoint, artifacts: readArtifacts(this.store.db, live.number) };
    } finally {
      live.isSealing = false;
    }
  }

  abandonAttempt(
    attempt: Attempt,
    end: Exclude<CaptureEndType, 'capture.sealed'>,
    details: Readonly<Record<string, JsonValue>>,
  ): Checkpoint {
    const live = this.findLive(attempt);
    const { db, actor } = this.store;
    this.store.log.transact((append) => {
      endAttempt(append, db, { type: end, actor, number: live.number, attempt: attempt.id, details });
    });
    this.live.delete(attempt.id);
    const checkpoint = afterCommit(attempt.exhibit, () => this.checkpoint());
    afterCommit(attempt.exhibit, () => live.staging.removeNow());
    this.store.environment.onStep?.('staging-removed');
    return checkpoint;
  }

  startReceipt(session: CaseSession): Receipt {
    this.assertOpen();
    return this.receipts.start(session);
  }

  sealReceived(receipt: Receipt, sealed: Parameters<CaseStore['sealReceived']>[1]): ReturnType<CaseStore['sealReceived']> {
    return this.receipts.seal(receipt, sealed);
  }

  abandonReceipt(receipt: Receipt): Promise<void> {
    return this.receipts.abandon(receipt);
  }

  keepDerivative(made: NewDerivative): ReturnType<CaseStore['keepDerivative']> {
    return this.derivatives.keep(made);
  }

  startExport(input: ExportStart): PackageExport {
    return this.exports.start(input);
  }

  noteSealed(started: PackageExport, made: SealedPackage): void {
    this.exports.noteSealed(started, made);
  }

  endExport(started: PackageExport, end: Parameters<CaseStore['endExport']>[1]): Checkpoint {
    return this.exports.end(started, end);
  }

  addToken(request: TokenRequest): TokenRow {
    return this.tokens.add(request);
  }

  settleToken(id: Uuid, end: Parameters<CaseStore['settleToken']>[1]): TokenRow {
    return this.tokens.settle(id, end);
  }

  record(event: CaseEvent): { readonly entry: CustodyEntry; readonly checkpoint: Checkpoint } {
    // A case that goes on from a package begins with it; all other segments are joined by the store itself.
    const isFirst = event.type === 'segment.joined' && this.latestCheckpoint() === undefined && this.readLog().length === 0;
    if (!isFirst && /^(?:capture|session|segment|package|file|checkpoint|derivative)\.(?!received)/.test(event.type))
      throw new PugmarkError('usage', `${event.type} is recorded by the act itself`);
    if (event.exhibit !== undefined) this.assertExhibit(event.exhibit);
    const entry = this.store.log.transact((append) => append({ ...event, actor: this.store.actor }).entry);
    return { entry, checkpoint: afterCommit(undefined, () => this.checkpoint()) };
  }

  async openProfile(name: string): Promise<KeptProfile> {
    const { environment, vaultFolder, encrypted } = this.store;
    const key = encrypted ? this.contentKeys().profileKey() : undefined;
    return await openKeptProfile({ vaultFolder, case: this.summary.id, name, cryptography: environment.cryptography, key });
  }

  /** Not part of the port: the vault knows what else has to go. Throws as `eraseExhibits`. */
  erase(exhibit: ExhibitNumber | undefined, texts: ErasureTexts): ErasedExhibits {
    if (this.live.size > 0 || this.receipts.isBusy || this.derivatives.isBusy || this.exports.isBusy)
      throw new PugmarkError('work-under-way', `Work in case ${this.summary.reference} has not ended: wait for it, or stop it, then erase`);
    return eraseExhibits({ ...this.store, checkpoint: () => afterCommit(undefined, () => this.checkpoint()) }, exhibit, texts);
  }

  override close(): void {
    super.close();
    this.store.onClose();
  }

  private async commit(
    live: LiveAttempt,
    sealed: { readonly record: CaptureRecord; readonly facts: SealedFacts },
    digest: Sha256Digest,
  ): Promise<CustodyEntry> {
    const { db, environment, actor } = this.store;
    const objects = new ObjectStore(this.store.objectsFolder, this.summary.id, environment.onStep);
    const placed = await objects.place(live.staging.folder, live.staging.staged, (object) => isReferenced(db, object));
    try {
      return this.store.log.transact((append) => {
        const state = sealed.record.observation.state;
        const { entry } = append({
          type: state === 'failed' ? 'capture.failed' : 'capture.sealed',
          actor,
          exhibit: live.attempt.exhibit,
          digest,
          details: { attempt: live.attempt.id, state, artifacts: live.staging.staged.length },
        });
        insertExhibit(db, {
          number: live.number,
          state,
          digest,
          sealedAt: entry.time,
          facts: sealed.facts,
          order: sealed.record.observation.artifacts.map(({ name }) => name),
          staged: live.staging.staged,
          contentKeys: live.keys.wrap(live.number),
        });
        return entry;
      });
    } catch (error) {
      placed.takeBack();
      throw error;
    }
  }

  private newKeys(kind: 'capture' | 'received'): ExhibitKeys {
    return new ExhibitKeys(this.contentKeys(), { exhibit: this.store.encrypted, secrets: kind === 'capture' });
  }

  private contentKeys(): ContentKeys {
    const { environment, db, vaultKey } = this.store;
    return new ContentKeys(db, environment.cryptography, vaultKey, this.summary.id);
  }

  private findLive(attempt: Attempt): LiveAttempt {
    const live = this.live.get(attempt.id);
    if (live === undefined) throw new PugmarkError('usage', `${attempt.exhibit} has ended already`);
    if (live.isSealing) throw new PugmarkError('usage', `${attempt.exhibit} is being sealed`);
    return live;
  }

  private checkpoint(): Checkpoint {
    const checkpoint = this.store.log.signCheckpoint();
    if (checkpoint === undefined) throw new PugmarkError('log-inconsistent', 'An empty log has no checkpoint');
    this.anchor();
    return checkpoint;
  }

  private anchor(): void {
    this.store.anchors.writeCase(this.summary.id, this.store.log, this.highestAttempt);
    this.store.environment.onStep?.('anchored');
  }

  private async removeStaging(live: LiveAttempt): Promise<void> {
    await live.staging.finishSyncs();
    afterCommit(live.attempt.exhibit, () => live.staging.removeNow());
    this.store.environment.onStep?.('staging-removed');
  }

  private assertOpen(): void {
    if (this.summary.state !== 'open') throw new PugmarkError('case-closed', `The case ${this.summary.reference} is ${this.summary.state}`);
  }

  private assertExhibit(exhibit: ExhibitNumber): void {
    if (this.findExhibit(exhibit)?.summary.exhibit === exhibit) return;
    throw new PugmarkError('exhibit-unknown', `Case ${this.summary.reference} has no exhibit ${exhibit}`);
  }
}
