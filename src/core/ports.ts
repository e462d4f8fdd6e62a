import type { CaptureEndType, CaseEventType, VaultEventType } from './custody/event-types.ts';
import type { Checkpoint } from './custody/checkpoint.ts';
import type { CustodyEntry } from './custody/entry.ts';
import type { Sha256Digest } from './digest/digest.ts';
import type { ExhibitNumber, Uuid } from './ids.ts';
import type { UtcTime } from './clock.ts';
import type { AttemptState, CaseSummary, ExhibitSummary, StoredArtifact } from './model/case.ts';
import type { CaptureRecord } from './model/capture-record.ts';
import type { ReceivedRecord } from './model/received-record.ts';
import type { SealedFacts } from './model/sealed-facts.ts';
import type { CaseNote, Openings } from './model/case-note.ts';
import type { NewDerivative, StoredDerivative } from './model/derivative.ts';
import type { CheckReport, VaultProgress } from './model/check.ts';
import type { JsonValue } from './model/primitives.ts';
import type { NewRecipient, Recipient } from './model/recipient.ts';
import type { ByteReader } from './package/package-source.ts';
import type { ExportStart, PackageExport, SealedPackage } from './package-ports.ts';
import type { SearchIndex } from './search-ports.ts';
import type { KeyActs, KeyStatement, KeyStore, VaultKey } from './key-ports.ts';
import type { LoggedEvent, LogLine, LogText } from './log-ports.ts';
import type { TokenReader } from './timestamp/stored-token.ts';
import type { CaseStatement } from './statements/case-statement.ts';
import type { CaseTimes, TokenKeeping } from './token-ports.ts';
import type { Attempt, CaseEvent, CaseSession, Receipt } from './staging-ports.ts';
import type { BackupReport, Erasure, KeptProfile, Operator, RecoveryKind, VaultInit, VaultOpening, VaultRecovery } from './vault-ports.ts';
import type { BatchQueue, SavedSearches } from './work-ports.ts';

export type { Aead, Cryptography, SignatureVerifier, Signer, SigningKeys } from './cryptography-ports.ts';
export type { ImageCodec, PatchInput, StitchedComparison, StitchInput } from './image-ports.ts';
export type { KeyStatement, KeyStore, KeyStoreState, RevokedKey, RotatedKey, VaultKey } from './key-ports.ts';
export type { LoggedEvent, LogLine, LogText } from './log-ports.ts';
export type { ExportStart, PackageExport, PackageFiles, PackageInput, SealedPackage, WrittenPackage } from './package-ports.ts';
export type { FormPrinter, PackageFileMaker, ReadMeMaker, ReportMaker, ReportPrinter, StreamedFileMaker } from './report-ports.ts';
export type { Attempt, ByteSource, CaseEvent, CaseSession, Receipt, Staging } from './staging-ports.ts';
export type { Outbound } from './outbound-ports.ts';
export type { BackupReport, Erasure, KeptProfile, Operator, RecoveryKind, VaultInit, VaultOpening, VaultRecovery } from './vault-ports.ts';
export type { TimeStanding, TokenDesk, TokenRow } from './token-ports.ts';

export type { Checkpoint } from './custody/checkpoint.ts';
export type { CheckReport } from './model/check.ts';

export type { SealedFacts } from './model/sealed-facts.ts';

/** For bytes that are used as they pass, and not kept: their memory is used again, so that a piece is valid until the next one is asked for. */
export interface PassingBytes {
  /** Told the SHA-256 of all of them when the last one has passed and they are those that were sealed. */
  onSha256(digest: Sha256Digest): void;
}

/** Bytes of an artifact that stay open until they are closed. */
export interface OpenedArtifact extends ByteReader {
  close(): Promise<void>;
}

