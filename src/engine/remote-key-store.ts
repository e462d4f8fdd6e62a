import { parseBase64, toBase64 } from '../core/digest/encoding.ts';
import { PugmarkError } from '../core/errors.ts';
import type { KeyStore, KeyStoreState } from '../core/ports.ts';
import { keyBytesSchema, keyStoreStateSchema, type KeyStoreRequest } from '../rpc/native-views.ts';
import type { RemoteViews } from './remote-views.ts';

/** The system's store for keys, asked of the process that reaches it. */
export function createRemoteKeyStore(remote: Pick<RemoteViews, 'ask'>): KeyStore {
  const askForBytes = async (request: KeyStoreRequest): Promise<Uint8Array> => {
    try {
      return parseBase64(keyBytesSchema.parse(await remote.ask(request)));
    } catch (cause) {
      throw new PugmarkError('key-store-unavailable', "The system's store for keys did not do it: use the passphrase", { cause });
    }
  };
  return {
    read: async () => {
      const judged = keyStoreStateSchema.safeParse(await remote.ask({ do: 'read-key-store' }).catch(() => undefined));
      return judged.success ? judged.data : { state: 'unavailable', reason: 'no-store' };
    },
    protect: (bytes) => askForBytes({ do: 'protect-key', bytes: toBase64(bytes) }),
    unprotect: (sealed) => askForBytes({ do: 'unprotect-key', sealed: toBase64(sealed) }),
  };
}

const OTHER_SHELL: KeyStoreState = { state: 'unavailable', reason: 'other-shell' };

function refuse(): Promise<never> {
  return Promise.reject(
    new PugmarkError('key-store-unavailable', "The workstation does not reach the system's store for keys: use the passphrase"),
  );
}

/** Of a shell that cannot reach it. */
export const noKeyStore: KeyStore = { read: () => Promise.resolve(OTHER_SHELL), protect: refuse, unprotect: refuse };
