import { buildTlogProof } from '../../core/custody/tlog-proof.ts';
import { buildInclusionProof } from '../../core/custody/merkle.ts';
import { parseEntryLine } from '../../core/custody/entry.ts';
import { isExhibitEnd, type CaseEventType } from '../../core/custody/event-types.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { ExhibitNumber, Uuid } from '../../core/ids.ts';
import type { AttemptState, CaseSummary, ExhibitSummary, StoredArtifact } from '../../core/model/case.ts';
import type { CaseNote, Openings } from '../../core/model/case-note.ts';
import type { StoredDerivative } from '../../core/model/derivative.ts';
import type {
  CaseReader,
  Checkpoint,
  FoundExhibit,
  LoggedEvent,
  LogLine,
  LogText,
  OpenedArtifact,
  PassingBytes,
} from '../../core/ports.ts';
import type { CaseStatement } from '../../core/statements/case-statement.ts';
import type { StoredToken } from '../../core/timestamp/stored-token.ts';
import type { GrantedToken, TimeQuestion, TimeStanding, TokenRow, TokenTarget } from '../../core/token-ports.ts';
import type { Database } from '../database.ts';
import { type ContentKey, ContentKeys } from '../keys/content-keys.ts';
import {
  readCheckpoints,
  readEventsOf,
  readLatestCheckpoint,
  readLeafHashes,
  readLogLines,
  readNewestCheckpoint,
  readTexts,
} from '../log/log-rows.ts';
import { readObject, readObjectPart } from '../objects/object-store.ts';
import { openObject } from '../objects/open-object.ts';
import { countErasedByState } from '../erase/tombstones.ts';
import { withStorageErrors } from '../storage-error.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { readNotes, readOpenings } from './case-notes.ts';
import { readStatements } from './case-statements.ts';
import { readDerivatives } from './derivative-rows.ts';
import { readSessionTokens, readStoredTokens, readTime, readTokenRows, readTokenTarget } from './token-rows.ts';
import { countAttemptsByState, readArtifactKeyId, readExhibit, readExhibits } from './case-rows.ts';

export interface CaseReaderParts {
  readonly db: Database;
  readonly environment: Pick<VaultEnvironment, 'cryptography'>;
  readonly summary: CaseSummary;
  readonly station: Sha256Digest;
  readonly objectsFolder: string;
  /** Absent in a vault opened without its passphrase. Throws `passphrase-wrong`. */
  readonly unlock?: () => Promise<Uint8Array>;
}

/** A case as its database and objects say. */
export class StoredCaseReader implements CaseReader {
  readonly summary: CaseSummary;
  readonly station: Sha256Digest;
  private readonly parts: CaseReaderParts;
  /** Headers of encrypted objects that this reader has read whole and found right. */
  private readonly proven = new Map<Sha256Digest, Uint8Array>();

  constructor(parts: CaseReaderParts) {
    this.parts = parts;
    this.summary = parts.summary;
    this.station = parts.station;
  }

  listExhibits(): readonly ExhibitSummary[] {
    return this.query(readExhibits);
  }

  findExhibit(exhibit: ExhibitNumber): FoundExhibit | undefined {
    return this.query((db) => readExhibit(db, exhibit));
  }

  countByState(): Readonly<Partial<Record<AttemptState, number>>> {
    return this.query(countAttemptsByState);
  }

  countErased(): Readonly<Partial<Record<AttemptState, number>>> {
    return this.query(countErasedByState);
  }

  readArtifact(artifact: StoredArtifact, passing?: PassingBytes): AsyncIterable<Uint8Array> {
    const { parts } = this;
    const onProven = (header: Uint8Array): void => void this.proven.set(artifact.objectSha256, header);
    return readObject(parts.environment.cryptography, parts.objectsFolder, artifact, this.keyOpener(artifact), passing, onProven);
  }

  readPart(artifact: StoredArtifact, range: { readonly start: number; readonly end: number }): AsyncIterable<Uint8Array> | undefined {
    const header = this.proven.get(artifact.objectSha256);
    if (header === undefined || range.start < 0 || range.end > artifact.sizeBytes) return undefined;
    const { environment, objectsFolder } = this.parts;
    return readObjectPart(environment.cryptography, objectsFolder, artifact, { header, openKey: this.keyOpener(artifact) }, range);
  }

