import type { SafeStorage } from 'electron';
import type { KeyStoreState } from '../core/key-ports.ts';
import type { KeyStoreRequest } from '../rpc/native-views.ts';

/** What of Electron's safeStorage is used: the asynchronous calls, and on Linux the name of what is behind them. */
export type SystemStore = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/**
 * The system's store for keys, for the engine: Keychain, DPAPI, or on Linux the keyring of the desktop. Where a Linux desktop has none, Electron
 * falls back to a password that stands in its sources: that protects nothing, and is refused.
 */
export async function handleKeyStore(
  store: SystemStore,
  platform: NodeJS.Platform,
  request: KeyStoreRequest,
): Promise<KeyStoreState | string> {
  const state = await readState(store, platform);
  if (request.do === 'read-key-store') return state;
  if (state.state !== 'available') throw new Error(`No store for keys: ${state.reason}`);
  if (request.do === 'protect-key') return (await store.encryptStringAsync(request.bytes)).toString('base64');
  return (await store.decryptStringAsync(Buffer.from(request.sealed, 'base64'))).result;
}

async function readState(store: SystemStore, platform: NodeJS.Platform): Promise<KeyStoreState> {
  if (!(await store.isAsyncEncryptionAvailable())) return { state: 'unavailable', reason: 'no-store' };
  if (platform !== 'linux') return { state: 'available', name: platform === 'darwin' ? 'Keychain' : 'Windows' };
  const backend = store.getSelectedStorageBackend();
  if (backend === 'basic_text') return { state: 'unavailable', reason: 'plain-text' };
  if (backend === 'unknown') return { state: 'unavailable', reason: 'no-store' };
  return { state: 'available', name: backend };
}
