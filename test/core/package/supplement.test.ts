import { beforeAll, describe, expect, it } from 'vitest';
import { sealTokenPath, subjectPath, tokenPath } from '../../../src/core/package/time-paths.ts';
import { readSupplement, type SuppliedToken } from '../../../src/core/package/supplement/read-supplement.ts';
import type { Verdict } from '../../../src/core/package/verdict.ts';
import { nodeDecompression } from '../../../src/packaging/decompression.ts';
import { writeZip } from '../../../src/packaging/zip-writer.ts';
import { newestNoteOf, requestFor, sealOf, stampedTwists, tokenOver, AUTHORITY } from '../../support/hostile/stamped-package.ts';
import { buildPackage, type BuiltPackage } from '../../support/package/builder.ts';
import { digestOf } from '../../support/package/twists.ts';
import { makeSeededAuthority } from '../../support/time/seeded-authority.ts';
import { verifyFiles } from '../../support/verify-files.ts';
import { collect, readerOf } from '../../support/zip-bytes.ts';

const LATER = '2026-03-02T18:00:00Z';
const NAME = 'Time Authority';

let made: BuiltPackage;
/** Made offline: it holds requests over its newest checkpoint and its seal, and no answer. */
beforeAll(async () => {
  const nobody = { session: undefined, checkpoint: undefined, seal: undefined };
  const twists = await stampedTwists({
    times: nobody,
    twists: {
      payload: (files) => {
        const note = newestNoteOf(files);
        files.set(subjectPath(digestOf(note), 'note'), note);
        files.set(tokenPath(digestOf(note), 'local', 'tsq'), requestFor(note));
      },
      sealed: (files) => void files.set(sealTokenPath('local', 'tsq'), requestFor(sealOf(files))),
    },
  });
  made = await buildPackage(twists);
});

const overSeal = (genTime = LATER, by = AUTHORITY): SuppliedToken => ({
  name: 'seal.tsr',
  response: tokenOver(sealOf(made.files), genTime, by),
});
const overNote = (genTime = LATER): SuppliedToken => ({ name: 'note.tsr', response: tokenOver(newestNoteOf(made.files), genTime) });

async function judge(suppliedTokens: readonly SuppliedToken[], roots: readonly Uint8Array[] = [AUTHORITY.root]): Promise<Verdict> {
  return await verifyFiles(made.files, { trusted: [made.station.id], timestampRoots: roots, suppliedTokens });
}

const told = ({ axes: { time } }: Verdict): readonly unknown[] => [
  time.state,
  [...new Set(time.findings.map(({ code, subject }) => (code === 'token-wrong' ? `${code} ${subject}` : code)))],
  time.notes.map(({ code }) => code),
];

