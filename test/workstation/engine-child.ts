import { PugmarkError } from '../../src/core/errors.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { FAKE_STATION, fakeEngine } from '../support/fake-engine.ts';

// Loaded by the process of the engine instead of the real one. A vault folder named `broken` cannot be started with.

export function startEngine({ vaultFolder }: { readonly vaultFolder: string }): Promise<Engine> {
  if (vaultFolder.endsWith('broken')) return Promise.reject(new PugmarkError('io-failed', 'The folder cannot be read'));
  return Promise.resolve(fakeEngine({ handlers: { 'station.read': () => ({ ...FAKE_STATION, vaultFolder }) } }));
}
