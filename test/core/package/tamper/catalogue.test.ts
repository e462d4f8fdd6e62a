import { beforeAll, describe, expect, it } from 'vitest';
import type { PackageFindingCode } from '../../../../src/core/package/verdict.ts';
import { codesOf, readGolden, verifyAtPath, verifyBytes, zipGolden, type GoldenPackage } from '../../../support/package/golden.ts';
import { forge } from '../../../support/package/forger.ts';
import { TAMPERS } from '../../../support/package/tampers.ts';
import { writeFolder } from '../../../support/package-on-disk.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

let golden: GoldenPackage;
let first: GoldenPackage;
beforeAll(async () => {
  [golden, first] = await Promise.all([readGolden('evidence-selection'), readGolden('evidence-first')]);
});

const NO_TIME_STAMP: PackageFindingCode = 'time-not-checked';

describe('a sealed package that somebody had in hand', () => {
  it.each(TAMPERS.map((tamper, i) => ({ ...tamper, what: `${i}: ${tamper.what}` })))(
    'is called by what was done to it, packed and unpacked: $what',
    async ({ apply, codes }) => {
      const files = new Map(golden.files);
      apply(files);
      const checker = { trusted: [golden.trusted], withoutPictures: true };
      const packed = codesOf(await verifyBytes(await zipGolden(golden, files), checker));
      const unpacked = codesOf(await verifyAtPath(writeFolder(tempFolder(), golden.bag, files), checker));
      expect(packed.filter((code) => code !== NO_TIME_STAMP).toSorted()).toEqual([...new Set(codes)].toSorted());
      expect(unpacked).toEqual(packed);
    },
  );
});

describe('a package made again from its first byte, with keys of a forger', () => {
  it.each(['evidence-first', 'evidence-selection', 'practice-whole'] as const)(
    'rests on a key that the checker does not know: %s',
    async (name) => {
      const of = await readGolden(name);
      const files = new Map(of.files);
      const forger = forge(files);
      const zip = await zipGolden(of, files);
      const alone = await verifyBytes(zip);
      expect(alone.axes.authorship).toMatchObject({ state: 'not-checked', findings: [{ code: 'key-untrusted', subject: forger }] });
      expect(alone.axes.authorship.findings[0]?.message).toContain(`Signed by unknown key ${forger}`);
      const known = await verifyBytes(zip, { trusted: [of.trusted] });
      expect(known.axes.authorship).toMatchObject({ state: 'fail', findings: [{ code: 'key-untrusted', subject: forger }] });
      // All else adds up, as it must: only a key from elsewhere, or an earlier package, tells it from the true one.
      expect(codesOf(known)).toEqual(['key-untrusted', NO_TIME_STAMP]);
      expect((await verifyBytes(zip, { trusted: [forger] })).axes.authorship.state).toBe('pass');
    },
  );

  it('does not go on from a true package that the checker got before', async () => {
    const files = new Map(golden.files);
    forge(files, { record: (record) => ({ ...record, clock: { state: 'not-checked', reason: 'forged' } }) });
    const forged = await zipGolden(golden, files);
    expect(codesOf(await verifyBytes(forged, { earlier: first.zip }))).toEqual(['key-untrusted', 'earlier-package-differs', NO_TIME_STAMP]);
    expect(codesOf(await verifyBytes(golden.zip, { earlier: first.zip }))).toEqual(['key-untrusted', NO_TIME_STAMP]);
  });

  it('shows what a forger forgot to make fit', async () => {
    const cases: readonly (readonly [Parameters<typeof forge>[1], readonly PackageFindingCode[]])[] = [
      [{ record: (record) => ({ ...record, tool: 'a tool' }) }, ['record-invalid', 'archive-unreadable']],
      [{ record: (record) => ({ ...record, practice: true }) }, ['practice-differs']],
      [{ record: (record) => ({ ...record, case: record['attempt'] }) }, ['record-differs']],
      [{ entry: (entry) => (entry.seq === 5 ? { ...entry, seq: 6 } : entry) }, ['sequence-gap']],
      [{ entry: (entry) => (entry.type === 'capture.failed' ? { ...entry, type: 'capture.sealed' } : entry) }, ['record-differs']],
      [{ texts: (texts) => texts.replace('/ad/4', '/ad/5') }, ['address-commitment-differs']],
      [{ statement: (seal) => ({ ...seal, recipient: 'somebody else' }) }, ['export-unlogged']],
      [{ statement: (seal) => ({ ...seal, earlierPackages: 0 }) }, ['seal-invalid', 'earlier-package-differs']],
      [{ info: (info) => info.replace('prosecutor', 'archive') }, ['bag-info-invalid']],
      [{ agency: 'Other agency' }, ['bag-info-invalid']],
    ];
    for (const [forgery, codes] of cases) {
      const files = new Map(golden.files);
      const forger = forge(files, forgery);
      const found = codesOf(await verifyBytes(await zipGolden(golden, files), { trusted: [forger], withoutPictures: true }));
      expect(found.filter((code) => code !== NO_TIME_STAMP)).toEqual(codes);
    }
  });
});
