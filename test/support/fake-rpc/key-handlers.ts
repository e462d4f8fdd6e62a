import type { KEY_CALLS } from '../../../src/rpc/contract/keys.ts';
import type { Handlers } from '../../../src/rpc/handlers.ts';

const FINGERPRINT = `sha256:${'1f0b'.repeat(16)}` as const;

/** An identity, and one that it took the place of. The code is a picture of none. */
export function makeKeyHandlers(): Pick<Handlers, keyof typeof KEY_CALLS> {
  const key = { purpose: 'identity', practice: false, createdAt: '2026-11-02T10:00:00.000Z' } as const;
  return {
    'keys.read': () => ({
      fingerprint: FINGERPRINT,
      groups: Array.from({ length: 16 }, () => '1f0b'),
      createdAt: key.createdAt,
      agency: 'Federal Wildlife Crime Unit',
      publicKey: '-----BEGIN PUBLIC KEY-----',
      sheet: 'PUGMARK STATION KEY',
      qr: { sizeModules: 21, path: 'M4 4h7v1h-7zM4 10h7v1h-7zM14 4h3v3h-3z' },
      keys: [
        { ...key, key: FINGERPRINT, state: 'current' },
        { ...key, key: `sha256:${'ab'.repeat(32)}`, state: 'rotated' },
        { ...key, key: `sha256:${'cd'.repeat(32)}`, purpose: 'operator', operator: 'W-4471', state: 'current' },
      ],
    }),
  };
}
