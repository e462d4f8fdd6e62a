import Database from 'better-sqlite3';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckReport, VaultStore } from '../../src/core/ports.ts';
import { capture, check, makeAged, typesOf } from './aged-vault.ts';
import { PASSPHRASE, REFERENCE, type Fixture, isInPlain, PLAIN_ONLY } from './vault-fixture.ts';

function open(fixture: Fixture, folder: string): Promise<VaultStore> {
  return fixture.vaults.open({ folder, passphrase: PASSPHRASE });
}

function findingsOf({ findings }: CheckReport): readonly string[] {
  return findings.map(({ code, subject }) => `${code} ${subject.split(':')[0]}`);
}

function notesOf({ notes }: CheckReport): readonly string[] {
  return notes.map(({ code, subject }) => `${code} ${subject.split(':')[0]}`);
}

/** Heads of the vault's and the case's running segments, by origin. */
async function readOrigins(fixture: Fixture, folder: string): Promise<readonly string[]> {
  const reader = await fixture.vaults.read({ folder });
  const ofCase = reader.readCase(REFERENCE);
  const origins = [...reader.readLog(), ...ofCase.readLog()].map(({ origin }) => origin);
  ofCase.close();
  reader.close();
  return [...new Set(origins)];
}

/** Files that the station keeps about the copy in this place. */
function stateOf(fixture: Fixture, folder: string): string {
  const state = join(fixture.root, 'state', 'vaults');
  const ofVault = join(state, readdirSync(state)[0] ?? '');
  const copy = readdirSync(ofVault).find((name) => readFileSync(join(ofVault, name, 'copy.json'), 'utf8').includes(`"${folder}"`));
  return join(ofVault, copy ?? '');
}

