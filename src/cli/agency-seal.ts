import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { buildAgencySeal } from '../core/agency-seal/build-agency-seal.ts';
import type { AgencySigner } from '../core/agency-seal/agency-signer.ts';
import { PugmarkError } from '../core/errors.ts';
import { createCertificateCryptography } from '../core/timestamp/web-crypto.ts';
import type { Cli } from './cli.ts';
import { readSecret } from './passphrase.ts';

/** Makes an agency's signature over the bytes of a seal. */
export type SealForAgency = (seal: Uint8Array, createdAt: string) => Promise<Uint8Array>;

/**
 * The key behind `--agency-seal`: a PKCS#12 file, or `pkcs11:...` for one on a card. Passphrase or PIN are asked for here, before anything is written or
 * logged. Throws `usage`, `key-invalid`, `passphrase-wrong`, `passphrase-missing`, `device-failed`, `input-unreadable`.
 */
export async function openAgencySeal(cli: Cli, place: string): Promise<SealForAgency> {
  const signer = place.startsWith('pkcs11:') ? await openCard(cli, place) : await openFile(cli, place);
  const cryptography = createCertificateCryptography(crypto.subtle);
  return async (seal, createdAt) => await buildAgencySeal(cryptography, seal, signer, createdAt);
}

async function openCard(cli: Cli, uri: string): Promise<AgencySigner> {
  const { parseCardUri } = await import('../platform/agency-key/pkcs11-uri.ts');
  const { openCardKey } = await import('../platform/agency-key/open-card-key.ts');
  const key = parseCardUri(uri);
  const pin = await readSecret(cli, 'PUGMARK_PIN', 'PIN of the card');
  return await openCardKey(key, () => Promise.resolve(pin));
}

async function openFile(cli: Cli, path: string): Promise<AgencySigner> {
  const { MAX_PKCS12_BYTES, readPkcs12 } = await import('../platform/agency-key/read-pkcs12.ts');
  let file: Uint8Array;
  try {
    if (statSync(path).size > MAX_PKCS12_BYTES) throw new PugmarkError('key-invalid', 'It is too long for a key');
    file = readFileSync(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PugmarkError('input-unreadable', `No key can be read from ${basename(path)}: ${why}`, { cause });
  }
  return await readPkcs12(file, await readSecret(cli, 'PUGMARK_AGENCY_PASSPHRASE', `Passphrase of ${basename(path)}`));
}