/** What anyone who can read the vault's folder may ask of a case. */
export interface CaseReader extends TokenReader, CaseTimes {
  readonly summary: CaseSummary;
  /** Fingerprint of the identity key behind the case's own log: another one for practice. */
  readonly station: Sha256Digest;
  /** Oldest first. */
  listExhibits(): readonly ExhibitSummary[];
  /** Undefined when there is no such attempt. */
  findExhibit(exhibit: ExhibitNumber): FoundExhibit | undefined;
  countByState(): Readonly<Partial<Record<AttemptState, number>>>;
  /** Of them, those that were erased by law. */
  countErased(): Readonly<Partial<Record<AttemptState, number>>>;
  /**
   * Plain bytes of a stored artifact. Throws `object-missing`, `object-changed` (digest differs at the end of the stream:
   * do not use what came before), `passphrase-missing` for an encrypted one in a vault opened without.
   */
  readArtifact(artifact: StoredArtifact, passing?: PassingBytes): AsyncIterable<Uint8Array>;
  /**
   * Part of an encrypted artifact without reading the rest of it, once `readArtifact` of this reader has given all of it and found it right; undefined
   * otherwise. What comes is authenticated piece by piece. Throws `object-missing`, `object-changed`.
   */
  readPart?(artifact: StoredArtifact, range: { readonly start: number; readonly end: number }): AsyncIterable<Uint8Array> | undefined;
  /**
   * Random access to the plain bytes of a stored artifact, after all of them were read and found to be those that were sealed: close it. What comes from a
   * vault in plain may have been changed since, and is to be judged by a digest of its own. Throws as `readArtifact`.
   */
  openArtifact(artifact: StoredArtifact): Promise<OpenedArtifact>;
  latestCheckpoint(): Checkpoint | undefined;
  /** Every line of every segment, in order. */
  readLog(): readonly LogLine[];
  /** Every checkpoint of every segment, in order. */
  readCheckpoints(): readonly Checkpoint[];
  /** Texts of its events that are still kept, in the order of the log. */
  readTexts(): readonly LogText[];
  /** Entries of one type, in the order of the log: for the few that are rare in it. */
  readEventsOf(type: CaseEventType): readonly LoggedEvent[];
  /** Notes of the whole case, or of one exhibit, oldest first. One whose text was erased is left out; its entry stands in the log. */
  listNotes(exhibit?: ExhibitNumber): readonly CaseNote[];
  /** Statements of the whole case, in the order in which they were made, also replaced and withdrawn ones. One whose text was erased is left out. */
  listStatements(): readonly CaseStatement[];
  /** Redacted copies of artifacts, of the whole case or of one exhibit, in the order in which they were made. Throws `vault-corrupt`. */
  listDerivatives(exhibit?: ExhibitNumber): readonly StoredDerivative[];
  /** Links of a capture set. Of an exhibit that is not there: none. */
  findOpenings(exhibit: ExhibitNumber): Openings;
  /** C2SP tlog-proof that the exhibit's end stands in the log. Undefined when it has none under a checkpoint yet. */
  buildExhibitProof(exhibit: ExhibitNumber): string | undefined;
  close(): void;
}

export interface FoundExhibit {
  readonly summary: ExhibitSummary;
  /** In the record's order, `capture.json` last. */
  readonly artifacts: readonly StoredArtifact[];
  readonly sealedAt?: UtcTime;
}

/**
 * One case: attempts, exhibits, artifacts, custody log. Open for writing in one process at a time.
 *
 * An error after the commit carries `details.committed: true`: what was asked for is in the vault, only the checkpoint
 * (or the anchor outside the vault) is owed, and the next start signs it.
 */
