import { sha256DigestOf } from '../../core/digest/digest.ts';
import { parseUtf8 } from '../../core/digest/encoding.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { RevocationOrder } from '../../core/key-ports.ts';
import type { RevokedKey } from '../../core/ports.ts';
import { buildKeyRevocation } from '../../core/signing/key-revocation.ts';
import { readKeys } from './key-ring.ts';
import { requireKey, type KeyActParts } from './rotate-key.ts';

/**
 * Says of a key that was rotated away that it is no longer to be trusted, signed by every identity of its kind. Throws `usage` for a key
 * that is in use, revoked already, or not of this vault, and for a moment that has not come.
 */
export function revokeKey(parts: KeyActParts, wanted: RevocationOrder): RevokedKey {
  const { environment, db, keys, log, actor } = parts;
  const key = requireKey(db, wanted.key);
  if (key.state === 'current')
    throw new PugmarkError('usage', `The ${key.purpose} key ${key.id} is in use: put another in its place first ("key rotate")`);
  if (key.state === 'revoked') throw new PugmarkError('usage', `The key ${key.id} is revoked already`);
  const statedAt = environment.clock.now();
  const invalidFrom = wanted.invalidFrom ?? statedAt;
  if (Date.parse(invalidFrom) > Date.parse(statedAt)) throw new PugmarkError('usage', 'A key is revoked from now or from a past moment on');
  const { purpose, practice } = key;
  const identities = readKeys(db).filter((one) => one.purpose === 'identity' && one.practice === practice);
  const { hashing } = environment.cryptography;
  const said = { purpose, practice, key: key.id, reason: wanted.reason, invalidFrom, statedAt };
  const statement = buildKeyRevocation(
    hashing,
    identities.map((identity) => keys.open(identity)),
    said,
  );
  log.transact((append) => {
    db.prepare("UPDATE public_keys SET state = 'revoked' WHERE id = ?").run(key.id);
    append({
      type: 'key.revoked',
      actor,
      digest: sha256DigestOf(hashing.sha256(statement)),
      details: { key: key.id, purpose, practice, reason: wanted.reason, invalidFrom },
      texts: { revocation: parseUtf8(statement) },
    });
  });
  return { ...said, statement };
}
