import { PugmarkError } from '../../core/errors.ts';
import type { VaultEventType } from '../../core/custody/event-types.ts';
import type { Uuid } from '../../core/ids.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import type { JsonValue } from '../../core/model/primitives.ts';
import type { CaseReader, Checkpoint, KeyStatement, LoggedEvent, LogLine, Operator, VaultKey, VaultReader } from '../../core/ports.ts';
import type { Recipient } from '../../core/model/recipient.ts';
import { StoredCaseReader } from '../cases/case-reader.ts';
import { readMeta } from '../cases/case-rows.ts';
import { CASE_DATABASE, readDatabase, type Database } from '../database.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import type { DatabaseKeys } from '../keys/database-keys.ts';
import { readKeys, readStation } from '../keys/key-ring.ts';
import { readKeyStatements } from '../keys/key-statements.ts';
import { readEventsOf, readLogLines, readNewestCheckpoint } from '../log/log-rows.ts';
import { withStorageErrors } from '../storage-error.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { readRecipients } from './recipient-rows.ts';
import { findCase, readCases, readOperators, readSettings } from './vault-rows.ts';

export interface VaultReaderParts {
  readonly db: Database;
  readonly folder: string;
  readonly environment: VaultEnvironment;
  readonly databases: DatabaseKeys;
  /** Absent when the vault was opened without its passphrase. Throws `passphrase-wrong`. */
  readonly unlock?: () => Promise<Uint8Array>;
}

/** A vault as its database says. */
export class StoredVaultReader implements VaultReader {
  readonly id: Uuid;
  readonly folder: string;
  readonly encrypted: boolean;
  private readonly reading: VaultReaderParts;

  constructor(parts: VaultReaderParts) {
    this.reading = parts;
    this.folder = parts.folder;
    this.encrypted = parts.databases.encrypted;
    this.id = readVaultId(parts.db, parts.folder);
  }

  listCases(): readonly CaseSummary[] {
    return this.query(readCases);
  }

  findCase(reference: string): CaseSummary | undefined {
    return this.query((db) => findCase(db, reference));
  }

  readCase(reference: string): CaseReader {
    return this.readStoredCase(reference);
  }

  /** Throws as `readCase`. */
  protected readStoredCase(reference: string): StoredCaseReader {
    const summary = this.requireCase(reference);
    const db = readDatabase(vaultPaths.caseDatabase(this.folder, summary.id), CASE_DATABASE, this.reading.databases.ofCase(summary.id));
    try {
      return new StoredCaseReader({
        db,
        environment: this.reading.environment,
        summary,
        station: this.query((vault) => readStation(vault, summary.practice)),
        objectsFolder: vaultPaths.objects(this.folder, summary.id),
        ...(this.reading.unlock === undefined ? {} : { unlock: this.reading.unlock }),
      });
    } catch (error) {
      db.close();
      throw error;
    }
  }

  listOperators(): readonly Operator[] {
    return this.query(readOperators);
  }

  listKeys(): readonly VaultKey[] {
    return this.query(readKeys);
  }

  listKeyStatements(): readonly KeyStatement[] {
    return this.query(readKeyStatements);
  }

  readSettings(): Readonly<Record<string, JsonValue>> {
    return this.query(readSettings);
  }

  listRecipients(): readonly Recipient[] {
    return this.query((db) => readRecipients(db, this.reading.environment.cryptography.hashing));
  }

  readLog(): readonly LogLine[] {
    return this.query(readLogLines);
  }

  readEventsOf(type: VaultEventType): readonly LoggedEvent[] {
    return this.query((db) => readEventsOf(db, type));
  }

  latestCheckpoint(): Checkpoint | undefined {
    return this.query(readNewestCheckpoint);
  }

  close(): void {
    this.reading.db.close();
  }

  /** Throws `case-unknown`. */
  protected requireCase(reference: string): CaseSummary {
    const summary = this.findCase(reference);
    if (summary === undefined) throw new PugmarkError('case-unknown', `No case ${reference} in ${this.folder}`, { details: { reference } });
    return summary;
  }

  protected query<T>(read: (db: Database) => T): T {
    return withStorageErrors(`vault ${this.folder}`, () => read(this.reading.db));
  }
}

/** Throws `vault-corrupt`. */
export function readVaultId(db: Database, folder: string): Uuid {
  const id = readMeta(db, 'vault');
  if (id === undefined) throw new PugmarkError('vault-corrupt', `The vault ${folder} does not know its id; restore a backup`);
  return id;
}
