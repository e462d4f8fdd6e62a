import type { KEY_STORE_CALLS, KeyStoreView } from '../../../src/rpc/contract/key-store.ts';
import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';

/** A system that keeps keys for the desktop app, and is not reached by the workstation. */
export function makeKeyStoreHandlers(fake: FakeStation, tell: Tell): Pick<Handlers, keyof typeof KEY_STORE_CALLS> {
  let kept = false;
  const read = (): KeyStoreView =>
    fake.station.shell === 'electron'
      ? { state: 'available', name: 'Keychain', kept }
      : { state: 'unavailable', reason: 'other-shell', kept };
  const keep = (wanted: boolean): KeyStoreView => {
    kept = wanted;
    return read();
  };
  return {
    'keyStore.read': read,
    'keyStore.keep': () => keep(true),
    'keyStore.forget': () => keep(false),
    'keyStore.unlock': () => {
      fake.station = { ...fake.station, vault: 'open' };
      tell('station.changed', fake.station);
      return fake.station;
    },
  };
}
