import { expect, test } from 'vitest';
import { readGolden } from '../support/package/golden.ts';
import { tryMutations } from '../support/package/mutations.ts';

// Other seeds in each run: what fails is named by its seed, and fails again with it.
const first = 1_000_000 + (Date.now() % 1_000_000_000);

test(`10,000 random changes of a package, none of which passes (seeds from ${first})`, { timeout: 20 * 60_000 }, async () => {
  const { wrong, failed, refused } = await tryMutations(await readGolden('evidence-first'), { first, count: 10_000 });
  expect({ wrong, tried: failed + refused }).toEqual({ wrong: [], tried: 10_000 });
});
