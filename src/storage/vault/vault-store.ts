import { MerkleFrontier } from '../../core/custody/merkle.ts';
import { sha256DigestOf } from '../../core/digest/digest.ts';
import type { KeyRotation, RevocationOrder } from '../../core/key-ports.ts';
import { PugmarkError } from '../../core/errors.ts';
import { readHold } from '../../core/custody/hold.ts';
import type { Uuid } from '../../core/ids.ts';
import type { SavedSearches } from '../../core/work-ports.ts';
import { isCaseReference, type CaseSummary } from '../../core/model/case.ts';
import type { JsonValue } from '../../core/model/primitives.ts';
import type { KeyStore, CaseStore, Erasure, Operator, RevokedKey, RotatedKey, VaultOpening, VaultStore } from '../../core/ports.ts';
import type { NewRecipient, Recipient } from '../../core/model/recipient.ts';
import type { AnchorFolder } from '../anchor.ts';
import type { StoredCaseStore } from '../cases/case-store.ts';
import { makeCase } from '../cases/make-case.ts';
import { openCaseStore, type OpenedCase } from '../cases/open-case.ts';
import type { Database } from '../database.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { eraseCaseRow, hasQueue, removeCaseExtras, removeSearchIndex } from '../erase/erase-from-vault.ts';
import type { ErasureTexts } from '../erase/erase-rows.ts';
import { purgeDatabase } from '../erase/purge-database.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { forgetVaultKey, keepVaultKey } from '../keys/kept-key.ts';
import { readKeyLinks } from '../keys/key-statements.ts';
import { revokeKey } from '../keys/revoke-key.ts';
import { rotateKey, type KeyActParts } from '../keys/rotate-key.ts';
import type { CustodyLog, LogEvent } from '../log/custody-log.ts';
import { StoredSearchIndex } from '../search/search-index.ts';
import type { VaultLock } from '../vault-lock.ts';
import { StoredBatchQueue } from '../work/batch-queue.ts';
import { makeOperator } from './make-operator.ts';
import { deleteRecipient, insertRecipient } from './recipient-rows.ts';
import { StoredVaultReader, type VaultReaderParts } from './vault-reader.ts';
import { readVaultKey } from './unlock.ts';
import { insertSetting } from './vault-settings.ts';

export interface VaultStoreParts extends VaultReaderParts {
  readonly keys: KeyRing;
  readonly log: CustodyLog;
  readonly anchors: AnchorFolder;
  /** Real path of its folder. */
  readonly place: string;
  readonly lock: VaultLock;
  readonly operator: Operator;
}

/** A vault open for writing, and the vault log. */
export class StoredVaultStore extends StoredVaultReader implements VaultStore {
  readonly operator: Operator;
  opening: VaultOpening = { interrupted: [], exports: [], strayRemoved: [], restored: false, moved: false, toolChanged: false };
  private readonly writing: VaultStoreParts;
  private readonly openCases = new Map<Uuid, StoredCaseStore>();
  private search: StoredSearchIndex | undefined;
  private queue: StoredBatchQueue | undefined;

  constructor(parts: VaultStoreParts) {
    super(parts);
    this.writing = parts;
    this.operator = parts.operator;
  }

  newCase(input: { readonly reference: string; readonly title: string; readonly basis?: string; readonly practice: boolean }): CaseSummary {
    const { reference, title, basis, practice } = input;
    if (reference.trim() === '' || title.trim() === '') throw new PugmarkError('usage', 'A case needs a reference and a title');
    if (!isCaseReference(reference)) {
      throw new PugmarkError('usage', 'The reference of a case holds characters that do not show, or more than one line: write it anew');
    }
    if (this.findCase(reference) !== undefined) throw new PugmarkError('case-exists', `There is a case ${reference} already`);
    const { environment, db } = this.writing;
    const id = environment.cryptography.random.uuid();
    const made = makeCase({
      environment,
      vaultFolder: this.folder,
      vault: this.id,
      id,
      practice,
      keys: this.writing.keys,
      databases: this.writing.databases,
    });
    try {
      this.writing.log.transact((append) => {
        const { entry } = append({
          time: made.openedAt,
          type: 'case.opened',
          actor: this.operator.serviceNumber,
          details: { case: id, practice, origin: made.origin },
          texts: { reference, title, ...(basis === undefined ? {} : { basis }) },
        });
        db.prepare("INSERT INTO cases (id, reference, title, basis, practice, state, opened_at) VALUES (?, ?, ?, ?, ?, 'open', ?)").run(
          id,
          reference,
          title,
          basis ?? null,
          practice ? 1 : 0,
          entry.time,
        );
      });
    } catch (error) {
      made.remove();
      throw error;
    }
    this.checkpoint();
    const { hashing } = environment.cryptography;
    const empty = { origin: made.origin, size: 0, root: sha256DigestOf(MerkleFrontier.empty(hashing).root()) };
    this.writing.anchors.startCase(id, empty);
    return this.requireCase(id);
  }

