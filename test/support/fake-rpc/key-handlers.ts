import { PugmarkError } from '../../../src/core/errors.ts';
import type { KEY_CALLS } from '../../../src/rpc/contract/keys.ts';
import type { Handlers } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';

const QR = { sizeModules: 21, path: 'M4 4h7v1h-7zM4 10h7v1h-7zM14 4h3v3h-3z' };
const FINGERPRINT = `sha256:${'1f0b'.repeat(16)}` as const;

/** An identity, and one that it took the place of. The code is a picture of none. */
export function makeKeyHandlers(fake: Pick<FakeStation, 'passphrase'>): Pick<Handlers, keyof typeof KEY_CALLS> {
  const key = { purpose: 'identity', practice: false, createdAt: '2026-11-02T10:00:00.000Z' } as const;
  return {
    'keys.read': () => ({
      fingerprint: FINGERPRINT,
      groups: Array.from({ length: 16 }, () => '1f0b'),
      createdAt: key.createdAt,
      agency: 'Federal Wildlife Crime Unit',
      publicKey: '-----BEGIN PUBLIC KEY-----',
      sheet: 'PUGMARK STATION KEY',
      qr: QR,
      keys: [
        { ...key, key: FINGERPRINT, state: 'current' },
        { ...key, key: `sha256:${'ab'.repeat(32)}`, state: 'rotated' },
        { ...key, key: `sha256:${'cd'.repeat(32)}`, purpose: 'operator', operator: 'W-4471', state: 'current' },
      ],
    }),
    'keys.rotate': ({ passphrase }) => {
      if (passphrase !== fake.passphrase) throw new PugmarkError('passphrase-wrong', 'This passphrase does not open the vault');
      return {
        from: { fingerprint: FINGERPRINT, groups: Array.from({ length: 16 }, () => '1f0b') },
        to: { fingerprint: `sha256:${'7e57'.repeat(16)}`, groups: Array.from({ length: 16 }, () => '7e57') },
        rotatedAt: '2026-11-22T15:00:00.000Z',
        sheet: 'PUGMARK CHANGE OF THE STATION KEY',
        qr: QR,
      };
    },
  };
}
