import { expect, it } from 'vitest';
import { codesOf, readGolden, verifyBytes } from '../../../support/package/golden.ts';
import { tryMutations } from '../../../support/package/mutations.ts';

const SEEDS = { first: 1, count: 300 };

it(`never passes after a random change, and never fails to say so (seeds ${SEEDS.first} to ${SEEDS.count})`, async () => {
  const golden = await readGolden('evidence-first');
  const { wrong, failed, refused } = await tryMutations(golden, SEEDS);
  expect(wrong).toEqual([]);
  expect(failed + refused).toBe(SEEDS.count);
  // Without a change it passes here.
  expect(codesOf(await verifyBytes(golden.zip, { trusted: [golden.trusted], withoutPictures: true }))).toEqual(['time-not-checked']);
});
