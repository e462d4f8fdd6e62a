import { renameSync } from 'node:fs';
import { expect, it } from 'vitest';
import { buffer } from 'node:stream/consumers';
import { isPugmarkError } from '../../src/core/errors.ts';
import { AD_TITLE, fillWithPage, REFERENCE, startWith } from './engine-fixture.ts';

/** Code of what a call ended with; `ok` when it did not fail. Anything but an error of ours fails the test. */
async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'ok';
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    return error.code;
  }
}

it('goes on, and says what it cannot read or write, while the disk with the vault is away', async () => {
  const { call, engine, fixture } = await startWith(fillWithPage);
  const vaultFolder = fixture.folder;
  const { artifacts } = await call('exhibits.read', { case: REFERENCE, exhibit: 'E-0001' });
  const address = artifacts.find(({ role }) => role === 'html-served')?.address ?? '';
  const readFile = async (): Promise<Buffer> => {
    const file = await engine.evidence.find(address);
    if (file === undefined) throw new Error('not found');
    return buffer(file.read());
  };
  const bytes = await readFile();
  expect(bytes.length).toBeGreaterThan(0);

  const away = `${vaultFolder}-away`;
  renameSync(vaultFolder, away);
  expect(await codeOf(readFile())).toMatch(/^(?:object-missing|io-failed)$/);
  expect(await codeOf(call('export.start', { case: REFERENCE, profile: 'prosecutor', language: 'en', report: false }))).toMatch(
    /^(?:ok|io-failed)$/,
  );
  // What is asked for next is answered, whatever it says.
  expect(await call('station.read', {})).toMatchObject({ vaultFolder });

  renameSync(away, vaultFolder);
  expect(await readFile()).toEqual(bytes);
  expect((await call('exhibits.read', { case: REFERENCE, exhibit: 'E-0001' })).row.title).toBe(AD_TITLE);
});
