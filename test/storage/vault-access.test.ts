import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { mountSmallDisk, NEEDS_MOUNT } from './small-disk.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, REFERENCE } from './vault-fixture.ts';

describe('init', () => {
  it('makes the frozen layout, readable by this account alone', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    expect(vault.opening).toEqual({ interrupted: [], exports: [], strayRemoved: [], restored: false, moved: false, toolChanged: false });
    expect(readdirSync(fixture.folder).sort()).toEqual(
      ['cases', 'incoming', 'keys', 'vault.lock', 'vault.lock.json', 'vault.sqlite', 'vault.sqlite-shm', 'vault.sqlite-wal'].sort(),
    );
    expect(readdirSync(join(fixture.folder, 'cases'))).toEqual([store.summary.id]);
    expect(readdirSync(join(fixture.folder, 'cases', store.summary.id))).toEqual(expect.arrayContaining(['case.sqlite', 'objects']));
    // Identity, log and seal, for evidence and for practice, and two keys of the operator.
    expect(
      vault
        .listKeys()
        .map(({ purpose, practice }) => `${purpose}${practice ? ' practice' : ''}`)
        .sort(),
    ).toEqual(['identity', 'identity practice', 'log', 'log practice', 'operator', 'operator practice', 'seal', 'seal practice'].sort());
    expect(readdirSync(join(fixture.folder, 'keys'))).toHaveLength(9);
    const shared = [
      fixture.folder,
      ...listTree(fixture.folder).filter((path) => statSync(path).isDirectory() || path.includes('keys')),
    ].filter((path) => (statSync(path).mode & 0o077) !== 0);
    // SQLite gives its own files the process's mask; the folders above keep others out. Windows has no such modes.
    expect(process.platform === 'win32' ? [] : shared).toEqual([]);
    expect(vault.listOperators()).toMatchObject([{ serviceNumber: 'NL-1234' }]);
    expect(vault.readSettings()).toEqual({ agency: 'Team Nature' });
    vault.close();
    expect(readdirSync(fixture.folder).sort()).toEqual(['cases', 'incoming', 'keys', 'vault.lock', 'vault.sqlite']);
  });

  it('writes no private key in the clear', async () => {
    const fixture = makeFixture();
    (await fixture.init()).close();
    for (const entry of readdirSync(fixture.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      // Head of an Ed25519 PKCS#8.
      expect(bytes.includes(Buffer.from('302e020100300506032b657004220420', 'hex'))).toBe(false);
      expect(bytes.toString('latin1')).not.toContain('MC4CAQAwBQYDK2VwBCIEI');
    }
  });

  it('keeps a copy of the vault key for a recovery recipient, in the age format', async () => {
    const fixture = makeFixture();
    const identity = await generateX25519Identity();
    const input = { folder: fixture.folder, passphrase: PASSPHRASE, serviceNumber: 'NL-1234', agency: 'Team Nature' };
    await expect(fixture.vaults.init({ ...input, recovery: 'age1nonsense' })).rejects.toMatchObject({ code: 'usage' });
    expect(existsSync(fixture.folder)).toBe(false);
    (await fixture.vaults.init({ ...input, recovery: await identityToRecipient(identity) })).close();
    const recovery = new Decrypter();
    recovery.addIdentity(identity);
    const passphrase = new Decrypter();
    passphrase.addPassphrase(PASSPHRASE);
    const read = (name: string): Uint8Array => readFileSync(join(fixture.folder, 'keys', name));
    expect(read('vault-key.age').subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    const key = await recovery.decrypt(read('vault-key.recovery.age'));
    expect(key).toHaveLength(32);
    expect(await passphrase.decrypt(read('vault-key.age'))).toEqual(key);
  });

  it('refuses a folder with anything in it, and empty names', async () => {
    const fixture = makeFixture();
    (await fixture.init()).close();
    await expect(fixture.init()).rejects.toMatchObject({ code: 'vault-exists' });
    const taken = join(fixture.root, 'taken');
    mkdirSync(taken);
    const input = { folder: taken, passphrase: PASSPHRASE, serviceNumber: 'NL-1234', agency: 'Team Nature' };
    writeFileSync(join(taken, 'holiday.jpg'), '');
    await expect(fixture.vaults.init(input)).rejects.toMatchObject({ code: 'vault-exists' });
    rmSync(join(taken, 'holiday.jpg'));
    for (const change of [{ passphrase: '' }, { serviceNumber: ' ' }, { agency: '' }]) {
      await expect(fixture.vaults.init({ ...input, ...change })).rejects.toMatchObject({ code: 'usage' });
    }
    expect(readdirSync(fixture.root).sort()).toEqual(['state', 'taken', 'vault']);
    (await fixture.vaults.init(input)).close();
  });
});

describe('opening', () => {
  it('says what is there instead of a vault', async () => {
    const fixture = makeFixture();
    const at = async (name: string): Promise<unknown> => {
      const folder = join(fixture.root, name);
      const reader = await fixture.vaults.read({ folder }).then(
        () => 'opened',
        (error: unknown) => error,
      );
      const writer = await fixture.vaults.open({ folder, passphrase: PASSPHRASE }).then(
        () => 'opened',
        (error: unknown) => error,
      );
      const check = await fixture.vaults.check({ folder }).then(
        () => 'opened',
        (error: unknown) => error,
      );
      const codes = [reader, writer, check].map((error) =>
        typeof error === 'object' && error !== null && 'code' in error ? error.code : error,
      );
      expect(new Set(codes).size).toBe(1);
      return codes[0];
    };
    (await fixture.init()).close();
    cpSync(fixture.folder, join(fixture.root, 'newer'), { recursive: true });
    cpSync(fixture.folder, join(fixture.root, 'foreign'), { recursive: true });
    for (const name of ['empty', 'text', 'other']) mkdirSync(join(fixture.root, name));
    writeFileSync(
      join(fixture.root, 'text', 'vault.sqlite'),
      'A text that is no database, long enough to hold a header of one hundred bytes and somewhat more than that.',
    );
    const other = new Database(join(fixture.root, 'other', 'vault.sqlite'));
    other.exec('CREATE TABLE bookmarks (url TEXT)');
    other.close();
    const newer = new Database(join(fixture.root, 'newer', 'vault.sqlite'));
    newer.pragma('user_version = 99');
    newer.close();
    const foreign = new Database(join(fixture.root, 'foreign', 'vault.sqlite'));
    foreign.pragma('application_id = 1');
    foreign.close();
    expect(await at('nowhere')).toBe('vault-missing');
    expect(await at('empty')).toBe('vault-missing');
    expect(await at('text')).toBe('vault-foreign');
    expect(await at('other')).toBe('vault-foreign');
    expect(await at('foreign')).toBe('vault-foreign');
    expect(await at('newer')).toBe('vault-newer');
    expect(readdirSync(join(fixture.root, 'other'))).toEqual(['vault.sqlite']);
    const right = await fixture.open();
    right.close();
  });

  it('writes to no database with anything in it that is not of its layout', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const { id } = makeCase(vault).summary;
    vault.close();
    const db = new Database(join(fixture.folder, 'cases', id, 'case.sqlite'));
    db.exec("CREATE TRIGGER planted AFTER INSERT ON entries BEGIN UPDATE meta SET value = 'x'; END");
    db.close();
    const again = await fixture.open();
    expect(() => again.openCase(REFERENCE)).toThrow(expect.objectContaining({ code: 'vault-foreign' }));
    again.close();
    const reader = await fixture.vaults.read({ folder: fixture.folder });
    expect(reader.readCase(REFERENCE).listExhibits()).toEqual([]);
    reader.close();
    const other = new Database(join(fixture.folder, 'cases', id, 'case.sqlite'));
    other.exec('DROP TRIGGER planted');
    other.close();
    const right = await fixture.open();
    expect(right.openCase(REFERENCE).listExhibits()).toEqual([]);
    right.close();
  });

  it('reads and checks from a medium that cannot be written', async ({ skip }) => {
    const fixture = makeFixture();
    const mounted = mountSmallDisk(join(fixture.root, 'medium'), 8);
    if (mounted === undefined) skip(NEEDS_MOUNT);
    if (mounted === undefined) return;
    const folder = join(mounted.folder, 'vault');
    const vault = await fixture.vaults.init({ folder, passphrase: PASSPHRASE, serviceNumber: 'NL-1234', agency: 'Team Nature' });
    const store = makeCase(vault);
    await captureAd(store, store.startSession({}));
    vault.close();
    mounted.makeReadOnly();
    const reader = await fixture.vaults.read({ folder });
    expect(reader.readCase(REFERENCE).listExhibits()).toMatchObject([{ exhibit: 'E-0001', state: 'sealed' }]);
    reader.close();
    expect((await fixture.vaults.check({ folder, passphrase: PASSPHRASE })).findings).toEqual([]);
    await expect(fixture.vaults.open({ folder, passphrase: PASSPHRASE })).rejects.toMatchObject({
      code: 'io-failed',
      message: expect.stringMatching(/cannot be written.*copy with backup/) as string,
    });
    // What the advice says works, and with the copy all else.
    const destination = join(fixture.root, 'copy');
    await fixture.vaults.backup({ folder, destination });
    (await fixture.vaults.open({ folder: destination, passphrase: PASSPHRASE })).close();
  });

  it('needs the passphrase to write, and none to read', async () => {
    const fixture = makeFixture();
    (await fixture.init()).close();
    await expect(fixture.vaults.open({ folder: fixture.folder, passphrase: 'guess' })).rejects.toMatchObject({ code: 'passphrase-wrong' });
    // The failed try holds no lock.
    const vault = await fixture.open();
    makeCase(vault);
    vault.close();
    const reader = await fixture.vaults.read({ folder: fixture.folder });
    expect(reader.listCases()).toMatchObject([{ reference: REFERENCE, practice: false, state: 'open' }]);
    expect(() => reader.readCase('nothing')).toThrow(expect.objectContaining({ code: 'case-unknown' }));
    reader.close();
    writeFileSync(join(fixture.folder, 'keys', 'vault-key.age'), 'not an age file');
    await expect(fixture.open()).rejects.toMatchObject({ code: 'vault-corrupt' });
  });

  it('takes the operator who acts', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    vault.addOperator({ serviceNumber: 'NL-5678' });
    expect(() => vault.addOperator({ serviceNumber: 'NL-5678' })).toThrow(expect.objectContaining({ code: 'usage' }));
    vault.close();
    await expect(fixture.open()).rejects.toMatchObject({ code: 'usage' });
    const open = (operator: string): Promise<{ readonly operator: unknown; close(): void }> =>
      fixture.vaults.open({ folder: fixture.folder, passphrase: PASSPHRASE, operator });
    await expect(open('NL-9')).rejects.toMatchObject({ code: 'usage' });
    const second = await open('NL-5678');
    expect(second.operator).toMatchObject({ serviceNumber: 'NL-5678' });
    second.close();
  });

  it('takes away a case that a crash left before the registry knew it, and no case with a history', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const { id } = makeCase(vault).summary;
    vault.close();
    const [empty, used] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
    cpSync(join(fixture.folder, 'cases', id), join(fixture.folder, 'cases', empty), { recursive: true });
    const again = await fixture.open();
    expect(again.opening.strayRemoved).toEqual([`cases/${empty}`]);
    const store = again.openCase(REFERENCE);
    await captureAd(store, store.startSession({}));
    again.close();
    cpSync(join(fixture.folder, 'cases', id), join(fixture.folder, 'cases', used), { recursive: true });
    const third = await fixture.open();
    expect(third.opening.strayRemoved).toEqual([]);
    third.close();
    const { findings } = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(findings.map(({ code, subject }) => [code, subject])).toEqual([['case-unregistered', `cases/${used}`]]);
  });

  it('registers a reference once, and closes a case for good', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    expect(() => vault.newCase({ reference: REFERENCE, title: 'again', practice: true })).toThrow(
      expect.objectContaining({ code: 'case-exists' }),
    );
    expect(vault.openCase(store.summary.id)).toBe(store);
    const session = store.startSession({});
    vault.closeCase(REFERENCE);
    expect(() => vault.closeCase(REFERENCE)).toThrow(expect.objectContaining({ code: 'case-closed' }));
    const closed = vault.openCase(REFERENCE);
    expect(() => closed.startSession({})).toThrow(expect.objectContaining({ code: 'case-closed' }));
    expect(() => closed.startAttempt(session, { requestedUrl: 'https://a.example/', clickedAt: '2026-03-02T08:00:00.000Z' })).toThrow(
      expect.objectContaining({ code: 'case-closed' }),
    );
    vault.close();
    expect((await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE })).findings).toEqual([]);
  });
});

