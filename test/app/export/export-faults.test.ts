import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExportStep } from '../../../src/app/export-run.ts';
import type { CustodyEntry } from '../../../src/core/custody/entry.ts';
import { PugmarkError } from '../../../src/core/errors.ts';
import type { CaseStore, VaultStore } from '../../../src/core/ports.ts';
import { mountSmallDisk, NEEDS_MOUNT } from '../../storage/small-disk.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, type Fixture } from '../../storage/vault-fixture.ts';
import { exportCase, makeGround, when } from './export-parts.ts';

interface Case {
  readonly fixture: Fixture;
  readonly vault: VaultStore;
  readonly store: CaseStore;
}

async function makeCaseOfOne(bytes = 10_000): Promise<Case> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  const store = makeCase(vault);
  const session = store.startSession({});
  await captureAd(store, session, {}, [{ name: 'tile.png', bytes: new Uint8Array(bytes).fill(7) }]);
  store.endSession(session, {});
  return { fixture, vault, store };
}

/** Nothing is left of an export but its two entries, and the next one works. */
async function expectNoTrace({ fixture, vault, store }: Case, reason: string, out = join(fixture.root, 'out')): Promise<void> {
  const last = store
    .readLog()
    .slice(-2)
    .map(({ line }) => JSON.parse(line) as CustodyEntry);
  expect(last.map(({ type }) => type)).toEqual(['package.exported', 'package.failed']);
  expect(last[1]?.details).toEqual({ package: last[0]?.details['package'], reason });
  expect(store.latestCheckpoint()?.size).toBe(store.readLog().length);
  expect(existsSync(out) ? readdirSync(out) : []).toEqual([]);
  expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
  const clock = makeGround().clock;
  for (let i = 0; i < 5; i += 1) clock.now();
  const made = await exportCase(vault, store, fixture.root, { ground: makeGround({ clock }), folder: join(fixture.root, 'again') });
  expect(existsSync(made.path)).toBe(true);
  const { findings } = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
  expect(findings).toEqual([]);
}

