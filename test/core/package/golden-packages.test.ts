import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/core/package/verdict.ts';
import {
  codesOf,
  GOLDEN_NAMES,
  GOLDEN_PROFILES,
  goldenPath,
  readGolden,
  verifyAtPath,
  verifyBytes,
  zipGolden,
} from '../../support/package/golden.ts';
import { writeFolder } from '../../support/package-on-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { isLongTier } from '../../support/tier.ts';

// Packages that somebody holds must stay what they are, whatever becomes of the tool: these bytes are never made again.

/** All that is frozen of a verdict: its sentences may be put better one day. */
function frozenOf(verdict: Verdict): unknown {
  return JSON.parse(JSON.stringify(verdict, (key, value: unknown) => (key === 'message' ? undefined : value))) as unknown;
}

describe.each(GOLDEN_NAMES)('the golden package %s', (name) => {
  it('gets the verdict that it always got, packed and unpacked', async () => {
    const golden = await readGolden(name);
    const expected = JSON.parse(readFileSync(goldenPath(`${name}.verdict.json`), 'utf8')) as Verdict;
    const folder = writeFolder(tempFolder(), golden.bag, new Map(golden.files));
    expect(frozenOf(await verifyAtPath(golden.zipPath, { trusted: [golden.trusted] }))).toEqual(frozenOf(expected));
    expect(frozenOf(await verifyAtPath(folder, { trusted: [golden.trusted] }))).toEqual(frozenOf(expected));
    expect([expected.axes.integrity.state, expected.axes.authorship.state, expected.axes.custody.state]).toEqual(['pass', 'pass', 'pass']);
  });

  it('is what the writer of today makes of its files', async () => {
    const golden = await readGolden(name);
    expect((await zipGolden(golden, golden.files)).equals(golden.zip)).toBe(true);
  });

  it('is not said to be of anybody where no key was brought, and is refused under the key of another', async () => {
    const golden = await readGolden(name);
    const other = await readGolden(name === 'practice-whole' ? 'evidence-first' : 'practice-whole');
    const alone = await verifyBytes(golden.zip);
    expect(alone.axes.authorship).toMatchObject({ state: 'not-checked', findings: [{ code: 'key-untrusted', subject: golden.trusted }] });
    expect(alone.axes.authorship.findings[0]?.message).toContain(`Signed by unknown key ${golden.trusted}`);
    expect((await verifyBytes(golden.zip, { trusted: [other.trusted] })).axes.authorship.state).toBe('fail');
  });
});

/** What a package of each profile can show of itself: integrity, authorship, custody. */
const CARRIED = ['pass', 'pass', 'pass'];
const BARE = ['pass', 'pass', 'not-checked'];
const isBare = (name: string): boolean => /(?:reduced|platform|pattern)$/.test(name);

describe.each(GOLDEN_PROFILES)('the golden package %s', (name) => {
  it('gets the verdict that it always got, and is what the writer of today makes of its files', async () => {
    const golden = await readGolden(name);
    const expected = JSON.parse(readFileSync(goldenPath(`${name}.verdict.json`), 'utf8')) as Verdict;
    const { axes, practice } = expected;
    expect([axes.integrity.state, axes.authorship.state, axes.custody.state]).toEqual(isBare(name) ? BARE : CARRIED);
    expect([practice, expected.signedBy]).toEqual([true, golden.trusted]);
    expect(frozenOf(await verifyAtPath(golden.zipPath, { trusted: [golden.trusted] }))).toEqual(frozenOf(expected));
    expect((await zipGolden(golden, golden.files)).equals(golden.zip)).toBe(true);
    if (!isLongTier()) return;
    const folder = writeFolder(tempFolder(), golden.bag, new Map(golden.files));
    expect(frozenOf(await verifyAtPath(folder, { trusted: [golden.trusted] }))).toEqual(frozenOf(expected));
  });

  it('fails with a byte of a file changed, and under the key of another', async () => {
    const golden = await readGolden(name);
    const files = new Map(golden.files);
    const changed = Buffer.from(files.get('data/README.txt') ?? []);
    changed[0] = (changed[0] ?? 0) ^ 1;
    const other = (await readGolden('evidence-first')).trusted;
    const verdict = await verifyBytes(await zipGolden(golden, files.set('data/README.txt', changed)), {
      trusted: [other],
      withoutPictures: true,
    });
    expect(codesOf(verdict)).toContain('file-changed');
    expect(verdict.axes.authorship.state).toBe('fail');
  });
});

it('the golden reduced set names the seal of the whole package that it was chosen from', async () => {
  const [whole, reduced] = [await readGolden('profile-europol'), await readGolden('profile-europol-reduced')];
  const seal = createHash('sha256')
    .update(whole.files.get('seal/seal.dsse.json') ?? '')
    .digest('hex');
  expect(Buffer.from(reduced.files.get('data/left-out.txt') ?? []).toString()).toContain(`sha256:${seal}`);
  const kinds = [...reduced.files.keys()].filter((path) => path.startsWith('data/pictures/')).map((path) => path.replace(/^.*?\./, ''));
  expect(kinds.toSorted()).toEqual(['preview-not-evidence.jpg', 'sealed.png']);
});

describe('the two golden packages of one case', () => {
  it('follow each other, and not the other way round', async () => {
    const [first, later] = [await readGolden('evidence-first'), await readGolden('evidence-selection')];
    const forward = await verifyBytes(later.zip, { trusted: [later.trusted], earlier: first.zip });
    expect(forward.axes.custody.state).toBe('pass');
    expect(forward.axes.custody.notes.map(({ code }) => code)).toContain('earlier-package-matches');
    const back = await verifyBytes(first.zip, { trusted: [first.trusted], earlier: later.zip });
    expect(codesOf(back)).toEqual(['earlier-package-differs', 'time-not-checked']);
    const foreign = await verifyBytes(later.zip, { trusted: [later.trusted], earlier: (await readGolden('practice-whole')).zip });
    expect(codesOf(foreign)).toEqual(['earlier-package-differs', 'time-not-checked']);
  });
});
