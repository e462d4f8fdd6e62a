import { Decrypter, Encrypter } from 'age-encryption';
import { PugmarkError } from '../../core/errors.ts';
import { recoveryError } from '../../core/recovery-problems.ts';

/** age's own default: about a second of one core, and 256 MB for whoever tries to guess. */
export const DEFAULT_SCRYPT_WORK_FACTOR = 18;

/** A recovery code has 130 random bits: guessing is hopeless at any speed, and a person who lost the passphrase need not wait. */
export const CODE_SCRYPT_WORK_FACTOR = 12;

const VAULT_KEY_BYTES = 32;

/** Wrapping and unwrapping of the vault key by a passphrase. Throws as {@link wrapVaultKey} and {@link unwrapVaultKey}. */
export interface VaultKeyWork {
  wrap(vaultKey: Uint8Array, passphrase: string, workFactor: number): Promise<Uint8Array>;
  unwrap(file: Uint8Array, passphrase: string): Promise<Uint8Array>;
}

/** `keys/vault-key.age`: the vault key under a passphrase, as `age -d` opens it. Throws `usage` for an empty passphrase. */
export async function wrapVaultKey(vaultKey: Uint8Array, passphrase: string, workFactor: number): Promise<Uint8Array> {
  if (passphrase === '') throw new PugmarkError('usage', 'The passphrase is empty; choose one');
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(workFactor);
  encrypter.setPassphrase(passphrase);
  return await encrypter.encrypt(vaultKey);
}

/** `keys/vault-key.recovery.age`: the vault key for a recovery recipient (`age1...`). Throws `usage` when it is none. */
export async function wrapVaultKeyForRecovery(vaultKey: Uint8Array, recipient: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new PugmarkError('usage', 'The recovery key is no age recipient (age1...)', { cause });
  }
  return await encrypter.encrypt(vaultKey);
}

/** The vault key of `keys/vault-key.age`. Throws `passphrase-wrong`; `vault-corrupt` when the file is damaged. */
export async function unwrapVaultKey(file: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return await decryptVaultKey(decrypter, file, 'The passphrase does not open this vault');
}

/**
 * The vault key of `keys/vault-key.recovery.age`, by the recovery key of the agency (`AGE-SECRET-KEY-1...`).
 * Throws `usage` for what is no such key, `passphrase-wrong` for another one, `vault-corrupt`.
 */
export async function openVaultKeyByIdentity(file: Uint8Array, identity: string): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch (cause) {
    throw recoveryError('usage', 'key-form', 'That is no age identity (AGE-SECRET-KEY-1...)', cause);
  }
  return await decryptVaultKey(decrypter, file, 'That key is not the one that can recover this vault');
}

async function decryptVaultKey(decrypter: Decrypter, file: Uint8Array, ifWrong: string): Promise<Uint8Array> {
  let vaultKey: Uint8Array;
  try {
    vaultKey = await decrypter.decrypt(file);
  } catch (cause) {
    // age tells a wrong passphrase from a damaged file only by its message.
    if (cause instanceof Error && cause.message.includes('no identity matched'))
      throw new PugmarkError('passphrase-wrong', ifWrong, { cause });
    throw new PugmarkError('vault-corrupt', 'The file of the vault key is damaged; restore it from a backup', { cause });
  }
  if (vaultKey.length !== VAULT_KEY_BYTES) throw new PugmarkError('vault-corrupt', 'The vault key has a wrong length; restore a backup');
  return vaultKey;
}

/** In the thread that asks. */
export const vaultKeyWork: VaultKeyWork = { wrap: wrapVaultKey, unwrap: unwrapVaultKey };
