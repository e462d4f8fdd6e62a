import Database from 'better-sqlite3';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { VaultStore } from '../../src/core/ports.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { useKey } from '../../src/storage/database-key.ts';
import { deriveDatabaseKeys } from '../../src/storage/keys/database-keys.ts';
import { readVaultKey } from '../../src/storage/vault/unlock.ts';
import { AD_TITLE, AD_URL, captureAd, makeCase, makeFixture, PASSPHRASE, REFERENCE, type Fixture } from './vault-fixture.ts';

const REASON = 'order of the court of 3 March';

/** A vault with three exhibits, of which the first and the second have bytes in common. */
async function makeVault(encrypt: boolean): Promise<{ readonly fixture: Fixture; readonly vault: VaultStore }> {
  const fixture = makeFixture();
  const vault = await fixture.init({ encrypt });
  const store = makeCase(vault);
  const session = store.startSession({});
  for (let i = 0; i < 3; i += 1) await captureAd(store, session);
  store.record({ type: 'note.added', exhibit: 'E-0002', details: {}, texts: { note: 'the seller is Jan' } });
  store.record({ type: 'note.added', exhibit: 'E-0003', details: {}, texts: { note: 'another seller' } });
  store.endSession(session, {});
  return { fixture, vault };
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

/** The bytes of all databases of a vault as SQLite has them: free pages and the write-ahead log included. */
async function readDatabases(fixture: Fixture, encrypt: boolean): Promise<string> {
  const key = encrypt ? await readVaultKey(fixture.environment, fixture.folder, PASSPHRASE) : undefined;
  const paths = filesIn(fixture.folder).filter((path) => path.endsWith('.sqlite'));
  expect(paths.length).toBeGreaterThan(1);
  for (const path of filesIn(fixture.folder).filter((one) => one.endsWith('-wal'))) expect(statSync(path).size).toBe(0);
  return paths
    .map((path) => {
      if (key === undefined) return readFileSync(path).toString('latin1');
      const keys = deriveDatabaseKeys(nodeCryptography, key);
      const id = /cases.([0-9a-f-]+)/.exec(path)?.[1];
      const db = new Database(path, { readonly: true });
      useKey(db, id === undefined ? (path.endsWith('vault.sqlite') ? keys.vault : keys.index) : keys.ofCase(id));
      const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
      const rows = tables.map((table) =>
        db
          .prepare(`SELECT * FROM "${table}"`)
          .all()
          .map((row) => JSON.stringify(row))
          .join('\n'),
      );
      expect(db.pragma('freelist_count', { simple: true })).toBe(0);
      db.close();
      return rows.join('\n');
    })
    .join('\n');
}

describe.each([
  ['in plain', false],
  ['that is encrypted', true],
])('erasing in a vault %s', (_, encrypt) => {
  test('an exhibit takes its bytes, address, title and notes, and leaves number, log and reason', async () => {
    const { fixture, vault } = await makeVault(encrypt);
    const before = filesIn(join(fixture.folder, 'cases')).length;
    const erased = vault.erase({ case: REFERENCE, exhibit: 'E-0002', reason: REASON });
    expect(erased).toMatchObject({ exhibits: ['E-0002'], purged: true });
    // In plain, one object is shared with another exhibit, and stays.
    expect(erased.objects).toBe(encrypt ? 4 : 3);
    const reader = vault.readCase(REFERENCE);
    expect(reader.findExhibit('E-0002')).toMatchObject({ summary: { erased: true, requestedUrl: '', state: 'sealed' }, artifacts: [] });
    expect(reader.findExhibit('E-0002')?.summary).not.toHaveProperty('title');
    expect(reader.findExhibit('E-0001')?.artifacts).toHaveLength(4);
    expect(reader.listNotes().map(({ text }) => text)).toEqual(['another seller']);
    for (const artifact of reader.findExhibit('E-0001')?.artifacts ?? [])
      for await (const piece of reader.readArtifact(artifact)) void piece;
    reader.close();
    vault.close();
    expect(filesIn(join(fixture.folder, 'cases')).filter((path) => path.includes('objects'))).toHaveLength(
      12 - (encrypt ? 0 : 2) - erased.objects,
    );
    expect(before).toBeGreaterThan(filesIn(join(fixture.folder, 'cases')).length);
    const report = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(report.findings).toEqual([]);
    expect(report.notes.map(({ code }) => code)).toEqual(expect.arrayContaining(['exhibit-erased', 'text-erased']));
    const text = await readDatabases(fixture, encrypt);
    expect(text).toContain('another seller');
    expect(text).not.toContain('the seller is Jan');
    expect(text).toContain(REASON);
    expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
    const again = await fixture.open();
    expect(() => again.erase({ case: REFERENCE, exhibit: 'E-0002', reason: REASON })).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => again.erase({ case: REFERENCE, exhibit: 'E-0009', reason: REASON })).toThrow(
      expect.objectContaining({ code: 'exhibit-unknown' }),
    );
    expect(() => again.erase({ case: REFERENCE, exhibit: 'E-0001', reason: ' ' })).toThrow(expect.objectContaining({ code: 'usage' }));
    again.close();
  });

  test('a case takes everything but its reference, and nothing can be added to it', async () => {
    const { fixture, vault } = await makeVault(encrypt);
    expect(vault.erase({ case: REFERENCE, reason: REASON, ground: 'art. 5' })).toMatchObject({
      exhibits: ['E-0001', 'E-0002', 'E-0003'],
      purged: true,
    });
    const texts = [vault.readEventsOf('case.erased'), vault.readCase(REFERENCE).readEventsOf('exhibit.erased')].flat();
    expect(texts.map(({ texts: said }) => said)).toEqual(Array.from({ length: 4 }, () => ({ reason: REASON, ground: 'art. 5' })));
    expect(vault.findCase(REFERENCE)).toMatchObject({ state: 'erased', title: '' });
    expect(() => vault.erase({ case: REFERENCE, reason: REASON })).toThrow(expect.objectContaining({ code: 'case-closed' }));
    expect(() => vault.openCase(REFERENCE).startSession({})).toThrow(expect.objectContaining({ code: 'case-closed' }));
    vault.close();
    const report = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(report.findings).toEqual([]);
    expect(filesIn(join(fixture.folder, 'cases')).filter((path) => path.includes('objects'))).toEqual([]);
    const text = await readDatabases(fixture, encrypt);
    for (const gone of [AD_URL, AD_TITLE, 'another seller', 'Ivory sold online', 'art. 1']) expect(text).not.toContain(gone);
    expect(text).toContain(REASON);
  });

  test('waits for nobody: what a capture holds is refused, and a search forgets', async () => {
    const { vault } = await makeVault(encrypt);
    const search = vault.openSearch();
    await search.whenCurrent();
    expect(search.search({ text: 'ivoren' }).total).toBe(3);
    const store = vault.openCase(REFERENCE);
    const attempt = store.startAttempt(store.startSession({}), { requestedUrl: AD_URL, clickedAt: '2026-03-02T08:00:00.000Z' });
    expect(() => vault.erase({ case: REFERENCE, reason: REASON })).toThrow(expect.objectContaining({ code: 'work-under-way' }));
    store.abandonAttempt(attempt, 'capture.cancelled', {});
    vault.erase({ case: REFERENCE, exhibit: 'E-0001', reason: REASON });
    vault.erase({ case: REFERENCE, exhibit: attempt.exhibit, reason: REASON });
    await search.whenCurrent();
    expect(search.search({ text: 'ivoren' }).total).toBe(2);
    vault.close();
  });
});