  openCase(reference: string): CaseStore {
    const summary = this.requireCase(reference);
    const open = this.openCases.get(summary.id);
    if (open !== undefined) return open;
    return this.openCaseForWriting(summary).store;
  }

  /** Opens a case and says what that found. */
  openCaseForWriting(summary: CaseSummary, cleanUp: (db: Database) => void = () => undefined): OpenedCase {
    const opened = openCaseStore({
      environment: this.writing.environment,
      vaultFolder: this.folder,
      summary,
      keys: this.writing.keys,
      databases: this.writing.databases,
      keyLinks: readKeyLinks(this.writing.db, this.writing.environment.cryptography, summary.practice),
      anchors: this.writing.anchors,
      place: this.writing.place,
      vault: this.id,
      actor: this.operator.serviceNumber,
      onClose: () => this.openCases.delete(summary.id),
      onCommitted: () => this.search?.touch(summary.id),
      cleanUp,
    });
    this.openCases.set(summary.id, opened.store);
    if (opened.restored) {
      // The vault's own log must tell it too: the case's database could be replaced again.
      this.append({ type: 'vault.restored', actor: 'system', details: { scope: 'case', case: summary.id } });
    }
    return opened;
  }

  closeCases(): void {
    for (const open of this.openCases.values()) open.close();
  }

  closeCase(reference: string): void {
    const summary = this.requireCase(reference);
    if (summary.state !== 'open') throw new PugmarkError('case-closed', `The case ${reference} is ${summary.state}`);
    this.openCases.get(summary.id)?.close();
    this.append({ type: 'case.closed', actor: this.operator.serviceNumber, details: { case: summary.id } }, () => {
      this.writing.db.prepare("UPDATE cases SET state = 'closed' WHERE id = ?").run(summary.id);
    });
  }

  erase({ case: reference, exhibit, ...texts }: Parameters<VaultStore['erase']>[0]): Erasure {
    const summary = this.requireCase(reference);
    if (texts.reason.trim() === '') throw new PugmarkError('usage', 'Say why it is erased: the reason is what stays');
    if (summary.state === 'erased') throw new PugmarkError('case-closed', `The case ${summary.reference} was erased already`);
    const wasOpen = this.openCases.has(summary.id);
    const store = this.openCases.get(summary.id) ?? this.openCaseForWriting(summary).store;
    const hold = readHold(store);
    if (hold !== undefined) {
      if (!wasOpen) store.close();
      throw new PugmarkError(
        'case-held',
        `Case ${summary.reference} is on hold since ${hold.since}: nothing of it is erased until that is lifted`,
      );
    }
    const url = exhibit === undefined ? undefined : store.findExhibit(exhibit)?.summary.requestedUrl;
    const erased = store.erase(exhibit, texts);
    let { purged } = erased;
    if (exhibit === undefined) purged = this.eraseCase(summary, store, { ...texts, exhibits: erased.exhibits.length }) && purged;
    else if (!wasOpen) store.close();
    if (this.search === undefined) removeSearchIndex(this.folder);
    else this.search.startAnew();
    if (this.queue !== undefined || hasQueue(this.folder)) {
      const about = { ...(exhibit === undefined ? {} : { exhibit }), ...(url === undefined || url === '' ? {} : { url }) };
      purged = this.openQueue().erase({ case: summary.reference, ...about }) && purged;
    }
    return { ...erased, purged };
  }

  private eraseCase(summary: CaseSummary, store: StoredCaseStore, told: ErasureTexts & { readonly exhibits: number }): boolean {
    const { db, log } = this.writing;
    store.close();
    removeCaseExtras(this.folder, summary.id);
    log.transact((append) => eraseCaseRow(db, append, { id: summary.id, actor: this.operator.serviceNumber, ...told }));
    this.checkpoint();
    return purgeDatabase(db, 'vault.sqlite');
  }