describe('a time stamp that came after the package', () => {
  it('is waited for', async () => {
    expect(told(await judge([]))).toEqual(['pending', ['token-pending'], ['seal-token-pending', 'no-lower-bound']]);
  });

  it('over the seal says until when the package was made, and bounds no exhibit', async () => {
    const verdict = await judge([overSeal()]);
    expect(told(verdict)).toEqual(['pending', ['token-pending'], ['seal-stamped', 'no-lower-bound']]);
    expect(verdict.axes.integrity.findings).toEqual([]);
  });

  it('over a checkpoint in it bounds what that covers', async () => {
    const verdict = await judge([overSeal(), overNote()]);
    expect(told(verdict)).toEqual(['pass', [], ['seal-stamped', 'no-lower-bound']]);
    expect(new Set(verdict.exhibits.map(({ notAfter }) => notAfter))).toEqual(new Set(['2026-03-02T18:00:01.000Z']));
  });

  it('of days later says that the time in between is a claim', async () => {
    expect(told(await judge([overNote('2026-03-09T18:00:00Z')]))).toEqual([
      'not-checked',
      ['time-lag'],
      ['seal-token-pending', 'no-lower-bound'],
    ]);
  });

  it('is refused when it is over something else, forged, expired, changed, or answers another request', async () => {
    const other: SuppliedToken = { name: 'seal.tsr', response: tokenOver(Uint8Array.of(1), LATER) };
    const lookalike = overSeal(LATER, makeSeededAuthority({ seed: 'lookalike', name: NAME }));
    const expired = overSeal(LATER, makeSeededAuthority({ seed: 'expired', name: NAME, under: 'authority', validTo: '260201000000Z' }));
    const changed: SuppliedToken = { name: 'seal.tsr', response: overSeal().response.map((byte, i) => (i === 400 ? byte ^ 1 : byte)) };
    const asked: SuppliedToken = { ...overSeal(), request: requestFor(sealOf(made.files), Uint8Array.of(8, 7, 6, 5, 4, 3, 2, 1)) };
    const none: SuppliedToken = { name: 'seal.tsr', response: new TextEncoder().encode('please') };
    for (const wrong of [other, lookalike, expired, changed, asked, none])
      expect(told(await judge([overNote(), wrong]))).toEqual(['fail', ['token-wrong seal.tsr'], ['seal-token-pending', 'no-lower-bound']]);
    const right: SuppliedToken = { ...overSeal(), request: requestFor(sealOf(made.files)) };
    expect(told(await judge([overNote(), right]))).toEqual(['pass', [], ['seal-stamped', 'no-lower-bound']]);
  });

  it('is not judged when its root is not known, and contradicts a package that claims to be made after it', async () => {
    expect(told(await judge([overSeal()], []))[1]).toEqual(['token-root-unknown', 'token-pending']);
    expect(told(await judge([overSeal('2026-03-01T09:00:00Z')]))[1]).toEqual(['time-contradiction', 'token-pending']);
  });
});

const read = (bytes: Uint8Array): Promise<readonly SuppliedToken[]> => readSupplement(readerOf(bytes), 'later.zip', nodeDecompression);

const zip = async (files: Readonly<Record<string, Uint8Array>>): Promise<readonly SuppliedToken[]> => {
  const inputs = Object.entries(files).map(([path, source]) => ({ path, sizeBytes: source.length, source }));
  return await read(await collect(writeZip(inputs, { createdAt: '2026-03-02T18:00:00.000Z' })));
};

describe('a supplement', () => {
  const [a, b] = [Uint8Array.of(0x30, 1), Uint8Array.of(0x30, 2)];

  it('gives its tokens with their requests, whether or not a folder is around them', async () => {
    const expected = [{ name: 'later.zip: seal/seal.dsse.json.local.tsr', response: b, request: a }];
    expect(await zip({ 's/README.txt': a, 's/seal/seal.dsse.json.local.tsq': a, 's/seal/seal.dsse.json.local.tsr': b })).toEqual(expected);
    expect(await zip({ 'seal/seal.dsse.json.local.tsq': a, 'seal/seal.dsse.json.local.tsr': b })).toEqual(expected);
    expect(await read(b)).toEqual([{ name: 'later.zip', response: b }]);
  });

  it('is refused when it holds none, too many, or is no file of the kind', async () => {
    const refused = { code: 'input-unreadable' };
    await expect(zip({ 's/data/time/x.local.tsr': a })).rejects.toMatchObject(refused);
    await expect(zip({ 'seal/seal.dsse.json.local.tsq': a })).rejects.toMatchObject(refused);
    const many = Array.from({ length: 40 }, (_, i) => [`seal/seal.dsse.json.a-${String(i).padStart(2, '0')}.tsr`, a] as const);
    await expect(zip(Object.fromEntries(many))).rejects.toMatchObject(refused);
    await expect(zip({ 'seal/seal.dsse.json.local.tsr': new Uint8Array(1024 * 1024 + 1) })).rejects.toMatchObject(refused);
    await expect(read(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0))).rejects.toMatchObject(refused);
    await expect(read(new Uint8Array())).rejects.toMatchObject(refused);
  });
});
