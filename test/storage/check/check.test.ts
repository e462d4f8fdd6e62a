import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { concatBytes, toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { ImageCodec } from '../../../src/core/ports.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, REFERENCE, type Fixture, isInPlain, PLAIN_ONLY } from '../vault-fixture.ts';

describe('check', () => {
  it('finds nothing wrong in a vault with evidence and practice', async (context) => {
    context.skip(!isInPlain, PLAIN_ONLY);
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({}, { reason: 'first look' });
    await captureAd(store, session);
    await captureAd(store, session, { state: 'partial', reasons: [{ code: 'time-limit', detail: '' }] });
    store.abandonAttempt(
      store.startAttempt(session, { requestedUrl: 'https://gone.example/', clickedAt: '2026-03-02T08:00:00.000Z' }),
      'capture.failed',
      { code: 'dns-failed' },
    );
    store.endSession(session, { captures: 3 });
    const practice = makeCase(vault, { reference: 'PRACTICE-1', practice: true });
    await captureAd(practice, practice.startSession({}));
    vault.addOperator({ serviceNumber: 'NL-5678', osAccount: 'jdoe' });
    vault.changeSetting('language', 'nl');
    vault.closeCase(REFERENCE);
    vault.close();

    const progress: string[] = [];
    const report = await fixture.vaults.check({
      folder: fixture.folder,
      passphrase: PASSPHRASE,
      onProgress: ({ step }) => progress.push(step),
    });
    expect(report.findings).toEqual([]);
    expect(report.notes).toEqual([]);
    expect(report.checked).toMatchObject({ cases: 2, exhibits: 3, artifacts: 12, objects: 11, keys: 10, recipes: 0 });
    expect(new Set(progress)).toEqual(new Set(['vault', 'case', 'exhibit', 'done']));

    const locked = await fixture.vaults.check({ folder: fixture.folder });
    expect(locked.findings).toEqual([]);
    expect(locked.notes.map(({ code }) => code)).toEqual(['not-checked-locked', 'not-checked-locked', 'not-checked-locked']);
    await expect(fixture.vaults.check({ folder: fixture.folder, passphrase: 'guess' })).rejects.toMatchObject({ code: 'passphrase-wrong' });
  });

  it('reads beside a writer', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({});
    await captureAd(store, session);
    store.startAttempt(session, { requestedUrl: 'https://slow.example/', clickedAt: '2026-03-02T08:00:00.000Z' });
    const report = await fixture.other().check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(report.findings).toEqual([]);
    expect(report.notes.map(({ code }) => code)).toEqual(['capture-under-way', 'checkpoint-pending', 'attempt-open']);
    vault.close();
  });

  it('puts derived pictures together again, and says so when it cannot', async () => {
    const [first, second] = [toUtf8('tile one '), toUtf8('tile two')];
    const pixelsSha256 = digestOf(concatBytes(first, second));
    const tiles = [first, second].map((bytes) => ({ sha256: digestOf(bytes), xPx: 0, yPx: 0, widthPx: 10, heightPx: 5, skipTopPx: 0 }));
    interface Recipe {
      readonly tiles: typeof tiles;
      readonly patches?: typeof tiles;
      readonly pixelsSha256: typeof pixelsSha256;
    }
    const seal = async (recipe: Recipe): Promise<Fixture> => {
      const fixture = makeFixture({ images: joining });
      const vault = await fixture.init();
      const store = makeCase(vault);
      await captureAd(store, store.startSession({}), { recipes: [{ name: 'full.png', widthPx: 10, heightPx: 10, ...recipe }] }, [
        { name: 'tile-1.png', bytes: first },
        { name: 'tile-2.png', bytes: second },
        { name: 'full.png', bytes: concatBytes(first, second) },
      ]);
      vault.close();
      return fixture;
    };
    const good = await seal({ tiles, pixelsSha256 });
    const report = await good.vaults.check({ folder: good.folder });
    expect(report.findings).toEqual([]);
    expect(report.checked.recipes).toBe(1);
    const patched = await seal({ tiles: tiles.slice(0, 1), patches: tiles.slice(1), pixelsSha256 });
    expect((await patched.vaults.check({ folder: patched.folder })).findings).toEqual([]);
    const withoutCodec = await good.other().check({ folder: good.folder });
    expect(withoutCodec.notes.map(({ code }) => code)).toContain('not-checked-recipe');

    for (const recipe of [
      { tiles: tiles.toReversed(), pixelsSha256 },
      { tiles: tiles.slice(1), pixelsSha256 },
      { tiles, patches: tiles.slice(1), pixelsSha256 },
      { tiles: tiles.slice(0, 1), patches: tiles.map((tile) => ({ ...tile, sha256: pixelsSha256 })), pixelsSha256 },
      { tiles, pixelsSha256: digestOf(first) },
      { tiles: tiles.map((tile) => ({ ...tile, sha256: pixelsSha256 })), pixelsSha256 },
    ]) {
      const bad = await seal(recipe);
      expect((await bad.vaults.check({ folder: bad.folder })).findings.map(({ code }) => code)).toEqual(['recipe-differs']);
    }
  });

  it('finds cases that stand in another order than they were opened in', async (context) => {
    context.skip(!isInPlain, PLAIN_ONLY);
    const fixture = makeFixture();
    const vault = await fixture.init();
    for (const reference of ['FIRST', 'SECOND']) makeCase(vault, { reference });
    vault.close();
    const swap = (): void => {
      const db = new Database(join(fixture.folder, 'vault.sqlite'));
      db.exec('UPDATE cases SET ordinal = -ordinal');
      db.close();
    };
    swap();
    expect((await fixture.vaults.check({ folder: fixture.folder })).findings).toMatchObject([
      { code: 'case-row-differs', subject: 'cases' },
    ]);
    swap();
    expect((await fixture.vaults.check({ folder: fixture.folder })).findings).toEqual([]);
  });

  it('can be given up', async () => {
    const fixture = makeFixture();
    (await fixture.init()).close();
    const abort = new AbortController();
    abort.abort();
    await expect(fixture.vaults.check({ folder: fixture.folder, signal: abort.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});

function digestOf(bytes: Uint8Array): `sha256:${string}` {
  return sha256DigestOf(nodeHashing.sha256(bytes));
}

/** Pictures are texts here, their pixels the bytes, and stitching is joining. */
const joining: ImageCodec = {
  readSize: () => Promise.resolve({ widthPx: 10, heightPx: 5 }),
  stitch(tiles, patches = []) {
    const parts = [...tiles, ...patches];
    const png = concatBytes(...parts.map((part) => part.png));
    const heightPx = parts.reduce((sum, part) => sum + part.heightPx, 0);
    return Promise.resolve({ png, widthPx: 10, heightPx, pixelsSha256: digestOf(png) });
  },
  async compareStitched(tiles, patches, picture) {
    const { widthPx, heightPx, pixelsSha256, png } = await joining.stitch(tiles, patches);
    return { widthPx, heightPx, pixelsSha256, picture: Buffer.compare(png, picture) === 0 ? 'same' : 'different' };
  },
  preview: (picture) => Promise.resolve({ jpeg: picture, widthPx: 10, heightPx: 5, cut: false }),
  burnIn: (picture) => Promise.resolve({ png: picture, widthPx: 10, heightPx: 5 }),
  hashPixels: (png) => Promise.resolve({ widthPx: 10, heightPx: 10, pixelsSha256: digestOf(png) }),
};
