import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildCanonicalJson } from '../../src/core/canonical/canonical-json.ts';
import { hashLeaf } from '../../src/core/custody/merkle.ts';
import { openTlogProof } from '../../src/core/custody/tlog-proof.ts';
import { hexOf } from '../../src/core/digest/digest.ts';
import { toUtf8 } from '../../src/core/digest/encoding.ts';
import { nodeCryptography, nodeHashing } from '../../src/platform/cryptography.ts';
import {
  AD_TITLE,
  AD_URL,
  captureAd,
  makeCase,
  makeFixture,
  makeRecord,
  PASSPHRASE,
  readAll,
  REFERENCE,
  sealAd,
  isInPlain,
  PLAIN_ONLY,
} from './vault-fixture.ts';

describe('a case', () => {
  it('seals an attempt as an exhibit with its artifacts, log entry and checkpoint', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({ purpose: 'capture' });
    const attempt = store.startAttempt(session, { requestedUrl: AD_URL, clickedAt: '2026-03-02T08:00:00.000Z' });
    expect(attempt.exhibit).toBe('E-0001');
    await attempt.staging.write({ role: 'dom', name: 'dom.html', mediaType: 'text/html' }, toUtf8('<p>'));
    const sealed = await sealAd(store, session, attempt);
    expect(sealed.entry).toMatchObject({ type: 'capture.sealed', exhibit: 'E-0001', digest: sealed.digest, actor: 'NL-1234' });
    expect(sealed.artifacts.map(({ role, name }) => [role, name])).toEqual([
      ['dom', 'dom.html'],
      ['record', 'capture.json'],
    ]);
    expect(sealed.checkpoint).toMatchObject({ size: 3 });
    expect(store.latestCheckpoint()).toEqual(sealed.checkpoint);
    expect(store.listExhibits()).toMatchObject([
      { exhibit: 'E-0001', state: 'sealed', digest: sealed.digest, title: AD_TITLE, httpStatus: 200 },
    ]);
    expect(store.countByState()).toEqual({ sealed: 1 });
    expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
    vault.close();

    const reader = await fixture.vaults.read({ folder: fixture.folder });
    const readCase = reader.readCase(REFERENCE);
    const found = readCase.findExhibit('E-0001');
    const record = found?.artifacts.at(-1);
    expect(record?.sha256).toBe(sealed.digest);
    if (record === undefined) throw new Error('no record');
    expect(nodeHashing.sha256(await readAll(readCase.readArtifact(record)))).toEqual(Buffer.from(hexOf(sealed.digest), 'hex'));
    readCase.close();
    reader.close();
  });

  it('keeps [secrets] encrypted, and opens them with the passphrase only', async (context) => {
    context.skip(!isInPlain, PLAIN_ONLY);
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    await captureAd(store, store.startSession({}));
    vault.close();
    const stored = readdirSync(join(fixture.folder, 'cases'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    expect(stored.some((bytes) => bytes.includes('Oud ivoren beeldje'))).toBe(true);
    expect(stored.some((bytes) => bytes.includes('s3cret-value'))).toBe(false);

    const locked = await fixture.vaults.read({ folder: fixture.folder });
    const secrets = locked
      .readCase(REFERENCE)
      .findExhibit('E-0001')
      ?.artifacts.find(({ role }) => role === 'secrets');
    if (secrets === undefined) throw new Error('no secrets');
    expect(secrets).toMatchObject({ encrypted: true });
    expect(secrets.objectSha256).not.toBe(secrets.sha256);
    await expect(readAll(locked.readCase(REFERENCE).readArtifact(secrets))).rejects.toMatchObject({ code: 'passphrase-missing' });
    const unlocked = await fixture.vaults.read({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(Buffer.from(await readAll(unlocked.readCase(REFERENCE).readArtifact(secrets))).toString()).toBe('{"cookie":"s3cret-value"}');
  });

  it('refuses a record that is not that of the attempt, and lets it be sealed right', async () => {
    const fixture = makeFixture();
    const store = makeCase(await fixture.init());
    const session = store.startSession({});
    const attempt = store.startAttempt(session, { requestedUrl: AD_URL, clickedAt: '2026-03-02T08:00:00.000Z' });
    await attempt.staging.write({ role: 'dom', name: 'dom.html', mediaType: 'text/html' }, toUtf8('<p>'));
    const right = makeRecord(store, session, attempt);
    const wrong = [
      { ...right, practice: true },
      { ...right, exhibit: 'E-0002' },
      { ...right, observation: { ...right.observation, artifacts: [] } },
      { ...right, observation: { ...right.observation, artifacts: right.observation.artifacts.map((one) => ({ ...one, sizeBytes: 4 })) } },
    ];
    for (const record of wrong) {
      await expect(store.sealAttempt(attempt, { record, recordBytes: buildCanonicalJson(record), facts: {} })).rejects.toMatchObject({
        code: 'record-invalid',
      });
    }
    const loose = toUtf8(JSON.stringify(right, null, 1));
    await expect(store.sealAttempt(attempt, { record: right, recordBytes: loose, facts: {} })).rejects.toMatchObject({
      code: 'json-not-canonical',
    });
    expect(store.listExhibits()).toMatchObject([{ state: 'open' }]);
    await expect(sealAd(store, session, attempt)).resolves.toMatchObject({ entry: { type: 'capture.sealed' } });
    await expect(sealAd(store, session, attempt)).rejects.toMatchObject({ code: 'usage' });
  });

  it('writes neither address nor title, nor any other text, into a log', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({}, { reason: 'tip from a colleague' });
    await captureAd(store, session);
    store.record({ type: 'note.added', exhibit: 'E-0001', details: {}, texts: { note: 'looks carved' } });
    expect(() => store.record({ type: 'note.added', details: { note: 'looks carved' } })).toThrow(
      expect.objectContaining({ code: 'record-invalid' }),
    );
    store.endSession(session, { captures: 1 });
    const lines = [...vault.readLog(), ...store.readLog()].map(({ line }) => line);
    expect(lines).toHaveLength(17);
    expect(lines.filter((line) => line.includes('Commitment'))).toHaveLength(6);
    for (const text of [
      'market.example',
      'tusk',
      AD_TITLE,
      'colleague',
      'carved',
      REFERENCE,
      'Ivory sold',
      'Team Nature',
      fixture.folder,
    ]) {
      expect(lines.filter((line) => line.includes(text))).toEqual([]);
    }
  });

  it('proves an exhibit by a tlog-proof under the log key', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({});
    for (let i = 0; i < 5; i += 1) await captureAd(store, session);
    const proof = store.buildExhibitProof('E-0003') ?? '';
    const line = store.readLog().find((one) => one.line.includes('capture.sealed') && one.line.includes('E-0003'))?.line ?? '';
    const publicKey = vault.listKeys().find(({ purpose, practice }) => purpose === 'log' && !practice)?.publicKey ?? new Uint8Array();
    expect(openTlogProof(nodeCryptography, proof, { leafHash: hashLeaf(nodeHashing, toUtf8(line)), publicKey })).toMatchObject({
      index: 6,
      head: { size: 11 },
    });
    expect(() => openTlogProof(nodeCryptography, proof, { leafHash: hashLeaf(nodeHashing, toUtf8(`${line} `)), publicKey })).toThrow(
      expect.objectContaining({ code: 'proof-invalid' }),
    );
    expect(store.buildExhibitProof('E-0009')).toBeUndefined();
  });

  it('numbers attempts without gaps, whatever becomes of them', async () => {
    const fixture = makeFixture();
    const store = makeCase(await fixture.init());
    const session = store.startSession({});
    const start = (): ReturnType<typeof store.startAttempt> =>
      store.startAttempt(session, { requestedUrl: AD_URL, clickedAt: '2026-03-02T08:00:00.000Z' });
    store.abandonAttempt(start(), 'capture.failed', { code: 'dns-failed' });
    store.abandonAttempt(start(), 'capture.cancelled', {});
    await captureAd(store, session);
    await captureAd(store, session, { state: 'partial', reasons: [{ code: 'time-limit', detail: '' }] });
    await captureAd(store, session, { state: 'failed', error: { code: 'no-document', message: '' } });
    expect(store.listExhibits().map(({ exhibit, state, digest }) => [exhibit, state, digest !== undefined])).toEqual([
      ['E-0001', 'failed', false],
      ['E-0002', 'cancelled', false],
      ['E-0003', 'sealed', true],
      ['E-0004', 'partial', true],
      ['E-0005', 'failed', true],
    ]);
    expect(existsSync(join(fixture.folder, 'incoming'))).toBe(true);
    expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
  });
});

describe('a file that is none of the vault', () => {
  it("stands in nobody's way, and stays", async () => {
    const fixture = makeFixture();
    (await fixture.init()).close();
    const stray = join(fixture.folder, 'incoming', '.DS_Store');
    writeFileSync(stray, 'of the desktop');
    (await fixture.open()).close();
    const { findings, notes } = await fixture.vaults.check({ folder: fixture.folder });
    expect(findings).toEqual([]);
    expect(notes.filter(({ subject }) => subject.startsWith('incoming'))).toEqual([]);
    expect(readFileSync(stray, 'utf8')).toBe('of the desktop');
  });
});

describe('many at once', () => {
  it('seals attempts of one case side by side, with bytes in common', async (context) => {
    context.skip(!isInPlain, PLAIN_ONLY);
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({});
    const big = { name: 'tile.png', bytes: new Uint8Array(2_500_000).fill(9) };
    await Promise.all(Array.from({ length: 6 }, () => captureAd(store, session, {}, [big])));
    expect(store.countByState()).toEqual({ sealed: 6 });
    vault.close();
    const report = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(report.findings).toEqual([]);
    // dom, secrets and record of each, and two objects that all share.
    expect(report.checked.objects).toBe(6 * 3 + 2);
  });

  it('takes artifacts side by side, each name once', async () => {
    const fixture = makeFixture();
    const store = makeCase(await fixture.init());
    const session = store.startSession({});
    const attempt = store.startAttempt(session, { requestedUrl: AD_URL, clickedAt: '2026-03-02T08:00:00.000Z' });
    const write = (name: string): Promise<unknown> =>
      attempt.staging.write({ role: 'media', name, mediaType: 'image/png' }, toUtf8(name)).catch((error: unknown) => error);
    expect(await Promise.all([write('a.png'), write('a.png'), write('b.png')])).toMatchObject([
      { name: 'a.png' },
      { code: 'record-invalid' },
      { name: 'b.png' },
    ]);
    for (const name of ['../a', 'A.png', '', 'a.', 'a/b', 'a'.repeat(121)]) {
      expect(await write(name)).toMatchObject({ code: 'record-invalid' });
    }
    expect(Buffer.from(await readAll(attempt.staging.read('b.png'))).toString()).toBe('b.png');
    await sealAd(store, session, attempt);
    expect(await write('late.png')).toMatchObject({ code: 'record-invalid' });
  });

  it('keeps hostile text as it is: NUL, directions, quotes, half characters', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({});
    const title = `a\u0000b \u202Egnp.exe\u202C '"; DROP TABLE exhibits; -- \ud83d\ude00`;
    const requestedUrl = `https://market.example/?q=\u0000'"\u202E`;
    const attempt = store.startAttempt(session, { requestedUrl, clickedAt: '2026-03-02T08:00:00.000Z' });
    await sealAd(store, session, attempt, { page: { title, meta: [], openGraph: [], jsonLd: [], microdata: [] } });
    expect(store.findExhibit('E-0001')?.summary).toMatchObject({ title, requestedUrl });
    const half = store.startAttempt(session, { requestedUrl, clickedAt: '2026-03-02T08:00:00.000Z' });
    await expect(
      Promise.resolve().then(() =>
        sealAd(store, session, half, { page: { title: '\ud83d', meta: [], openGraph: [], jsonLd: [], microdata: [] } }),
      ),
    ).rejects.toMatchObject({ code: 'json-invalid' });
    store.abandonAttempt(half, 'capture.failed', { code: 'no-document' });
    vault.close();
    expect((await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE })).findings).toEqual([]);
  });

  it('says that a seal is kept when only what follows the commit fails', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({});
    const attempt = store.startAttempt(session, { requestedUrl: AD_URL, clickedAt: '2026-03-02T08:00:00.000Z' });
    const state = join(fixture.root, 'state');
    renameSync(state, `${state}-away`);
    writeFileSync(state, 'no folder');
    await expect(sealAd(store, session, attempt)).rejects.toMatchObject({ code: 'io-failed', details: { committed: true } });
    expect(store.listExhibits()).toMatchObject([{ state: 'sealed' }]);
    vault.close();
    await expect(fixture.open()).rejects.toMatchObject({ code: 'io-failed' });
    rmSync(state);
    renameSync(`${state}-away`, state);
    const again = await fixture.open();
    expect(again.opening).toMatchObject({ interrupted: [], restored: false });
    expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
    again.close();
    expect((await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE })).findings).toEqual([]);
  });
});