describe('an export that fails', () => {
  it.each<ExportStep>(['exported', 'planned', 'write', 'written'])('by a cancel at %s leaves no file', async (step) => {
    const made = await makeCaseOfOne();
    const cancel = new AbortController();
    const onProgress = when(step, () => cancel.abort(new PugmarkError('cancelled', 'Cancelled')));
    await expect(exportCase(made.vault, made.store, made.fixture.root, { signal: cancel.signal, onProgress })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expectNoTrace(made, 'cancelled');
  });

  it.each<ExportStep>(['noted', 'named', 'sealed'])('not by a cancel at %s: then the package is there', async (step) => {
    const { fixture, vault, store } = await makeCaseOfOne();
    const cancel = new AbortController();
    const onProgress = when(step, () => cancel.abort(new PugmarkError('cancelled', 'Cancelled')));
    const { path } = await exportCase(vault, store, fixture.root, { signal: cancel.signal, onProgress });
    expect(readdirSync(join(fixture.root, 'out'))).toEqual([path.split('/').at(-1)]);
  });

  it('by an object that is not what was sealed leaves no file', async () => {
    const made = await makeCaseOfOne();
    const stored =
      made.store
        .findExhibit('E-0001')
        ?.artifacts.find(({ name }) => name === 'tile.png')
        ?.objectSha256.slice(7) ?? '';
    const object = join(made.fixture.folder, 'cases', made.store.summary.id, 'objects', stored.slice(0, 2), stored.slice(2, 4), stored);
    const bytes = readFileSync(object);
    writeFileSync(object, Buffer.from(bytes).fill(8, 5000, 5001));
    await expect(exportCase(made.vault, made.store, made.fixture.root)).rejects.toMatchObject({ code: 'object-changed' });
    rmSync(object);
    const elsewhere = { folder: join(made.fixture.root, 'missing') };
    await expect(exportCase(made.vault, made.store, made.fixture.root, elsewhere)).rejects.toMatchObject({ code: 'object-missing' });
    writeFileSync(object, bytes);
    await expectNoTrace(made, 'object-missing');
  });

  it('by a full disk leaves no file', async ({ skip }) => {
    const made = await makeCaseOfOne(3_000_000);
    const small = mountSmallDisk(join(made.fixture.root, 'out'), 1)?.folder;
    if (small === undefined) skip(NEEDS_MOUNT);
    if (small === undefined) return;
    await expect(exportCase(made.vault, made.store, made.fixture.root)).rejects.toMatchObject({ code: 'disk-full' });
    await expectNoTrace(made, 'disk-full', small);
  });

  it('by a medium that cannot be written is refused at once, or leaves no file', async ({ skip }) => {
    const made = await makeCaseOfOne();
    const small = mountSmallDisk(join(made.fixture.root, 'out'), 1);
    if (small === undefined) skip(NEEDS_MOUNT);
    if (small === undefined) return;
    const onProgress = when('planned', () => small.makeReadOnly());
    await expect(exportCase(made.vault, made.store, made.fixture.root, { onProgress })).rejects.toMatchObject({ code: 'io-failed' });
    const before = made.store.readLog().length;
    await expect(exportCase(made.vault, made.store, made.fixture.root)).rejects.toMatchObject({ code: 'io-failed' });
    expect(made.store.readLog()).toHaveLength(before);
    await expectNoTrace(made, 'io-failed', small.folder);
  });

  it('by a file that came up meanwhile leaves that file as it is', async () => {
    const made = await makeCaseOfOne();
    let taken = '';
    const onProgress = when('write', () => {
      const { line } = made.store.readLog().at(-1) ?? { line: '{}' };
      const seq = (JSON.parse(line) as CustodyEntry).seq;
      taken = made.store.readTexts().find((text) => text.seq === seq && text.name === 'destination')?.text ?? '';
      writeFileSync(taken, 'somebody else’s');
    });
    await expect(exportCase(made.vault, made.store, made.fixture.root, { onProgress })).rejects.toMatchObject({ code: 'usage' });
    expect(readFileSync(taken, 'utf8')).toBe('somebody else’s');
    rmSync(taken);
    await expectNoTrace(made, 'usage');
  });

  it('by a folder that went away leaves no file', async () => {
    const made = await makeCaseOfOne();
    const out = join(made.fixture.root, 'out');
    const onProgress = when('noted', () => renameSync(out, `${out}-moved`));
    await expect(exportCase(made.vault, made.store, made.fixture.root, { onProgress })).rejects.toMatchObject({ code: 'io-failed' });
    mkdirSync(out);
    await expectNoTrace(made, 'io-failed', out);
  });

  it('without its seal key makes no package at all', async () => {
    const made = await makeCaseOfOne();
    const seal =
      made.vault
        .listKeys()
        .find(({ purpose, practice }) => purpose === 'seal' && !practice)
        ?.id.slice(7) ?? '';
    const file = join(made.fixture.folder, 'keys', `${seal}.key.json`);
    renameSync(file, `${file}.away`);
    await expect(exportCase(made.vault, made.store, made.fixture.root)).rejects.toMatchObject({ code: 'io-failed' });
    renameSync(`${file}.away`, file);
    await expectNoTrace(made, 'io-failed');
  });

  it('by its report leaves no file, and nothing of the report', async () => {
    const made = await makeCaseOfOne();
    const reports = {
      async *makeReports() {
        yield { path: 'data/summary.en.pdf', bytes: new Uint8Array(10) };
        throw await Promise.resolve(new PugmarkError('browser-lost', 'The browser is gone'));
      },
    };
    const ground = makeGround({ reports });
    await expect(exportCase(made.vault, made.store, made.fixture.root, { ground })).rejects.toMatchObject({ code: 'browser-lost' });
    await expectNoTrace(made, 'browser-lost');
  });

  it('by a fault of ours says so in the log and not more', async () => {
    const made = await makeCaseOfOne();
    const onProgress = when('write', () => {
      throw new TypeError('a fault with a /path/of/this/machine');
    });
    await expect(exportCase(made.vault, made.store, made.fixture.root, { onProgress })).rejects.toThrow(TypeError);
    await expectNoTrace(made, 'program-fault');
  });
});