  addOperator(input: { readonly serviceNumber: string; readonly osAccount?: string }): Operator {
    const { environment, keys, db } = this.writing;
    if (input.serviceNumber.trim() === '') throw new PugmarkError('usage', 'The service number is empty');
    if (this.listOperators().some(({ serviceNumber }) => serviceNumber === input.serviceNumber)) {
      throw new PugmarkError('usage', `There is an operator ${input.serviceNumber} already`);
    }
    const add = makeOperator(environment, this.folder, keys.vaultKey, {
      ...input,
      identity: keys.signer('identity', false),
      practiceIdentity: keys.signer('identity', true),
      actor: this.operator.serviceNumber,
    });
    const operator = this.writing.log.transact((append) => add(db, append));
    this.checkpoint();
    return operator;
  }

  rotateKey(input: KeyRotation): RotatedKey {
    // A case that is open would go on under the key that it was opened with.
    if (this.openCases.size > 0) throw new PugmarkError('work-under-way', 'A case is open: end the work in it, then change the key');
    const rotated = rotateKey(this.keyActParts(), input);
    this.checkpoint();
    return rotated;
  }

  revokeKey(input: RevocationOrder): RevokedKey {
    const revoked = revokeKey(this.keyActParts(), input);
    this.checkpoint();
    return revoked;
  }

  async confirmPassphrase(passphrase: string): Promise<void> {
    const { environment, keys } = this.writing;
    const opened = await readVaultKey(environment, this.folder, passphrase);
    // The file may have been put there by somebody else, with a passphrase of theirs.
    if (!Buffer.from(opened).equals(keys.vaultKey))
      throw new PugmarkError('vault-corrupt', 'The file of the vault key holds the key of another vault; restore it from a backup');
  }

  async keepKey(store: KeyStore): Promise<void> {
    const { environment, keys } = this.writing;
    await keepVaultKey(this.folder, keys.vaultKey, store, environment.cryptography.random.uuid());
  }

  forgetKey(): void {
    forgetVaultKey(this.folder);
  }

  private keyActParts(): KeyActParts {
    const { environment, db, keys, log } = this.writing;
    return { environment, db, keys, log, folder: this.folder, actor: this.operator.serviceNumber };
  }

  changeSetting(name: string, value: JsonValue): void {
    const { db } = this.writing;
    this.writing.log.transact((append) => {
      insertSetting(db, append, { name, value, actor: this.operator.serviceNumber });
    });
    this.checkpoint();
  }

  addRecipient(recipient: NewRecipient): Recipient {
    const { db, environment } = this.writing;
    const added = { ...recipient, id: environment.cryptography.random.uuid(), checkedAt: environment.clock.now() };
    const kept = this.writing.log.transact((append) => insertRecipient(db, append, { ...added, actor: this.operator.serviceNumber }));
    this.checkpoint();
    return kept;
  }

  removeRecipient(id: Uuid): void {
    this.writing.log.transact((append) => deleteRecipient(this.writing.db, append, id, this.operator.serviceNumber));
    this.checkpoint();
  }

  openSearch(): StoredSearchIndex {
    this.search ??= new StoredSearchIndex({
      path: vaultPaths.searchIndex(this.folder),
      key: this.writing.databases.index,
      vault: this.id,
      listCases: () => this.listCases(),
      readCase: (id) => this.readStoredCase(id),
      hashing: this.writing.environment.cryptography.hashing,
      decompression: this.writing.environment.decompression,
    });
    return this.search;
  }

  openQueue(): StoredBatchQueue {
    const { clock, cryptography } = this.writing.environment;
    const key = this.writing.databases.work;
    this.queue ??= StoredBatchQueue.open(vaultPaths.workDatabase(this.folder), { clock, random: cryptography.random, key });
    return this.queue;
  }

  openSavedSearches(): SavedSearches {
    return this.openQueue().searches;
  }

  /** Appends an event of the vault and signs a checkpoint. */
  append(event: LogEvent, alsoWrite: () => void = () => undefined): void {
    this.writing.log.transact((append) => {
      append(event);
      alsoWrite();
    });
    this.checkpoint();
  }

  /** Signs what is owed and keeps size and root outside the vault. */
  checkpoint(): void {
    this.writing.log.signCheckpoint();
    this.writing.anchors.writeVault(this.writing.log);
    this.writing.environment.onStep?.('anchored');
  }

  override close(): void {
    this.search?.close();
    this.queue?.close();
    this.closeCases();
    super.close();
    this.writing.lock.release();
  }
}
