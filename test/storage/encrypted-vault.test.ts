import Database from 'better-sqlite3';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StoredArtifact } from '../../src/core/model/case.ts';
import type { CaseReader } from '../../src/core/ports.ts';
import { makeRecoveryCode, parseRecoveryCode } from '../../src/core/recovery-code.ts';
import { readArtifactRange } from '../../src/engine/artifact-bytes.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { useKey } from '../../src/storage/database-key.ts';
import { objectPath } from '../../src/storage/files/vault-paths.ts';
import { deriveDatabaseKeys } from '../../src/storage/keys/database-keys.ts';
import { readKeyedCopy } from '../../src/storage/keyed-copy.ts';
import { readVaultKey } from '../../src/storage/vault/unlock.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, readAll, REFERENCE, type Fixture } from './vault-fixture.ts';

const { hashing, random } = nodeCryptography;
const BIG = { name: 'tile.png', bytes: Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251) };
const OTHER = { name: 'tile-2.png', bytes: Uint8Array.from({ length: 300_000 }, (_, i) => (i * 104_729) % 241) };

/** An encrypted vault with one exhibit, closed. */
async function makeEncrypted(init: Parameters<Fixture['init']>[0] = {}): Promise<Fixture> {
  const fixture = makeFixture();
  const vault = await fixture.init({ encrypt: true, ...init });
  const store = makeCase(vault);
  const session = store.startSession({});
  await captureAd(store, session, {}, [BIG, OTHER]);
  store.endSession(session, {});
  vault.close();
  return fixture;
}

async function readCase(fixture: Fixture): Promise<CaseReader> {
  return (await fixture.vaults.read({ folder: fixture.folder, passphrase: PASSPHRASE })).readCase(REFERENCE);
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('It is not there');
  return value;
}

const codesOf = async (fixture: Fixture): Promise<readonly string[]> =>
  (await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE })).findings.map(({ code }) => code);

