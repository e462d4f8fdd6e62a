import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A picture for the screen as it lies on the disk: nonce, AES-256-GCM ciphertext, tag. The key lives in one process alone and is kept nowhere,
 * so that what a killed app leaves shows nobody anything.
 */
export function sealPicture(key: Uint8Array, picture: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  return Buffer.concat([nonce, cipher.update(picture), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined when it is not what was written under this key. */
export function openPicture(key: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const picture = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([picture, decipher.final()]);
  } catch {
    return undefined;
  }
}

/** Tells one sealed picture from another: hex of SHA-256. */
export function hashPicture(sealed: Uint8Array): string {
  return hash('sha256', sealed, 'hex');
}