test.each([
  ['journal-written', false],
  ['rows-written', false],
  ['committed', true],
  ['checkpoint-stored', true],
] as const)('cut off after %s it is carried to its end, or was not begun', async (step, isErased) => {
  let armed = false;
  const crash = new Error('cut off here');
  const fixture = makeFixture({
    onStep: (name) => {
      if (armed && name === step) throw crash;
    },
  });
  const vault = await fixture.init({ encrypt: true });
  const store = makeCase(vault);
  const session = store.startSession({});
  for (let i = 0; i < 2; i += 1) await captureAd(store, session);
  store.endSession(session, {});
  armed = true;
  expect(() => vault.erase({ case: REFERENCE, exhibit: 'E-0001', reason: REASON })).toThrow(crash);
  armed = false;
  vault.close();
  const reopened = await fixture.open();
  expect(reopened.readCase(REFERENCE).findExhibit('E-0001')?.summary.erased === true).toBe(isErased);
  reopened.close();
  expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
  expect(filesIn(join(fixture.folder, 'cases')).filter((path) => path.includes('objects'))).toHaveLength(isErased ? 4 : 8);
  expect((await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE })).findings).toEqual([]);
});

test('rows that nobody erased by an act are found', async () => {
  const { fixture, vault } = await makeVault(false);
  const { id } = vault.openCase(REFERENCE).summary;
  vault.erase({ case: REFERENCE, exhibit: 'E-0002', reason: REASON });
  vault.close();
  const path = join(fixture.folder, 'cases', id, 'case.sqlite');
  const change = (sql: string): void => {
    const db = new Database(path);
    db.exec(sql);
    db.close();
  };
  change("UPDATE content_keys SET number = 3 WHERE kind = 'exhibit'");
  const codes = async (): Promise<readonly string[]> =>
    (await fixture.vaults.check({ folder: fixture.folder })).findings.map(
      ({ code, subject }) => `${code} ${subject.split(' ').at(-1) ?? ''}`,
    );
  expect(await codes()).toEqual(expect.arrayContaining(['exhibit-missing E-0003', 'exhibit-row-differs E-0002']));
  change("UPDATE content_keys SET number = 2 WHERE kind = 'exhibit'");
  expect(await codes()).toEqual([]);
  change("UPDATE exhibits SET title = 'planted' WHERE number = 2");
  expect(await codes()).toEqual(['exhibit-row-differs E-0002']);
  expect(existsSync(path)).toBe(true);
});
