import { readTimeSettings } from '../core/model/time-settings.ts';
import type { VaultReader } from '../core/ports.ts';
import { parsePemCertificates } from '../core/timestamp/pem.ts';
import type { EngineContext } from './engine-context.ts';

/** DER of the roots of the authorities that this vault asks: what its own station trusts, beside those that the program names. */
function readKnownRoots(vault: Pick<VaultReader, 'readSettings'>): readonly Uint8Array[] {
  const { settings } = readTimeSettings(vault.readSettings());
  return settings.authorities.flatMap(({ roots }) => roots.flatMap(parsePemCertificates));
}

/** The same as long as a vault is open; packages are verified without one too. */
export function readRootsOfOpenVault(context: Pick<EngineContext, 'isOpen' | 'vault'>): readonly Uint8Array[] {
  return context.isOpen() ? readKnownRoots(context.vault()) : [];
}