export interface CaseStore extends CaseReader, TokenKeeping {
  /** Appends `session.started`. */
  startSession(details: Readonly<Record<string, JsonValue>>, texts?: Readonly<Record<string, string>>): CaseSession;
  /** Appends `session.ended` with counts, then signs a checkpoint. */
  endSession(session: CaseSession, details: Readonly<Record<string, JsonValue>>): Checkpoint;
  /**
   * Commits `capture.started` with the next number before anything is fetched. `openedFrom`: the exhibit of this case whose tab opened this one.
   * Throws `case-closed`, `exhibit-unknown` (of `openedFrom`), `disk-full`, `io-failed`.
   */
  startAttempt(
    session: CaseSession,
    input: { readonly requestedUrl: string; readonly clickedAt: UtcTime; readonly openedFrom?: ExhibitNumber },
  ): Attempt;
  /**
   * The commit protocol: objects in place and durable, then one transaction for exhibit, artifacts and log entry
   * (`capture.sealed`, or `capture.failed` when the record says so), then the checkpoint.
   * `recordBytes` is written as the artifact `capture.json` [record]. Throws `disk-full`, `io-failed`; `record-invalid` when
   * the record is not canonical, or not that of this attempt, its staged artifacts and `facts` (`findSealedFacts`). After a throw before the commit the
   * attempt is still open: seal it again or abandon it.
   */
  sealAttempt(
    attempt: Attempt,
    sealed: { readonly record: CaptureRecord; readonly recordBytes: Uint8Array; readonly facts: SealedFacts },
  ): Promise<{
    readonly digest: Sha256Digest;
    readonly entry: CustodyEntry;
    readonly checkpoint: Checkpoint;
    readonly artifacts: readonly StoredArtifact[];
  }>;
  /** Ends an attempt of which nothing is kept. */
  abandonAttempt(
    attempt: Attempt,
    end: Exclude<CaptureEndType, 'capture.sealed'>,
    details: Readonly<Record<string, JsonValue>>,
  ): Checkpoint;
  /** Makes room for a file that a person gives. Nothing is in the log before `sealReceived`. Throws `case-closed`, `disk-full`, `io-failed`. */
  startReceipt(session: CaseSession): Receipt;
  /**
   * The commit protocol for a received file: objects, then one transaction for number, exhibit, artifacts and `file.added`, then the checkpoint.
   * `recordBytes` is written as the artifact `received.json` [record]. `origin`: what the person says of where the file comes from; in the log as
   * a commitment. Throws as `sealAttempt`; after a throw before the commit the receipt is still open.
   */
  sealReceived(
    receipt: Receipt,
    sealed: { readonly record: ReceivedRecord; readonly recordBytes: Uint8Array; readonly origin: string | undefined },
  ): Promise<{
    readonly exhibit: ExhibitNumber;
    readonly digest: Sha256Digest;
    readonly entry: CustodyEntry;
    readonly checkpoint: Checkpoint;
    readonly artifacts: readonly StoredArtifact[];
  }>;
  /**
   * The commit protocol for a derivative: its object, then one transaction for its row and `derivative.made`, then the checkpoint. In an encrypted
   * vault under the key of its exhibit, with which it is erased. Also in a closed case. Throws `exhibit-unknown`, `artifact-unknown`,
   * `record-invalid`, `disk-full`, `io-failed`; nothing is kept then.
   */
  keepDerivative(made: NewDerivative): Promise<{ readonly derivative: StoredDerivative; readonly checkpoint: Checkpoint }>;
  /** Gives up a receipt: nothing of it is kept or logged. Throws `io-failed`. */
  abandonReceipt(receipt: Receipt): Promise<void>;
  /**
   * A DSSE envelope over `payload` by the seal key of this case's identity (practice or evidence). Throws `key-invalid`, `vault-corrupt`.
   */
  signSeal(payloadType: string, payload: Uint8Array): Uint8Array;
  /**
   * Commits `package.exported` and signs a checkpoint, before anything is written. `destination`: absolute path of the file to be. Also
   * in a closed case. Throws `disk-full`, `io-failed`.
   */
  startExport(input: ExportStart): PackageExport;
  /**
   * To be called when the package lies sealed and durable under its temporary name (`partFileName`, beside the destination), right before
   * it gets its own: what a recovery needs to tell a package that may be in somebody's hands from one that never was.
   */
  noteSealed(started: PackageExport, made: SealedPackage): void;
  /** Commits `package.sealed` with the digest of the seal, or `package.failed` with a code, and signs a checkpoint. Once per export. */
  endExport(started: PackageExport, end: Pick<SealedPackage, 'seal' | 'fileSha256'> | { readonly reason: string }): Checkpoint;
  /** A kept browser profile by its name, safe as the name of a folder. One at a time of each name. Throws `disk-full`, `io-failed`, `vault-corrupt`. */
  openProfile(name: string): Promise<KeptProfile>;
  /** Appends any other case event and signs a checkpoint. */
  record(event: CaseEvent): { readonly entry: CustodyEntry; readonly checkpoint: Checkpoint };
}

/** A vault as anyone who can read its folder sees it, or, when it is encrypted, anyone with its passphrase as well; no lock. */
export interface VaultReader {
  readonly id: Uuid;
  readonly folder: string;
  /** Its databases and objects are. */
  readonly encrypted: boolean;
  /** In the order of their opening. */
  listCases(): readonly CaseSummary[];
  /** By reference or UUID. */
  findCase(reference: string): CaseSummary | undefined;
  /** Throws `case-unknown`, `vault-corrupt`. */
  readCase(reference: string): CaseReader;
  listOperators(): readonly Operator[];
  listKeys(): readonly VaultKey[];
  /** Links between keys and revocations, oldest first. */
  listKeyStatements(): readonly KeyStatement[];
  readSettings(): Readonly<Record<string, JsonValue>>;
  /** By unit and person. Throws `vault-corrupt` when one is not what the vault log commits to. */
  listRecipients(): readonly Recipient[];
  readLog(): readonly LogLine[];
  /** Entries of its log of one type, in order. */
  readEventsOf(type: VaultEventType): readonly LoggedEvent[];
  latestCheckpoint(): Checkpoint | undefined;
  close(): void;
}

