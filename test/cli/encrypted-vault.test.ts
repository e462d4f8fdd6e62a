import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeRecoveryCode } from '../../src/core/recovery-code.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { captureAd, makeCase, makeEnvironment, PASSPHRASE, REFERENCE } from '../storage/vault-parts.ts';
import { createVaults } from '../../src/storage/vaults.ts';
import { Pugmark } from '../support/pugmark.ts';
import { tempFolder } from '../support/temp-folder.ts';

const LOCKED = { PUGMARK_PASSPHRASE: undefined };
const OPEN = { PUGMARK_PASSPHRASE: PASSPHRASE };

it('makes no encrypted vault without a word on how it is recovered', async () => {
  const pugmark = new Pugmark(tempFolder());
  const init = ['init', '--operator', 'S-9', '--agency', 'Agency', '--encrypt'];
  const refused = await pugmark.json(init);
  expect(refused).toMatchObject({ code: 2, document: { format: 'error/v1', code: 'usage' } });
  expect(refused.document['message']).toMatch(/--recovery age1.*--recovery-code.*--no-recovery/);
  expect((await pugmark.run([...init, '--no-recovery', '--recovery-code'])).code).toBe(2);
  expect(existsSync(pugmark.vault)).toBe(false);
  const { document } = await pugmark.json<{ recoveryCode: string }>([...init, '--recovery-code']);
  expect(document).toMatchObject({ format: 'vault-init/v1', encrypted: true });
  expect(document.recoveryCode).toMatch(/^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}$/);
  expect(existsSync(join(pugmark.vault, 'keys', 'vault-key.code.age'))).toBe(true);
});

it('asks for the passphrase of an encrypted vault, erases in it, and is recovered', async () => {
  const pugmark = new Pugmark(tempFolder());
  const code = makeRecoveryCode(nodeCryptography.hashing, nodeCryptography.random);
  const init = { folder: pugmark.vault, passphrase: PASSPHRASE, serviceNumber: 'S-1', agency: 'Test', encrypt: true, recoveryCode: code };
  const vault = await createVaults(makeEnvironment(pugmark.home)).init(init);
  const store = makeCase(vault);
  const session = store.startSession({});
  for (let i = 0; i < 2; i += 1) await captureAd(store, session);
  store.endSession(session, {});
  vault.close();

  const list = ['list', '--case', REFERENCE];
  for (const words of [list, ['check'], ['backup', join(pugmark.home, 'copy')]])
    expect(await pugmark.json(words, LOCKED)).toMatchObject({ code: 2, document: { code: 'passphrase-missing' } });
  expect(await pugmark.json(list, { PUGMARK_PASSPHRASE: 'guess' })).toMatchObject({ code: 2, document: { code: 'passphrase-wrong' } });

  expect((await pugmark.run(['erase', '--case', REFERENCE, 'E-0001'], OPEN)).code).toBe(2);
  const erased = await pugmark.json(['erase', '--case', REFERENCE, 'e-1', '--reason', 'order of the court', '--ground', 'art. 5'], OPEN);
  expect(erased).toMatchObject({
    code: 0,
    document: { format: 'erasure/v1', exhibits: ['E-0001'], objects: 4, purged: true, whole: false },
  });
  expect((await pugmark.json(list, OPEN)).document).toMatchObject({
    exhibits: [{ exhibit: 'E-0001', erased: true }, { exhibit: 'E-0002' }],
  });
  expect((await pugmark.run(['show', REFERENCE, 'E-0001'], OPEN)).stdout).toContain('Erased: its number');
  expect((await pugmark.run(['get', REFERENCE, 'E-0001', 'text'], OPEN)).stderr).toContain('it was erased');

  const recover = ['recover', '--code'];
  expect((await pugmark.json(recover, { ...LOCKED, PUGMARK_NEW_PASSPHRASE: 'fresh' })).document).toMatchObject({
    code: 'passphrase-missing',
  });
  const fresh = { ...LOCKED, PUGMARK_NEW_PASSPHRASE: 'fresh', PUGMARK_RECOVERY_CODE: code };
  expect(await pugmark.json(recover, fresh)).toMatchObject({ code: 0, document: { format: 'vault-passphrase/v1' } });
});