describe('an encrypted vault', () => {
  test('says nothing without its passphrase but that it is one, and everything with it', async () => {
    const fixture = await makeEncrypted();
    const { folder, vaults } = fixture;
    expect(vaults.describe(folder)).toEqual({ encrypted: true, recoveries: [] });
    const header = JSON.parse(readFileSync(join(folder, 'vault.json'), 'utf8')) as unknown;
    expect(header).toEqual({ format: 'encrypted-vault/v1', vault: expect.any(String) as string, databases: 'sqlcipher-4' });
    const destination = join(fixture.root, 'copy');
    for (const act of [() => vaults.read({ folder }), () => vaults.check({ folder }), () => vaults.backup({ folder, destination })])
      await expect(act()).rejects.toMatchObject({ code: 'passphrase-missing' });
    await expect(vaults.read({ folder, passphrase: 'guess' })).rejects.toMatchObject({ code: 'passphrase-wrong' });
    expect(existsSync(destination)).toBe(false);
    const reader = await readCase(fixture);
    const { artifacts } = reader.findExhibit('E-0001') ?? { artifacts: [] };
    expect(artifacts.every(({ encrypted, sha256, objectSha256 }) => encrypted && sha256 !== objectSha256)).toBe(true);
    expect(await readAll(reader.readArtifact(there(artifacts.find(({ name }) => name === BIG.name))))).toEqual(Buffer.from(BIG.bytes));
    expect((await vaults.check({ folder, passphrase: PASSPHRASE })).notes).toEqual([]);
    expect(await codesOf(fixture)).toEqual([]);
  });

  test('goes into a backup that is encrypted, and can be used in its place', async () => {
    const fixture = await makeEncrypted();
    const destination = join(fixture.root, 'copy');
    await fixture.vaults.backup({ folder: fixture.folder, destination, passphrase: PASSPHRASE });
    expect(readdirSync(destination).sort()).toEqual(['cases', 'incoming', 'keys', 'vault.json', 'vault.sqlite']);
    expect(readFileSync(join(destination, 'vault.sqlite')).subarray(0, 15).toString()).not.toBe('SQLite format 3');
    const { findings } = await fixture.vaults.check({ folder: destination, passphrase: PASSPHRASE });
    expect(findings).toEqual([]);
    const opened = await fixture.vaults.open({ folder: destination, passphrase: PASSPHRASE });
    expect(opened.opening.restored).toBe(true);
    expect(opened.openCase(REFERENCE).listExhibits()).toHaveLength(1);
    opened.close();
  });

  test('tells damage: of a header, of a database, of an object', async () => {
    const fixture = await makeEncrypted();
    const header = join(fixture.folder, 'vault.json');
    const right = readFileSync(header, 'utf8');
    writeFileSync(header, right.replace(/[0-9a-f]{8}-/, '00000000-'));
    expect(await codesOf(fixture)).toEqual(['meta-differs']);
    writeFileSync(header, right.replace('encrypted-vault/v1', 'encrypted-vault/v2'));
    await expect(fixture.open()).rejects.toMatchObject({ code: 'vault-newer' });
    writeFileSync(header, '{');
    await expect(fixture.open()).rejects.toMatchObject({ code: 'vault-corrupt' });
    writeFileSync(header, right);
    expect(await codesOf(fixture)).toEqual([]);
    const id = readdirSync(join(fixture.folder, 'cases'))[0] ?? '';
    const path = join(fixture.folder, 'cases', id, 'case.sqlite');
    const whole = readFileSync(path);
    for (const offset of [20, 5_000]) {
      writeFileSync(path, whole.with(offset, (whole[offset] ?? 0) ^ 1));
      expect(await codesOf(fixture)).toEqual(['database-damaged']);
    }
    // The database of another vault, in plain or under another key, is none of this one.
    writeFileSync(path, whole);
    const other = await makeEncrypted();
    const database = join(fixture.folder, 'vault.sqlite');
    renameSync(database, `${database}.kept`);
    copyFileSync(join(other.folder, 'vault.sqlite'), database);
    await expect(fixture.open()).rejects.toMatchObject({ code: 'vault-corrupt' });
    renameSync(`${database}.kept`, database);
    expect(await codesOf(fixture)).toEqual([]);
  });

  test('gives parts of what was read whole once, and never those of another object', async () => {
    const fixture = await makeEncrypted();
    const reader = await readCase(fixture);
    const find = (name: string): StoredArtifact => there(reader.findExhibit('E-0001')?.artifacts.find((one) => one.name === name));
    const [big, other] = [find(BIG.name), find(OTHER.name)];
    const range = { start: 65_530, end: 200_001 };
    expect(reader.readPart?.(big, range)).toBeUndefined();
    const first = await readAll(readArtifactRange(reader, big, range));
    const part = reader.readPart?.(big, range);
    expect(part === undefined ? undefined : await readAll(part)).toEqual(first);
    expect(first).toEqual(Buffer.from(BIG.bytes.subarray(range.start, range.end)));
    expect(await readAll(readArtifactRange(reader, big, { start: 299_999, end: 300_000 }))).toEqual(
      Buffer.from(BIG.bytes.subarray(299_999)),
    );
    const folder = join(fixture.folder, 'cases', reader.summary.id, 'objects');
    // Both are under the key of one exhibit: only the header tells them apart.
    copyFileSync(objectPath(folder, other.objectSha256), objectPath(folder, big.objectSha256));
    await expect(readAll(readArtifactRange(reader, big, range))).rejects.toMatchObject({ code: 'object-changed' });
    await expect(readAll((await readCase(fixture)).readArtifact(big))).rejects.toMatchObject({ code: 'object-changed' });
  });

  test('keeps a session encrypted between its uses, and gives it back as it was', async () => {
    const fixture = await makeEncrypted();
    const vault = await fixture.open();
    const store = vault.openCase(REFERENCE);
    const fresh = await store.openProfile('market');
    expect(fresh.isKept).toBe(false);
    mkdirSync(join(fresh.folder, 'Default', 'Cache'), { recursive: true });
    writeFileSync(join(fresh.folder, 'Default', 'Cookies'), BIG.bytes);
    writeFileSync(join(fresh.folder, 'Default', 'empty'), '');
    writeFileSync(join(fresh.folder, 'Default', 'Cache', 'data'), 'made anew');
    await fresh.end('now');
    expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
    expect(readdirSync(join(fixture.folder, 'cases', store.summary.id, 'profiles'))).toEqual(['market.sealed']);
    const kept = await store.openProfile('market');
    expect(kept.isKept).toBe(true);
    expect(readdirSync(join(kept.folder, 'Default')).sort()).toEqual(['Cookies', 'empty']);
    expect(readFileSync(join(kept.folder, 'Default', 'Cookies'))).toEqual(Buffer.from(BIG.bytes));
    await kept.end('before');
    expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
    vault.close();
    expect(await codesOf(fixture)).toEqual([]);
  });

  test('is read from a copy where the medium cannot be written', async () => {
    const fixture = await makeEncrypted();
    const keys = deriveDatabaseKeys(nodeCryptography, await readVaultKey(fixture.environment, fixture.folder, PASSPHRASE));
    const db = readKeyedCopy(join(fixture.folder, 'vault.sqlite'), (copy) => {
      const opened = new Database(copy, { readonly: true });
      useKey(opened, keys.vault);
      opened.prepare('SELECT count(*) FROM cases').get();
      return opened;
    });
    expect(db.prepare<[], string>('SELECT reference FROM cases').pluck().all()).toEqual([REFERENCE]);
    expect(existsSync(db.name)).toBe(false);
    db.close();
  });
});

