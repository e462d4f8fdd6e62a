import { PugmarkError } from '../core/errors.ts';
import { findRecipients, nameOfRecipient, type Recipient } from '../core/model/recipient.ts';
import type { PackageEncryption } from '../core/package/encryption/encryption.ts';

/**
 * For whom a package is encrypted: age recipients (`age1...`) as they stand, and names or ids of the register. Throws `usage` for a name that
 * the register does not have, or has more than once, and for a private key.
 */
export function chooseRecipients(register: () => readonly Recipient[], to: readonly string[]): PackageEncryption {
  return {
    kind: 'recipients',
    recipients: to.map((one) =>
      isPrivateKey(one) ? refusePrivateKey() : /^age1[a-z0-9]+$/.test(one.trim()) ? one.trim() : requireRecipient(register(), one).ageKey,
    ),
  };
}

function isPrivateKey(text: string): boolean {
  return /AGE-SECRET-KEY-|PRIVATE KEY/i.test(text);
}

/** Says nothing of it: what an error tells ends in logs and on screens. */
function refusePrivateKey(): never {
  throw new PugmarkError('usage', 'That is a private key: keep it, and give the recipient that belongs to it (age1...)');
}

/** The one recipient that a name or an id means. Throws `usage`. */
export function requireRecipient(register: readonly Recipient[], name: string): Recipient {
  const found = findRecipients(register, name);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PugmarkError('usage', `The register has no recipient ${JSON.stringify(name)}: see "pugmark recipient list"`);
  if (others.length === 0) return only;
  throw new PugmarkError(
    'usage',
    `${JSON.stringify(name)} is one of ${found.map((one) => `${nameOfRecipient(one)} (${one.id})`).join('; ')}: say which`,
  );
}
