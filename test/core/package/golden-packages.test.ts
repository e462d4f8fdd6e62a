import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/core/package/verdict.ts';
import { codesOf, GOLDEN_NAMES, goldenPath, readGolden, verifyAtPath, verifyBytes, zipGolden } from '../../support/package/golden.ts';
import { writeFolder } from '../../support/package-on-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';

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
