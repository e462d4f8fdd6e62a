import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';

const GROUPS = Array.from({ length: 16 }, (_, index) => `a${index.toString(16)}0f`);

/** Keys of a station that never signed anything, and a system that keeps none. */
export function makeKeyHandlers(
  fake: FakeStation,
  tell: Tell,
): Pick<Handlers, 'keys.card' | 'keyStore.read' | 'keyStore.keep' | 'keyStore.forget' | 'keyStore.unlock'> {
  let kept = false;
  const state = (): {
    readonly state: 'available' | 'unavailable';
    readonly kept: boolean;
    readonly reason?: 'other-shell';
    readonly name?: string;
  } =>
    fake.station.shell === 'electron'
      ? { state: 'available', name: 'Keychain', kept }
      : { state: 'unavailable', reason: 'other-shell', kept };
  return {
    'keys.card': ({ practice }) => ({
      practice,
      fingerprint: `sha256:${GROUPS.join('')}`,
      groups: GROUPS,
      agency: 'Federal Wildlife Crime Unit',
      createdAt: '2026-03-02T08:00:00.000Z',
      sheet: `PUGMARK STATION KEY\n\n${GROUPS.join(' ')}\n`,
      code: { sizeModules: 29, path: 'M4 4h7v1h-7zM4 6h3v1h-3zM18 4h7v1h-7zM4 18h7v1h-7zM12 12h5v5h-5z' },
    }),
    'keyStore.read': state,
    'keyStore.keep': () => {
      kept = true;
      return state();
    },
    'keyStore.forget': () => {
      kept = false;
      return state();
    },
    'keyStore.unlock': () => {
      fake.station = { ...fake.station, vault: 'open' };
      tell('station.changed', fake.station);
      return fake.station;
    },
  };
}