describe('one writer', () => {
  it('shuts out a second one, names the first, and lets readers in', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    makeCase(vault);
    const second = fixture.other({ lockTimeoutMs: 100 });
    await expect(second.open({ folder: fixture.folder, passphrase: PASSPHRASE })).rejects.toMatchObject({
      code: 'vault-locked',
      details: { pid: process.pid, host: 'station-1' },
    });
    const reader = await second.read({ folder: fixture.folder });
    expect(reader.listCases()).toHaveLength(1);
    reader.close();
    expect((await second.check({ folder: fixture.folder })).findings).toEqual([]);
    vault.close();
    const next = await second.open({ folder: fixture.folder, passphrase: PASSPHRASE });
    next.close();
  });

  it('waits for the first to end, within its time', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const waiting = fixture.other({ lockTimeoutMs: 10_000 }).open({ folder: fixture.folder, passphrase: PASSPHRASE });
    await new Promise((resolve) => setTimeout(resolve, 150));
    vault.close();
    const opened = await waiting;
    expect(opened.opening.interrupted).toEqual([]);
    opened.close();
  });

  it('is let go by the operating system when its process is killed', async () => {
    const fixture = makeFixture();
    (await fixture.init()).close();
    const script = `
      import { acquireVaultLock } from ${JSON.stringify(join(import.meta.dirname, '../../src/storage/vault-lock.ts'))};
      await acquireVaultLock(${JSON.stringify(fixture.folder)}, { timeoutMs: 1000, hostName: 'other-station', now: '2026-03-02T08:00:00.000Z' });
      process.stdout.write('locked');
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await expect(fixture.open()).rejects.toMatchObject({ code: 'vault-locked', details: { pid: child.pid, host: 'other-station' } });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    (await fixture.open()).close();
  });
});

function listTree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name));
}
