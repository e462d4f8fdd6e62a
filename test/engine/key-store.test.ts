import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KeyStore } from '../../src/core/ports.ts';
import { createRemoteKeyStore } from '../../src/engine/remote-key-store.ts';
import { handleKeyStore, type SystemStore } from '../../src/main/os-key-store.ts';
import { viewMessageSchema, type KeyStoreRequest, type ViewRequest } from '../../src/rpc/native-views.ts';
import { makeFixture } from '../storage/vault-fixture.ts';
import { PASSPHRASE, start } from './engine-fixture.ts';

const FIRST = { serviceNumber: 'NL-1234', agency: 'Team Nature', passphrase: PASSPHRASE, noRecovery: true };

/** A safeStorage of one account: what another one encrypted it does not decrypt. */
function makeSystem(
  account: string,
  facts: { readonly backend?: ReturnType<SystemStore['getSelectedStorageBackend']>; readonly available?: boolean } = {},
): SystemStore {
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(facts.available ?? true),
    getSelectedStorageBackend: () => facts.backend ?? 'gnome_libsecret',
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(`v11${account}:${Buffer.from(text).toString('hex')}`)),
    decryptStringAsync: (sealed) => {
      const [head, hex = ''] = sealed.toString().split(':');
      if (head !== `v11${account}`) return Promise.reject(new Error('Error while decrypting the ciphertext'));
      return Promise.resolve({ shouldReEncrypt: false, result: Buffer.from(hex, 'hex').toString() });
    },
  };
}

/** The engine's end and main's, with what crosses in between judged and cloned. */
function connect(system: SystemStore, platform: NodeJS.Platform = 'linux'): KeyStore {
  return createRemoteKeyStore({
    ask: async (request: ViewRequest) => {
      const judged = viewMessageSchema.parse(structuredClone({ id: 1, request }));
      if (!('request' in judged)) throw new Error('no request');
      return structuredClone(await handleKeyStore(system, platform, judged.request as KeyStoreRequest));
    },
  });
}

describe("the system's store for keys", () => {
  it('opens the vault of the app without its passphrase, which stays valid', async () => {
    const fixture = makeFixture();
    const { call } = await start(fixture, { keyStore: connect(makeSystem('anna')) });
    await call('vault.create', FIRST);
    expect(await call('keyStore.read', {})).toEqual({ state: 'available', name: 'gnome_libsecret', kept: false });
    expect(await call('keyStore.keep', {})).toMatchObject({ kept: true });
    const file = join(fixture.folder, 'keys', 'vault-key.os.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 'kept-vault-key/v1', store: 'gnome_libsecret' });
    await call('vault.lock', {});
    expect(await call('keyStore.unlock', {})).toMatchObject({ vault: 'open', operator: 'NL-1234' });
    await call('vault.lock', {});
    expect(await call('vault.unlock', { passphrase: PASSPHRASE })).toMatchObject({ vault: 'open' });
    expect(await call('keyStore.forget', {})).toMatchObject({ kept: false });
    expect(existsSync(file)).toBe(false);
    await call('vault.lock', {});
    await expect(call('keyStore.unlock', {})).rejects.toMatchObject({ code: 'key-store-unavailable' });
  });

  it('opens nothing for another account, with another store, or with a changed file: then the passphrase is asked for', async () => {
    const fixture = makeFixture();
    const anna = await start(fixture, { keyStore: connect(makeSystem('anna')) });
    await anna.call('vault.create', FIRST);
    await anna.call('keyStore.keep', {});
    await anna.call('vault.lock', {});
    for (const system of [makeSystem('bert'), makeSystem('anna', { backend: 'basic_text' }), makeSystem('anna', { available: false })]) {
      const other = await start(fixture, { keyStore: connect(system) });
      await expect(other.call('keyStore.unlock', {})).rejects.toMatchObject({ code: 'key-store-unavailable' });
      expect(await other.call('vault.unlock', { passphrase: PASSPHRASE })).toMatchObject({ vault: 'open' });
      await other.call('vault.lock', {});
    }
    writeFileSync(join(fixture.folder, 'keys', 'vault-key.os.json'), '{"format":"kept-vault-key/v1"}');
    await expect(anna.call('keyStore.unlock', {})).rejects.toMatchObject({ code: 'key-store-unavailable' });
    // With the vault in this state a check finds nothing wrong: the passphrase opens it.
    expect((await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE })).findings).toEqual([]);
  });

  it('is refused where it would write keys down as they are, and where it is not reached', async () => {
    const plain = await start(makeFixture(), { keyStore: connect(makeSystem('anna', { backend: 'basic_text' })) });
    await plain.call('vault.create', FIRST);
    expect(await plain.call('keyStore.read', {})).toEqual({ state: 'unavailable', reason: 'plain-text', kept: false });
    await expect(plain.call('keyStore.keep', {})).rejects.toMatchObject({ code: 'key-store-unavailable' });
    const workstation = await start(makeFixture());
    await workstation.call('vault.create', FIRST);
    expect(await workstation.call('keyStore.read', {})).toEqual({ state: 'unavailable', reason: 'other-shell', kept: false });
    await expect(workstation.call('keyStore.keep', {})).rejects.toMatchObject({ code: 'key-store-unavailable' });
    // Windows and macOS have one store each, and no name of it to ask for.
    expect(await connect(makeSystem('anna', { backend: 'basic_text' }), 'win32').read()).toEqual({ state: 'available', name: 'Windows' });
    expect(await connect(makeSystem('anna', { backend: 'unknown' })).read()).toEqual({ state: 'unavailable', reason: 'no-store' });
  });
});
