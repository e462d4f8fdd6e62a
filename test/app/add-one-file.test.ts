import { expect, it } from 'vitest';
import { addOneFile } from '../../src/app/add-one-file.ts';
import { sha256DigestOf } from '../../src/core/digest/digest.ts';
import { composeReceivedGround } from '../../src/engine/composition.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { makeStation } from './hand-over-parts.ts';
import { give, PNG } from './received-parts.ts';

it('a file that was swapped after it was looked at is taken in as what it is, and nothing is said of it', async () => {
  const { store, vault } = await makeStation(tempFolder());
  const ground = await composeReceivedGround();
  const run = { store, operator: vault.operator, signal: new AbortController().signal };
  const sha256 = sha256DigestOf(nodeHashing.sha256(PNG));
  const before = store.listExhibits().length;
  expect(await addOneFile(ground, run, { file: give('same.png', PNG), sha256 }, (added) => added.sha256)).toBe(sha256);

  let said = 0;
  const swapped = { file: give('swapped.png', PNG, PNG), sha256 };
  await expect(addOneFile(ground, run, swapped, () => (said += 1))).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringMatching(/swapped\.png changed .*E-\d{4}/),
  });
  expect(said).toBe(0);
  expect(
    store
      .listExhibits()
      .slice(before)
      .map(({ title }) => title),
  ).toEqual(['same.png', 'swapped.png']);
});
