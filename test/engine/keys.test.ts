import { createHash, createPublicKey } from 'node:crypto';
import { expect, it } from 'vitest';
import { fillWithPage, startWith } from './engine-fixture.ts';

it('gives the key of the station out as text and as a code, and no private half of any', async () => {
  const { call } = await startWith(fillWithPage);
  const { fingerprint, groups, publicKey, sheet, qr, keys } = await call('keys.read', {});
  const der = createPublicKey(publicKey).export({ format: 'der', type: 'spki' });
  expect(fingerprint).toBe(`sha256:${createHash('sha256').update(der).digest('hex')}`);
  expect(`sha256:${groups.join('')}`).toBe(fingerprint);
  expect(sheet).toContain(publicKey.trim());
  expect(qr.path.length).toBeGreaterThan(200);
  expect(keys.find(({ key }) => key === fingerprint)).toMatchObject({ purpose: 'identity', practice: false, state: 'current' });
  expect(new Set(keys.map(({ purpose }) => purpose))).toEqual(new Set(['identity', 'log', 'seal', 'operator']));
  expect(JSON.stringify(keys)).not.toMatch(/private|secret|BEGIN/i);
});
