import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CallOutput } from '../../src/rpc/contract.ts';
import { keepBuilt } from '../app/kept-parts.ts';
import { makeCase, isInPlain, PLAIN_ONLY } from '../storage/vault-fixture.ts';
import { eventually } from '../support/eventually.ts';
import { buildPagePackage, PAGE_SELLER, PAGE_TEXT, PAGE_TITLE } from '../support/package/page-package.ts';
import { writePackageZip } from '../support/package-on-disk.ts';
import { PASSPHRASE, pieces, REFERENCE, startWith, type StartedEngine } from './engine-fixture.ts';
import { untilEnded } from './export-jobs.ts';

type Started = Awaited<ReturnType<typeof startWith>>;
const NEW = { reference: 'N-7', title: 'Goes on' };
const KEPT = { case: REFERENCE, exhibit: 'E-0001' };
const FIRST = { ...KEPT, inner: 'E-0001' };

/** A vault whose case keeps a package of another station. */
async function startWithKept(): Promise<Started> {
  const started = await startWith(async (vault) => {
    await keepBuilt(vault, makeCase(vault), await buildPagePackage());
  });
  await eventually(async () => {
    if ((await started.call('received.list', {}))[0]?.contents !== 'ready') throw new Error('It is still being read');
  });
  return started;
}

async function read({ engine }: StartedEngine, address: string | undefined): Promise<Uint8Array | undefined> {
  const file = await engine.evidence.find(address ?? '');
  if (file === undefined) return undefined;
  const all: Uint8Array[] = [];
  for await (const piece of file.read()) all.push(piece.slice());
  return Buffer.concat(all);
}

const search = ({ call }: StartedEngine, text: string): Promise<CallOutput<'received.search'>> =>
  call('received.search', { text, sort: 'relevance' });