describe('a copy beside its original', () => {
  it('that is older is whole, and is told how much of what is known it holds', async () => {
    const { fixture, old } = await makeAged();
    const report = await check(fixture, old);
    expect(report.findings).toEqual([]);
    expect(notesOf(report)).toEqual(['older-copy vault', `older-copy case ${REFERENCE}`]);
    expect(report.notes[1]?.message).toContain(`older than the copy in ${fixture.folder}: it holds 4 of 12 entries known on this station`);
    // The original is not older than itself: the control.
    expect(await check(fixture)).toMatchObject({ findings: [], notes: [] });
  });

  it('in the place of the original is a rollback: found, then recorded', async () => {
    const { fixture, old } = await makeAged();
    rmSync(fixture.folder, { recursive: true });
    renameSync(old, fixture.folder);
    expect(findingsOf(await check(fixture))).toEqual(['anchor-differs vault', `anchor-differs case ${REFERENCE}`]);
    const vault = await fixture.open();
    expect(vault.opening.restored).toBe(true);
    vault.close();
    expect(findingsOf(await check(fixture))).toEqual([]);
  });

  it('made by backup and used leaves the original whole, and both go on under origins of their own', async () => {
    const { fixture } = await makeAged();
    const backup = join(fixture.root, 'stick', 'backup');
    await fixture.vaults.backup({ folder: fixture.folder, destination: backup });
    expect(await check(fixture, backup)).toMatchObject({ findings: [], notes: [] });
    const copy = await open(fixture, backup);
    expect(copy.opening).toMatchObject({ restored: true, moved: true });
    expect(await capture(copy)).toEqual(['E-0005']);
    copy.close();

    const original = await check(fixture);
    expect(original.findings).toEqual([]);
    expect(notesOf(original)).toEqual(['older-copy vault', 'older-copy case OTHER', `older-copy case ${REFERENCE}`]);
    // No number is given out twice, so the case goes on in a segment that says why.
    const vault = await fixture.open();
    expect(await capture(vault)).toEqual(['E-0006']);
    expect(vault.readLog().at(-1)?.line).toContain('"scope":"case"');
    expect(vault.openCase(REFERENCE).readLog().at(-5)?.line).toContain('"reason":"other-copy"');
    vault.close();
    for (const folder of [fixture.folder, backup]) {
      const report = await check(fixture, folder);
      expect(report.findings).toEqual([]);
      expect(notesOf(report)).toContain(`other-copy case ${REFERENCE}`);
    }
    // Opened again, neither starts another segment.
    for (const folder of [fixture.folder, backup]) {
      const again = await open(fixture, folder);
      again.openCase(REFERENCE);
      expect(again.opening).toMatchObject({ restored: false, moved: false });
      again.close();
    }
    const [here, there] = [await readOrigins(fixture, fixture.folder), await readOrigins(fixture, backup)];
    expect(here.filter((origin) => there.includes(origin))).toHaveLength(2);
  });

  it('made by hand of a vault that has not moved goes on in new segments: no origin is signed in two places', async () => {
    const { fixture } = await makeAged();
    const twin = join(fixture.root, 'twin');
    cpSync(fixture.folder, twin, { recursive: true });
    const copy = await open(fixture, twin);
    expect(copy.opening.restored).toBe(true);
    expect(typesOf(copy.readLog())).toContain('vault.restored');
    await capture(copy);
    copy.close();
    const vault = await fixture.open();
    expect(vault.opening.restored).toBe(false);
    vault.close();
    expect((await check(fixture, twin)).findings).toEqual([]);
    expect((await check(fixture)).findings).toEqual([]);
  });

  it('that was moved, with another vault now in its old place, is moved and no copy', async () => {
    const { fixture } = await makeAged();
    const elsewhere = join(fixture.root, 'elsewhere');
    renameSync(fixture.folder, elsewhere);
    (await fixture.init()).close();
    const vault = await open(fixture, elsewhere);
    expect(vault.opening).toMatchObject({ restored: false, moved: true });
    expect(vault.readLog().at(-1)?.line).toContain('"anchor":"other-place"');
    vault.close();
    expect(await check(fixture, elsewhere)).toMatchObject({ findings: [], notes: [] });
  });

  it('that another station went on with under the old origin is no beginning of what is known here', async () => {
    const { fixture, old } = await makeAged();
    const elsewhere = fixture.other({ stateFolder: join(fixture.root, 'state of another station') });
    const forked = await elsewhere.open({ folder: old, passphrase: PASSPHRASE });
    expect(forked.opening.restored).toBe(false);
    await capture(forked);
    forked.close();
    expect((await elsewhere.check({ folder: old, passphrase: PASSPHRASE })).findings).toEqual([]);
    const report = await check(fixture, old);
    expect(findingsOf(report)).toEqual(['anchor-differs vault', `anchor-differs case ${REFERENCE}`]);
    expect(report.findings[1]?.message).toContain(fixture.folder);
    // Opened here, it goes on apart.
    const vault = await open(fixture, old);
    expect(vault.opening.restored).toBe(true);
    vault.close();
  });

  it('with another first segment is none of this vault', async (context) => {
    context.skip(!isInPlain, PLAIN_ONLY);
    const { fixture, old } = await makeAged();
    const db = new Database(join(old, 'vault.sqlite'));
    db.pragma('foreign_keys = OFF');
    for (const trigger of ['segments_no_update', 'entries_no_update', 'checkpoints_no_update']) db.exec(`DROP TRIGGER ${trigger}`);
    for (const table of ['segments', 'entries', 'checkpoints', 'texts']) db.exec(`UPDATE ${table} SET origin = 'pugmark.other'`);
    db.close();
    expect(findingsOf(await check(fixture, old))).toContain('anchor-differs vault');
  });

  it('cannot be shown to be a beginning when the leaves that were kept are damaged; the next writer mends them', async () => {
    const { fixture, old } = await makeAged();
    const state = stateOf(fixture, fixture.folder);
    const leaves = readdirSync(state).filter((name) => name.endsWith('.leaves'));
    expect(leaves).toHaveLength(2);
    for (const name of leaves) truncateSync(join(state, name), 40);
    expect(findingsOf(await check(fixture, old))).toEqual(['anchor-differs vault', `anchor-differs case ${REFERENCE}`]);
    expect((await check(fixture)).findings).toEqual([]);
    const vault = await fixture.open();
    vault.openCase(REFERENCE).startSession({});
    vault.changeSetting('language', 'nl');
    vault.close();
    const report = await check(fixture, old);
    expect(report.findings).toEqual([]);
    expect(notesOf(report)).toEqual(['older-copy vault', `older-copy case ${REFERENCE}`]);
  });
});

describe('what a station keeps', () => {
  it('is told when it is missing for one case, or cannot be read for another copy', async () => {
    const { fixture, old } = await makeAged();
    const state = stateOf(fixture, fixture.folder);
    const [ofCase = ''] = readdirSync(state).filter((name) => /^case-.*\.json$/.test(name));
    writeFileSync(join(state, ofCase), '{}');
    expect(notesOf(await check(fixture, old)).filter((note) => note.startsWith('copy-not-compared'))).toHaveLength(1);
    rmSync(join(state, ofCase));
    const report = await check(fixture);
    expect(report.findings).toEqual([]);
    expect(report.notes).toMatchObject([{ code: 'anchor-absent', message: expect.stringContaining('missing') as string }]);
    expect(report.notes[0]?.subject).toMatch(/^case /);
  });

  it('is there for a case from its first moment', async () => {
    const { fixture } = await makeAged();
    const vault = await fixture.open();
    vault.newCase({ reference: 'NEW', title: 'Nothing in it yet', practice: true });
    vault.close();
    expect((await check(fixture)).notes).toEqual([]);
  });
});