/** A vault open for writing: unlocked with its passphrase, locked against other writers. */
export interface VaultStore extends VaultReader, KeyActs {
  readonly opening: VaultOpening;
  /** Who acts. */
  readonly operator: Operator;
  /** Throws `case-exists`; `usage` when reference or title is empty, or the reference is no visible line. */
  newCase(input: { readonly reference: string; readonly title: string; readonly basis?: string; readonly practice: boolean }): CaseSummary;
  /** Throws `case-unknown`, `case-closed`, `log-inconsistent`, `vault-corrupt`. A case already open gives the same store. */
  openCase(reference: string): CaseStore;
  /** Ends the work with every case that is open: its store must not be used any more. Readers stay. */
  closeCases(): void;
  /** No more captures in it; it stays readable. Throws `case-unknown`, `case-closed`. */
  closeCase(reference: string): void;
  /**
   * Lawful erasure of an exhibit, or without one of the whole case: keys, objects, addresses, titles and texts. Numbers, times, digests in the log,
   * the reason and the legal ground (`ground`), and of a case its reference stay. Throws `case-unknown`, `case-closed` for an erased case, `case-held`, `exhibit-unknown`, `work-under-way`,
   * `usage` for an exhibit that was erased already or an empty reason.
   */
  erase(input: { readonly case: string; readonly exhibit?: ExhibitNumber; readonly reason: string; readonly ground?: string }): Erasure;
  addOperator(input: { readonly serviceNumber: string; readonly osAccount?: string }): Operator;
  changeSetting(name: string, value: JsonValue): void;
  /** Into the register, with how its keys were checked. Throws `usage` when a field is empty or a key is none. */
  addRecipient(recipient: NewRecipient): Recipient;
  /** Out of the register; the vault log keeps what it was. Throws `usage` for an unknown one. */
  removeRecipient(id: Uuid): void;
  /** Search over all cases; the same at each call, closed with the vault. It is brought up to date from the first call on. Throws `io-failed`, `disk-full`. */
  openSearch(): SearchIndex;
  /** The queue of batch captures; the same at each call, closed with the vault. Items that were running become `interrupted`. Throws `io-failed`, `disk-full`. */
  openQueue(): BatchQueue;
  /** Searches that a person keeps in this vault; the same at each call. Throws as `openQueue`. */
  openSavedSearches(): SavedSearches;
}

/** Makes, opens, checks and copies vaults. Folders are absolute paths. */
export interface Vaults {
  /** Throws `vault-exists` when the folder holds anything; `usage`, `disk-full`, `io-failed`. Nothing half-made is left. */
  init(input: VaultInit): Promise<VaultStore>;
  /** What can be said without a passphrase, also by what it can be recovered. Throws `vault-missing`, `vault-newer`, `vault-corrupt`. */
  describe(folder: string): { readonly encrypted: boolean; readonly recoveries: readonly RecoveryKind[] };
  /**
   * Opens for writing. Ends what a crash left open. `operator` may be left out when there is one.
   * Throws `vault-missing`, `vault-foreign`, `vault-newer`, `vault-locked` (after the wait), `passphrase-wrong`,
   * `log-inconsistent`, `vault-corrupt`.
   */
  open(input: { readonly folder: string; readonly passphrase: string; readonly operator?: string }): Promise<VaultStore>;
  /** The same with the key that `keepKey` left with the system's store. Throws as `open`; `key-store-unavailable` instead of `passphrase-wrong`. */
  openKept(input: { readonly folder: string; readonly store: KeyStore }): Promise<VaultStore>;
  /** True when a key is kept for this vault; whether the store still gives it shows when it is opened. */
  isKept(folder: string): boolean;
  /**
   * Opens for reading, beside any writer; with a passphrase encrypted artifacts can be read too (it is tried at the first of
   * them: `passphrase-wrong` comes then). An encrypted vault takes its passphrase at once: `passphrase-missing`, `passphrase-wrong`.
   * Throws `vault-missing`, `vault-foreign`, `vault-newer`, `vault-corrupt`.
   */
  read(input: { readonly folder: string; readonly passphrase?: string }): Promise<VaultReader>;
  /** Recomputes everything. Findings are data; throws only when there is no vault to check, or an encrypted one without its passphrase. */
  check(input: {
    readonly folder: string;
    readonly passphrase?: string;
    readonly onProgress?: (progress: VaultProgress) => void;
    readonly signal?: AbortSignal;
  }): Promise<CheckReport>;
  /**
   * A consistent copy, whole or not at all, beside any writer; of an encrypted vault as encrypted, which takes its passphrase.
   * Throws `vault-exists` when `destination` holds anything, `passphrase-missing`, `passphrase-wrong`, `cancelled`.
   */
  backup(input: {
    readonly folder: string;
    readonly passphrase?: string;
    readonly destination: string;
    readonly onProgress?: (progress: VaultProgress) => void;
    readonly signal?: AbortSignal;
  }): Promise<BackupReport>;
  /**
   * Gives the vault another passphrase, known the old one or by recovery; its log says which. Throws as `open`; `usage` for a code or key
   * that is none, or when the vault has no recovery of that kind.
   */
  changePassphrase(input: {
    readonly folder: string;
    readonly by: { readonly passphrase: string } | VaultRecovery;
    readonly newPassphrase: string;
    readonly operator?: string;
  }): Promise<void>;
}
