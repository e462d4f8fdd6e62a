import { PugmarkError } from '../core/errors.ts';
import type { Cryptography, VaultReader } from '../core/ports.ts';
import type { KeyCard } from '../core/signing/key-card.ts';
import { openIdentityCertificate } from '../core/signing/key-certificate.ts';

/** The identity that signs for this station now. Throws `key-invalid` when the vault has none that holds. */
export function readKeyCard(cryptography: Cryptography, vault: Pick<VaultReader, 'listKeys'>, practice: boolean): KeyCard {
  const found = vault.listKeys().find((one) => one.purpose === 'identity' && one.practice === practice && one.state === 'current');
  if (found === undefined) throw new PugmarkError('key-invalid', 'This vault has no identity key; run a check');
  const { agency, createdAt, keyId, publicKey } = openIdentityCertificate(cryptography, found.certificate, practice);
  return { practice, fingerprint: keyId, createdAt, publicKey, ...(agency === undefined ? {} : { agency }) };
}
