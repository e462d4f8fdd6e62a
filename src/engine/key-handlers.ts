import { readKeyCard } from '../app/key-card.ts';
import type { KeyStore } from '../core/ports.ts';
import { buildKeyCode, buildKeySheet, groupFingerprint } from '../core/signing/key-card.ts';
import { buildQrCode } from '../imaging/qr-code.ts';
import { nodeCryptography } from '../platform/cryptography.ts';
import type { KEY_CALLS, keyStoreViewSchema } from '../rpc/contract/keys.ts';
import type { Station } from '../rpc/contract/station.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';
import type { VaultKeeper } from './vault-keeper.ts';
import type { z } from 'zod';

/** The station's key to be given out, and the system's store for the key of the vault. */
export function createKeyHandlers(parts: {
  readonly context: EngineContext;
  readonly keeper: VaultKeeper;
  readonly store: KeyStore;
  /** After the vault was opened: what follows, and the station as it is then. */
  readonly opened: (isOpened: boolean) => Promise<Station>;
}): Pick<Handlers, keyof typeof KEY_CALLS> {
  const { context, keeper, store } = parts;
  const tellStore = async (): Promise<z.infer<typeof keyStoreViewSchema>> => ({ ...(await store.read()), kept: keeper.isKept });
  return {
    'keys.card': ({ practice }) => {
      const card = readKeyCard(nodeCryptography, context.vault(), practice);
      const { fingerprint, agency, createdAt } = card;
      return {
        practice,
        fingerprint,
        groups: [...groupFingerprint(fingerprint)],
        ...(agency === undefined ? {} : { agency }),
        createdAt,
        sheet: buildKeySheet(card),
        code: buildQrCode(buildKeyCode(card)),
      };
    },
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