describe('a package from others', () => {
  it('is kept, found by what is in it, and shown from the bytes that were received', async () => {
    const started = await startWithKept();
    const { call } = started;
    expect(await call('received.list', {})).toMatchObject([
      { ...KEPT, senderCase: 'OP-2026/17', verdict: { integrity: 'pass' }, isContinued: false, exhibits: 3, isCut: false },
    ]);
    for (const words of ['perroquet apprivo', 'ivoren beeldje', 'market.example/ad', PAGE_SELLER])
      expect((await search(started, words)).rows).toContainEqual(
        expect.objectContaining({ case: REFERENCE, package: 'E-0001', exhibit: 'E-0001' }),
      );
    expect((await search(started, 'perroquet')).rows[0]?.snippet?.some(({ found }) => found)).toBe(true);
    expect((await search(started, 'nobody wrote this')).total).toBe(0);
    expect((await call('received.search', { text: 'perroquet', cases: ['N-1'] })).total).toBe(0);
    expect((await call('received.search', { package: KEPT })).rows.map(({ exhibit }) => exhibit)).toEqual(['E-0001', 'E-0002', 'E-0003']);
    // Among the own exhibits it is the file that came, and none of what is in it.
    expect((await call('exhibits.search', { text: '' })).rows).toMatchObject([{ exhibit: 'E-0001', kind: 'received' }]);
    expect(await call('exhibits.at', { url: 'https://market.example/ad/4711' })).toEqual([]);

    // Nothing but a small picture before the look at it is in the log.
    const { thumbnail } = (await search(started, 'perroquet')).rows[0] ?? {};
    expect(await read(started, thumbnail?.replace('/small', '/file/0'))).toBeUndefined();
    expect((await read(started, thumbnail))?.subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8));
    const detail = await call('received.read', FIRST);
    expect(detail).toMatchObject({ row: { title: PAGE_TITLE, seller: PAGE_SELLER, package: 'E-0001' }, hasText: true });
    expect((await call('received.text', FIRST)).text).toBe(PAGE_TEXT);
    const addressOf = (role: string): string => detail.files.find((file) => file.role === role)?.address ?? '';
    // What is active in a page is text here too.
    expect((await started.engine.evidence.find(addressOf('html-served')))?.mediaType).toBe('text/plain; charset=utf-8');
    expect(Buffer.from((await read(started, addressOf('text'))) ?? []).toString()).toBe(PAGE_TEXT);
    expect(await read(started, addressOf('text').replace(/\d+$/, '999'))).toBeUndefined();
    const tile = detail.pictures[0]?.pyramid.addressPattern.replace('{level}/{column}/{row}', '0/0/0');
    expect((await read(started, tile))?.subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8));
    expect((await call('received.timeline', FIRST)).entries.map(({ type }) => type)).toContain('capture.sealed');
    await expect(call('received.read', { ...FIRST, inner: 'E-0009' })).rejects.toMatchObject({ code: 'exhibit-unknown' });
    const looks = (await call('cases.timeline', KEPT)).filter(({ type }) => type === 'exhibit.viewed');
    expect(looks).toHaveLength(1);

    // With the exhibit that it is, all that was in it is gone, also what was open.
    await call('erasure.run', { ...KEPT, reason: 'ordered', ground: 'art. 4', confirmed: KEPT.exhibit });
    await expect(call('received.text', FIRST)).rejects.toMatchObject({ code: 'usage' });
    expect(await call('received.list', {})).toEqual([]);
    await eventually(async () => {
      if ((await search(started, 'perroquet')).total > 0) throw new Error('It is still found');
    });
    await expect(read(started, addressOf('text'))).rejects.toMatchObject({ code: 'usage' });
  });

  it('is taken in by the acts of the app, which hold it as long as the vault is open', async () => {
    const started = await startWith((vault) => Promise.resolve(void makeCase(vault)));
    const { call, engine, fixture } = started;
    const built = await buildPagePackage();
    const path = await writePackageZip(fixture.root, built.name, built.files);
    const upload = await engine.receiveUpload(pieces(readFileSync(path)));
    const verified = await untilEnded(started, await call('package.verify', { file: { upload }, name: basename(path) }));
    expect(verified).toMatchObject({ state: 'done', held: true });
    const given = { file: { job: verified.job }, name: basename(path) };
    const cancelled = await call('package.receive', { case: REFERENCE, keep: true, ...given });
    await call('jobs.cancel', { job: cancelled.job });
    expect(await untilEnded(started, cancelled)).toMatchObject({ state: 'cancelled' });
    expect(await call('received.list', {})).toEqual([]);
    const begun = await untilEnded(started, await call('package.receive', { continue: NEW, ...given }));
    expect(begun).toMatchObject({ state: 'done', received: { case: NEW.reference, exhibit: 'E-0001' } });
    const [first] = await call('cases.timeline', { case: NEW.reference });
    expect(first).toMatchObject({ seq: 0, type: 'segment.joined', details: { receipt: begun.received?.receipt } });
    expect(await call('received.list', {})).toMatchObject([{ case: NEW.reference, isContinued: true }]);
    await expect(call('package.receive', { continue: NEW, ...given })).rejects.toMatchObject({ code: 'case-exists' });
    await expect(call('package.receive', { continue: NEW, case: REFERENCE, ...given })).rejects.toThrow('one to be continued');
    // It is not held, with keys that were given for it, beyond the session.
    await call('vault.lock', {});
    await call('vault.unlock', { passphrase: PASSPHRASE });
    await expect(call('package.receive', { case: REFERENCE, ...given })).rejects.toMatchObject({ code: 'usage' });
  });

  it('that was changed in the vault says so, and nothing is shown in its place', async (context) => {
    context.skip(!isInPlain, PLAIN_ONLY);
    const started = await startWithKept();
    const { call, fixture } = started;
    const sha256 = (await call('exhibits.read', KEPT)).artifacts.find(({ role }) => role === 'received')?.sha256 ?? '';
    const hex = sha256.slice('sha256:'.length);
    const [{ id } = { id: '' }] = await call('cases.list', {});
    const object = join(fixture.folder, 'cases', id, 'objects', hex.slice(0, 2), hex.slice(2, 4), hex);
    const bytes = readFileSync(object);
    const at = bytes.indexOf('Perroquet');
    expect((await call('received.text', FIRST)).text).toBe(PAGE_TEXT);
    const { files } = await call('received.read', FIRST);
    // It stays open: what is read of it later is judged by the digests that its seal covers.
    writeFileSync(object, bytes.with(at, (bytes[at] ?? 0) ^ 1));
    const broken = { code: expect.stringMatching(/^(?:object-changed|input-unreadable)$/) };
    await expect(call('received.text', FIRST)).rejects.toMatchObject(broken);
    await expect(read(started, files.find(({ role }) => role === 'text')?.address)).rejects.toMatchObject(broken);
    await call('vault.lock', {});
    await call('vault.unlock', { passphrase: PASSPHRASE });
    await expect(call('received.open', KEPT)).rejects.toMatchObject({ code: 'reason-missing' });
    await call('access.give', { case: REFERENCE, reason: 'to look' });
    await expect(call('received.open', KEPT)).rejects.toMatchObject({ code: 'object-changed' });
    writeFileSync(object, bytes);
    expect(await call('received.open', KEPT)).toMatchObject({ exhibits: 3 });
  });
});