describe('a lost passphrase', () => {
  test('is replaced by the printed code or by the key of the agency, and the log says by what', async () => {
    const identity = await generateX25519Identity();
    const code = makeRecoveryCode(hashing, random);
    const fixture = await makeEncrypted({ recoveryCode: code, recovery: await identityToRecipient(identity) });
    const { folder, vaults } = fixture;
    const change = (by: Parameters<typeof vaults.changePassphrase>[0]['by'], newPassphrase: string): Promise<void> =>
      vaults.changePassphrase({ folder, by, newPassphrase });
    await change({ code: ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}` }, 'second');
    await change({ identity }, 'third');
    await expect(vaults.open({ folder, passphrase: PASSPHRASE })).rejects.toMatchObject({ code: 'passphrase-wrong' });
    await expect(change({ passphrase: 'second' }, 'fourth')).rejects.toMatchObject({ code: 'passphrase-wrong' });
    await change({ passphrase: 'third' }, 'fourth');
    await expect(change({ code: makeRecoveryCode(hashing, random) }, 'x')).rejects.toMatchObject({ code: 'passphrase-wrong' });
    await expect(change({ identity: await generateX25519Identity() }, 'x')).rejects.toMatchObject({ code: 'passphrase-wrong' });
    await expect(change({ identity: 'AGE' }, 'x')).rejects.toMatchObject({ code: 'usage' });
    await expect(change({ passphrase: 'fourth' }, '')).rejects.toMatchObject({ code: 'usage' });
    const vault = await vaults.open({ folder, passphrase: 'fourth' });
    expect(vault.readSettings()['vault-passphrase']).toEqual({ changedBy: 'passphrase' });
    expect(vault.readLog().filter(({ line }) => line.includes('"name":"vault-passphrase"'))).toHaveLength(3);
    vault.close();
    expect((await vaults.check({ folder, passphrase: 'fourth' })).findings).toEqual([]);
    const without = await makeEncrypted();
    const lost = { folder: without.folder, newPassphrase: 'x' };
    await expect(without.vaults.changePassphrase({ ...lost, by: { code } })).rejects.toMatchObject({ code: 'usage' });
    await expect(without.vaults.changePassphrase({ ...lost, by: { identity } })).rejects.toMatchObject({ code: 'usage' });
  });

  test('takes a code only as it was written, and tells a slip from the wrong code', () => {
    const code = makeRecoveryCode(hashing, random);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){6}$/);
    expect(parseRecoveryCode(hashing, code)).toBe(code);
    const slips = Array.from({ length: 28 }, (_, place) => {
      const at = place + Math.floor(place / 4);
      return `${code.slice(0, at)}${code[at] === 'X' ? 'Y' : 'X'}${code.slice(at + 1)}`;
    });
    const seen = slips.filter((slip) => {
      try {
        return parseRecoveryCode(hashing, slip) === '';
      } catch {
        return true;
      }
    });
    // One in a thousand is not seen.
    expect(seen.length).toBeGreaterThanOrEqual(27);
    for (const none of ['', code.slice(1), `${code}0`, code.replace(/^./, 'U')])
      expect(() => parseRecoveryCode(hashing, none)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
