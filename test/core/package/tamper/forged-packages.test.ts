import { beforeAll, describe, expect, it } from 'vitest';
import type { PackageFindingCode } from '../../../../src/core/package/verdict.ts';
import { codesOf, readGolden, verifyBytes, zipGolden, type GoldenPackage } from '../../../support/package/golden.ts';
import { forge } from '../../../support/package/forger.ts';

let golden: GoldenPackage;
let first: GoldenPackage;
beforeAll(async () => {
  [golden, first] = await Promise.all([readGolden('evidence-selection'), readGolden('evidence-first')]);
});

const NO_TIME_STAMP: PackageFindingCode = 'time-not-checked';

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
});
