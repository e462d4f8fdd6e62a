import { cpSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capture, check, makeAged, typesOf } from './aged-vault.ts';
import { makeCase, makeFixture, PASSPHRASE, REFERENCE, type Fixture, isInPlain, PLAIN_ONLY } from './vault-fixture.ts';

function putBack(fixture: Fixture, old: string): void {
  rmSync(fixture.folder, { recursive: true });
  renameSync(old, fixture.folder);
}

describe('a vault that comes back', () => {
  it('unchanged opens as the same: the control', async () => {
    const { fixture } = await makeAged();
    const vault = await fixture.open();
    expect(vault.opening).toEqual({ interrupted: [], exports: [], strayRemoved: [], restored: false, moved: false, toolChanged: false });
    expect(await capture(vault)).toEqual(['E-0005']);
    expect(new Set(vault.readLog().map(({ origin }) => origin)).size).toBe(1);
    vault.close();
  });

  it('older than this station knew goes on in new segments, and reuses no number', async () => {
    const { fixture, old } = await makeAged();
    putBack(fixture, old);
    const found = await check(fixture);
    expect(new Set(found.findings.map(({ code }) => code))).toEqual(new Set(['anchor-differs']));
    expect(found.findings.map(({ subject }) => subject.split(':')[0])).toEqual(['vault', `case ${REFERENCE}`]);

    const vault = await fixture.open();
    expect(vault.opening).toMatchObject({ restored: true, moved: false });
    const vaultLog = vault.readLog();
    const origins = [...new Set(vaultLog.map(({ origin }) => origin))];
    expect(origins).toHaveLength(2);
    expect(typesOf(vaultLog.filter(({ origin }) => origin === origins[1]))).toEqual(['vault.restored', 'vault.restored']);
    const store = vault.openCase(REFERENCE);
    const joined = store.readLog().filter(({ origin, seq }) => seq === 0 && origin !== store.readLog()[0]?.origin);
    expect(typesOf(joined)).toEqual(['segment.joined']);
    const details = (JSON.parse(joined[0]?.line ?? '{}') as { details: Record<string, unknown> }).details;
    expect(details).toMatchObject({ reason: 'rolled-back', highestAttempt: 4, size: 4, origin: store.readLog()[0]?.origin });
    expect(details['known']).toMatchObject({ size: 12 });
    expect(Buffer.from(String(details['checkpoint']), 'base64').toString()).toContain(`${String(details['origin'])}\n4\n`);
    // The other case had not grown: its log is the same.
    expect(
      new Set(
        vault
          .openCase('OTHER')
          .readLog()
          .map(({ origin }) => origin),
      ).size,
    ).toBe(0);
    expect(await capture(vault)).toEqual(['E-0005']);
    expect(
      vault
        .openCase(REFERENCE)
        .listExhibits()
        .map(({ exhibit }) => exhibit),
    ).toEqual(['E-0001', 'E-0005']);
    vault.close();

    const report = await check(fixture);
    expect(report.findings).toEqual([]);
    expect(report.notes.map(({ code }) => code)).toEqual(['restored', 'restored', 'numbers-skipped']);
    const next = await fixture.open();
    expect(next.opening.restored).toBe(false);
    next.close();
  });

  it('with one case older than known starts a segment of that case, and says so in the vault log', async () => {
    const { fixture, old } = await makeAged();
    const reader = await fixture.vaults.read({ folder: fixture.folder });
    const folder = join('cases', reader.findCase(REFERENCE)?.id ?? '');
    reader.close();
    cpSync(join(old, folder, 'case.sqlite'), join(fixture.folder, folder, 'case.sqlite'));
    const vault = await fixture.open();
    expect(vault.opening.restored).toBe(false);
    expect(vault.openCase(REFERENCE).listExhibits()).toHaveLength(1);
    expect(vault.readLog().at(-1)?.line).toContain('"scope":"case"');
    expect(await capture(vault)).toEqual(['E-0005']);
    vault.close();
    const report = await check(fixture);
    // Bytes of the exhibits that the older database does not know are still there, and told.
    expect(new Set(report.findings.map(({ code }) => code))).toEqual(new Set(['object-unknown']));
  });

  it('is recognised however often the copies take turns: no origin is signed by two of them', async () => {
    const { fixture, old } = await makeAged();
    const newest = join(fixture.root, 'newest');
    renameSync(fixture.folder, newest);
    renameSync(old, fixture.folder);
    const first = await fixture.open();
    await capture(first);
    first.close();
    renameSync(fixture.folder, old);
    renameSync(newest, fixture.folder);
    const second = await fixture.open();
    expect(second.opening.restored).toBe(true);
    expect(await capture(second)).toEqual(['E-0006']);
    second.close();
    expect((await check(fixture)).findings).toEqual([]);
    renameSync(fixture.folder, newest);
    renameSync(old, fixture.folder);
    const third = await fixture.open();
    expect(third.opening.restored).toBe(true);
    third.close();
    const origins = (folder: string): Promise<Set<string>> =>
      fixture.vaults.read({ folder }).then((reader) => {
        const heads = new Set(
          reader
            .readCase(REFERENCE)
            .readLog()
            .map(({ origin }) => origin),
        );
        reader.close();
        return heads;
      });
    const [here, there] = [await origins(fixture.folder), await origins(newest)];
    expect([...here].filter((origin) => there.has(origin))).toHaveLength(1);
  });

  it('in another place is told as moved', async () => {
    const { fixture } = await makeAged();
    const elsewhere = join(fixture.root, 'elsewhere');
    renameSync(fixture.folder, elsewhere);
    const vault = await fixture.vaults.open({ folder: elsewhere, passphrase: PASSPHRASE });
    expect(vault.opening).toMatchObject({ restored: false, moved: true });
    expect(typesOf(vault.readLog()).at(-1)).toBe('vault.moved');
    vault.close();
    const again = await fixture.vaults.open({ folder: elsewhere, passphrase: PASSPHRASE });
    expect(again.opening.moved).toBe(false);
    again.close();
  });

  it('to a station that never knew it, or forgot, is told as moved; what was kept and is damaged is a finding', async () => {
    const { fixture } = await makeAged();
    const state = join(fixture.root, 'state', 'vaults');
    const [id = ''] = readdirSync(state);
    const [copy = ''] = readdirSync(join(state, id));
    const kept = join(state, id, copy, 'vault.json');
    expect((await check(fixture)).notes.map(({ code }) => code)).not.toContain('anchor-absent');
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('{', '{ '));
    expect((await check(fixture)).findings).toMatchObject([{ code: 'anchor-damaged', subject: 'vault' }]);
    rmSync(state, { recursive: true });
    expect((await check(fixture)).notes.map(({ code }) => code)).toContain('anchor-absent');
    const vault = await fixture.open();
    expect(vault.opening).toMatchObject({ restored: false, moved: true });
    const last = vault.readLog().at(-1)?.line ?? '';
    expect(last).toContain('"anchor":"absent"');
    expect(last).toContain('"sameFolder":true');
    vault.close();
  });

  it('under another tool says which', async () => {
    const { fixture } = await makeAged();
    const digest = `sha256:${'cd'.repeat(32)}` as const;
    const newer = fixture.other({ tool: { name: 'pugmark', version: '0.2.0', digest } });
    const vault = await newer.open({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(vault.opening.toolChanged).toBe(true);
    expect(vault.readLog().at(-1)?.line).toContain(`"to":"${digest}"`);
    vault.close();
    expect((await check(fixture)).findings).toEqual([]);
  });
});

describe('backup', () => {
  it('copies a vault beside its writer, opens, checks, and knows that it is a copy', async (context) => {
    context.skip(!isInPlain, PLAIN_ONLY);
    const fixture = makeFixture();
    const vault = await fixture.init();
    makeCase(vault);
    await capture(vault, 2);
    const destination = join(fixture.root, 'media', 'backup');
    const report = await fixture.other().backup({ folder: fixture.folder, destination });
    expect(report).toMatchObject({ format: 'vault-backup/v1', vault: vault.id, cases: 1, objects: 7 });
    expect(report.head).toMatchObject({
      origin: vault.latestCheckpoint()?.origin,
      size: vault.latestCheckpoint()?.size,
      root: vault.latestCheckpoint()?.root,
    });
    expect(readdirSync(destination).sort()).toEqual(['cases', 'incoming', 'keys', 'vault.sqlite']);
    vault.close();

    const copy = await fixture.vaults.check({ folder: destination, passphrase: PASSPHRASE });
    expect(copy.findings).toEqual([]);
    expect(copy.checked).toMatchObject({ cases: 1, exhibits: 2, artifacts: 8 });

    // Back in its place, and nothing was lost meanwhile: still a copy, which must not sign the old origins.
    rmSync(fixture.folder, { recursive: true });
    renameSync(destination, fixture.folder);
    const restored = await fixture.open();
    expect(restored.opening).toMatchObject({ restored: true, moved: false });
    expect(restored.readLog().at(-2)?.line).toContain('"reason":"restored-copy"');
    expect(await capture(restored)).toEqual(['E-0003']);
    restored.close();
    expect((await check(fixture)).findings).toEqual([]);
    const again = await fixture.open();
    expect(again.opening.restored).toBe(false);
    again.close();
  });

  it('keeps an attempt under way as open, and the copy ends it', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    store.startAttempt(store.startSession({}), { requestedUrl: 'https://slow.example/', clickedAt: '2026-03-02T08:00:00.000Z' });
    const destination = join(fixture.root, 'backup');
    await fixture.vaults.backup({ folder: fixture.folder, destination });
    vault.close();
    const copy = await fixture.vaults.open({ folder: destination, passphrase: PASSPHRASE });
    expect(copy.opening.interrupted).toMatchObject([{ exhibit: 'E-0001' }]);
    copy.close();
    expect((await fixture.vaults.check({ folder: destination, passphrase: PASSPHRASE })).findings).toEqual([]);
  });

  it('refuses a folder with anything in it, a place inside the vault, and damaged objects; leaves nothing half-made', async () => {
    const { fixture } = await makeAged();
    const taken = join(fixture.root, 'taken');
    cpSync(join(fixture.folder, 'keys'), taken, { recursive: true });
    await expect(fixture.vaults.backup({ folder: fixture.folder, destination: taken })).rejects.toMatchObject({ code: 'vault-exists' });
    const [link, deepLink] = [join(fixture.root, 'link'), join(fixture.root, 'deep link')];
    symlinkSync(fixture.folder, link);
    symlinkSync(join(fixture.folder, 'cases'), deepLink);
    for (const inside of [fixture.folder, join(fixture.folder, 'backup'), join(link, 'new', 'backup'), join(deepLink, 'backup')]) {
      await expect(fixture.vaults.backup({ folder: fixture.folder, destination: inside })).rejects.toMatchObject({ code: 'usage' });
    }
    const abort = new AbortController();
    abort.abort();
    const destination = join(fixture.root, 'media', 'backup');
    await expect(fixture.vaults.backup({ folder: fixture.folder, destination, signal: abort.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const objects = readdirSync(join(fixture.folder, 'cases'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name),
    );
    const [object] = objects;
    if (object === undefined) throw new Error('no object');
    writeFileSync(join(object.parentPath, object.name), 'changed');
    await expect(fixture.vaults.backup({ folder: fixture.folder, destination })).rejects.toMatchObject({ code: 'object-changed' });
    rmSync(join(object.parentPath, object.name));
    await expect(fixture.vaults.backup({ folder: fixture.folder, destination })).rejects.toMatchObject({ code: 'object-missing' });
    expect(readdirSync(join(fixture.root, 'media'))).toEqual([]);
  });
});
