import type { LogKeyLink } from '../../core/custody/key-eras.ts';
import { sha256DigestOf } from '../../core/digest/digest.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { Cryptography, KeyStatement, VaultKey } from '../../core/ports.ts';
import { openKeyLink, parseKeyLink } from '../../core/signing/key-link.ts';
import { openKeyRevocation } from '../../core/signing/key-revocation.ts';
import type { Database } from '../database.ts';
import { readKeyStatements } from '../keys/key-statements.ts';
import type { CheckCollector } from './check-collector.ts';

/** Links and revocations: signed by the keys that may say so, and what the vault log says of them. Returns the links that hold. */
export function checkKeyStatements(
  collector: CheckCollector,
  db: Database,
  cryptography: Cryptography,
  keys: readonly VaultKey[],
): { readonly evidence: readonly LogKeyLink[]; readonly practice: readonly LogKeyLink[] } {
  const links = { evidence: new Array<LogKeyLink>(), practice: new Array<LogKeyLink>() };
  for (const statement of readKeyStatements(db)) {
    try {
      if (sha256DigestOf(cryptography.hashing.sha256(statement.statement)) !== statement.digest)
        throw new PugmarkError('key-invalid', 'It is not the statement that was logged');
      if (statement.kind === 'revocation') assertRevocation(cryptography, keys, statement);
      else links[statement.practice ? 'practice' : 'evidence'].push(readLink(cryptography, keys, statement));
    } catch (error) {
      if (!isPugmarkError(error)) throw error;
      collector.finding('key-statement-invalid', `key ${statement.key}`, error.message);
    }
  }
  return links;
}

function readLink(cryptography: Cryptography, keys: readonly VaultKey[], { key, practice, statement }: KeyStatement): LogKeyLink {
  const claimed = parseKeyLink(cryptography.hashing, statement);
  const from = keys.find(({ id }) => id === claimed.from);
  const to = keys.find(({ id }) => id === claimed.to);
  if (from === undefined || to === undefined || to.id !== key)
    throw new PugmarkError('key-invalid', 'The link joins other keys than the vault has');
  const link = openKeyLink(cryptography, statement, from.publicKey);
  const same = [from, to].every((one) => one.purpose === link.purpose && one.practice === link.practice && one.operator === from.operator);
  if (!same || link.practice !== practice) throw new PugmarkError('key-invalid', 'The link joins keys of different purposes');
  return { purpose: link.purpose, from: link.from, to: link.to, digest: link.digest };
}

function assertRevocation(cryptography: Cryptography, keys: readonly VaultKey[], { key, practice, statement }: KeyStatement): void {
  const identities = keys.filter((one) => one.purpose === 'identity' && one.practice === practice).map(({ publicKey }) => publicKey);
  const revocation = openKeyRevocation(cryptography, statement, identities);
  if (revocation.key !== key || revocation.practice !== practice)
    throw new PugmarkError('key-invalid', 'The revocation speaks of another key than the log');
}
