import type { KeyStore } from '../core/ports.ts';
import type { KEY_STORE_CALLS, KeyStoreView } from '../rpc/contract/key-store.ts';
import type { Station } from '../rpc/contract/station.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';
import type { VaultKeeper } from './vault-keeper.ts';

/** The system's store for the key of the vault: opening without the passphrase, which stays valid. */
export function createKeyStoreHandlers(parts: {
  readonly context: EngineContext;
  readonly keeper: VaultKeeper;
  readonly store: KeyStore;
  /** After the vault was opened: what follows, and the station as it is then. */
  readonly opened: (isOpened: boolean) => Promise<Station>;
}): Pick<Handlers, keyof typeof KEY_STORE_CALLS> {
  const { context, keeper, store } = parts;
  const tellStore = async (): Promise<KeyStoreView> => ({ ...(await store.read()), kept: keeper.isKept });
  return {
    'keyStore.read': tellStore,
    'keyStore.keep': async () => {
      await context.vault().keepKey(store);
      return await tellStore();
    },
    'keyStore.forget': async () => {
      context.vault().forgetKey();
      return await tellStore();
    },
    'keyStore.unlock': async () => await parts.opened(!keeper.isOpen && (await keeper.openKept(store))),
  };
}
