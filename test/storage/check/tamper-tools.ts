import Database from 'better-sqlite3';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { sha256DigestOf, sha512DigestOf } from '../../../src/core/digest/digest.ts';
import type { CheckFindingCode } from '../../../src/core/model/check.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { objectPath } from '../../../src/storage/files/vault-paths.ts';

/** A vault in the hands of somebody who knows its layout and has no key. */
export interface Victim {
  readonly folder: string;
  readonly caseFolder: string;
  readonly stateFolder: string;
  /** Runs SQL on the vault's database, past the triggers that stop only our own mistakes. */
  vaultSql(sql: string, ...parameters: readonly (string | number | Uint8Array | null)[]): void;
  caseSql(sql: string, ...parameters: readonly (string | number | Uint8Array | null)[]): void;
  queryCase<T>(sql: string): T[];
  queryVault<T>(sql: string): T[];
  /** Path of the object of an artifact of E-0001. */
  object(name: string): string;
  /** Replaces `capture.json` of E-0001 everywhere but in the log. */
  replaceRecord(change: (text: string) => string): { readonly oldDigest: string; readonly newDigest: string };
}

/** What somebody does, and the codes that name it. */
export type Tamper = readonly [what: string, tamper: (victim: Victim) => void, codes: readonly CheckFindingCode[]];

export function makeVictim(folder: string, stateFolder: string): Victim {
  const [caseId = ''] = readdirSync(join(folder, 'cases'));
  const caseFolder = join(folder, 'cases', caseId);
  const caseSql: Victim['caseSql'] = (sql, ...parameters) => run(join(caseFolder, 'case.sqlite'), sql, parameters);
  const queryCase = <T>(sql: string): T[] => query(join(caseFolder, 'case.sqlite'), sql);
  const object = (name: string): string => {
    const [row] = queryCase<{ object_sha256: `sha256:${string}` }>(
      `SELECT object_sha256 FROM artifacts WHERE number = 1 AND name = '${name}'`,
    );
    if (row === undefined) throw new Error(`no artifact ${name}`);
    return objectPath(join(caseFolder, 'objects'), row.object_sha256);
  };
  return {
    folder,
    caseFolder,
    stateFolder,
    caseSql,
    queryCase,
    object,
    vaultSql: (sql, ...parameters) => run(join(folder, 'vault.sqlite'), sql, parameters),
    queryVault: (sql) => query(join(folder, 'vault.sqlite'), sql),
    replaceRecord(change) {
      const old = readFileSync(object('capture.json'), 'utf8');
      const bytes = Buffer.from(change(old), 'utf8');
      const oldDigest = sha256DigestOf(nodeHashing.sha256(Buffer.from(old, 'utf8')));
      const newDigest = sha256DigestOf(nodeHashing.sha256(bytes));
      const path = objectPath(join(caseFolder, 'objects'), newDigest);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
      caseSql(
        "UPDATE artifacts SET sha256 = ?, object_sha256 = ?, sha512 = ?, size_bytes = ?, stored_bytes = ? WHERE number = 1 AND role = 'record'",
        newDigest,
        newDigest,
        sha512DigestOf(nodeHashing.sha512(bytes)),
        bytes.length,
        bytes.length,
      );
      caseSql('UPDATE exhibits SET digest = ? WHERE number = 1', newDigest);
      return { oldDigest, newDigest };
    },
  };
}

/** Changes one byte of a file; from the end when `place` is negative. */
export function flipByte(path: string, place: number): void {
  const bytes = readFileSync(path);
  const index = place < 0 ? bytes.length + place : place;
  bytes[index] = (bytes[index] ?? 0) ^ 0x20;
  writeFileSync(path, bytes);
}

/** Canonical form of a record after a change to its value. */
export function changeJson(text: string, change: (value: Record<string, unknown>) => void): string {
  const value = JSON.parse(text) as Record<string, unknown>;
  change(value);
  return Buffer.from(buildCanonicalJson(value)).toString('utf8');
}

export function keyFile(victim: Victim, purpose: string): string {
  const [key] = victim.queryVault<{ id: string }>(`SELECT id FROM public_keys WHERE purpose = '${purpose}' AND practice = 0`);
  return join(victim.folder, 'keys', `${(key?.id ?? '').slice('sha256:'.length)}.key.json`);
}

export function anchorFile(victim: Victim, prefix: string): string {
  const ofVault = join(victim.stateFolder, 'vaults', readdirSync(join(victim.stateFolder, 'vaults'))[0] ?? '');
  const folder = join(ofVault, readdirSync(ofVault)[0] ?? '');
  return join(folder, readdirSync(folder).find((name) => name.startsWith(prefix) && name.endsWith('.json')) ?? '');
}

/** Changes the first line that holds `mark`. */
export function editLine(victim: Victim, mark: string, from: string, to: string): void {
  const lines = victim.queryCase<{ seq: number; line: string }>('SELECT seq, line FROM entries ORDER BY seq');
  const found = lines.find(({ line }) => line.includes(mark) && line.includes(from));
  if (found === undefined) throw new Error(`no line with ${mark}`);
  victim.caseSql('UPDATE entries SET line = ? WHERE seq = ?', found.line.replace(from, to), found.seq);
}

export function damagePages(path: string): Buffer {
  const bytes = readFileSync(path);
  for (let page = 4096 * 3; page < bytes.length; page += 4096) bytes.fill(0xa5, page, page + 64);
  return bytes;
}

function run(path: string, sql: string, parameters: readonly (string | number | Uint8Array | null)[]): void {
  const db = new Database(path);
  try {
    db.pragma('foreign_keys = OFF');
    const triggers = db.prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    db.prepare(sql).run(...parameters);
    for (const trigger of triggers) db.exec(trigger.sql);
  } finally {
    db.close();
  }
}

function query<T>(path: string, sql: string): T[] {
  const db = new Database(path);
  try {
    return db.prepare<[], T>(sql).all();
  } finally {
    db.close();
  }
}