  openArtifact(artifact: StoredArtifact): Promise<OpenedArtifact> {
    const { environment, objectsFolder } = this.parts;
    return openObject(environment.cryptography, objectsFolder, artifact, this.keyOpener(artifact));
  }

  private keyOpener(artifact: StoredArtifact): () => Promise<ContentKey> {
    return async () => {
      const { unlock } = this.parts;
      if (unlock === undefined) {
        throw new PugmarkError('passphrase-missing', `${artifact.name} is encrypted; open the vault with its passphrase`);
      }
      const id = this.query((db) => readArtifactKeyId(db, artifact.objectSha256));
      if (id === undefined) throw new PugmarkError('artifact-unknown', `No exhibit of the case names the bytes of ${artifact.name}`);
      return new ContentKeys(this.parts.db, this.parts.environment.cryptography, await unlock(), this.summary.id).open(id);
    };
  }

  latestCheckpoint(): Checkpoint | undefined {
    return this.query(readNewestCheckpoint);
  }

  readLog(): readonly LogLine[] {
    return this.query(readLogLines);
  }

  readCheckpoints(): readonly Checkpoint[] {
    return this.query(readCheckpoints);
  }

  readTexts(): readonly LogText[] {
    return this.query(readTexts);
  }

  readEventsOf(type: CaseEventType): readonly LoggedEvent[] {
    return this.query((db) => readEventsOf(db, type));
  }

  listStatements(): readonly CaseStatement[] {
    return this.query((db) => readStatements(db));
  }

  listNotes(exhibit?: ExhibitNumber): readonly CaseNote[] {
    return this.query((db) => readNotes(db, exhibit));
  }

  listDerivatives(exhibit?: ExhibitNumber): readonly StoredDerivative[] {
    return this.query((db) => readDerivatives(db, exhibit));
  }

  listTokens(): readonly StoredToken[] {
    return this.query(readStoredTokens);
  }

  listTokenRows(): readonly TokenRow[] {
    return this.query(readTokenRows);
  }

  findTokenTarget(id: Uuid): TokenTarget | undefined {
    return this.query((db) => readTokenTarget(db, this.parts.environment.cryptography.hashing, id));
  }

  findTime(of: TimeQuestion = {}): TimeStanding {
    if (this.summary.practice) return { state: 'none', tokens: [] };
    return this.query((db) => readTime(db, this.parts.environment.cryptography.hashing, of));
  }

  listSessionTokens(session: Uuid): readonly GrantedToken[] {
    return this.query((db) => readSessionTokens(db, this.parts.environment.cryptography.hashing, session));
  }

  findOpenings(exhibit: ExhibitNumber): Openings {
    return this.query((db) => readOpenings(db, exhibit));
  }

  buildExhibitProof(exhibit: ExhibitNumber): string | undefined {
    return this.query((db) => {
      const end = readLogLines(db).findLast(({ line }) => {
        const entry = parseEntryLine(line);
        return entry.exhibit === exhibit && isExhibitEnd(entry.type);
      });
      if (end === undefined) return undefined;
      const checkpoint = readLatestCheckpoint(db, end.origin);
      if (checkpoint === undefined || checkpoint.size <= end.seq) return undefined;
      const { hashing } = this.parts.environment.cryptography;
      const leaves = readLeafHashes(db, hashing, end.origin, checkpoint.size);
      const proof = buildInclusionProof(hashing, leaves, end.seq, checkpoint.size);
      return buildTlogProof({ index: end.seq, proof, checkpoint: checkpoint.note });
    });
  }

  /** For what is derived from the case: its database, read only. Not part of the port. */
  readRows<T>(read: (db: Database) => T): T {
    return this.query(read);
  }

  close(): void {
    this.parts.db.close();
  }

  private query<T>(read: (db: Database) => T): T {
    return withStorageErrors(`case ${this.summary.reference}`, () => read(this.parts.db));
  }
}
