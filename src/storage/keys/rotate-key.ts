import type { Sha256Digest } from '../../core/digest/digest.ts';
import { sha256DigestOf } from '../../core/digest/digest.ts';
import { parseUtf8 } from '../../core/digest/encoding.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { KeyRotation } from '../../core/key-ports.ts';
import type { RotatedKey, Signer, VaultKey } from '../../core/ports.ts';
import { buildKeyCertificate, openIdentityCertificate } from '../../core/signing/key-certificate.ts';
import { buildKeyLink } from '../../core/signing/key-link.ts';
import type { Database } from '../database.ts';
import type { CustodyLog } from '../log/custody-log.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { readCurrentKey, readKeys, type KeyRing } from './key-ring.ts';
import { buildKeyCreatedEvent, insertKey, makeKey } from './make-keys.ts';

export interface KeyActParts {
  readonly environment: VaultEnvironment;
  readonly folder: string;
  readonly db: Database;
  readonly keys: KeyRing;
  readonly log: CustodyLog;
  /** Service number of whoever does it. */
  readonly actor: string;
}

/**
 * Puts a new key in the place of a current one, which signs the link to it. A new identity certifies every purpose key of its kind anew.
 * One transaction; the vault's own log goes on under the new key at once, logs of cases when they are next opened. The private half of
 * the old key stays. Throws `usage` when there is no such operator.
 */
export function rotateKey(parts: KeyActParts, wanted: KeyRotation): RotatedKey {
  const { environment, db, keys, log, actor } = parts;
  const { cryptography } = environment;
  const { purpose, practice } = wanted;
  const old = purpose === 'operator' ? readOperatorKey(db, wanted.operator ?? actor, practice) : readCurrentKey(db, purpose, practice);
  const leaving = keys.open(old);
  const agency = purpose === 'identity' ? openIdentityCertificate(cryptography, old.certificate, practice).agency : undefined;
  const made = makeKey(environment, parts.folder, keys.vaultKey, {
    purpose,
    practice,
    ...(purpose === 'identity' ? {} : { identity: keys.signer('identity', practice) }),
    ...(old.operator === undefined ? {} : { operator: old.operator }),
    ...(agency === undefined ? {} : { agency }),
  });
  const { hashing } = cryptography;
  const link = buildKeyLink(hashing, leaving, { purpose, practice, publicKey: made.signer.publicKey, rotatedAt: made.createdAt });
  const digest = sha256DigestOf(hashing.sha256(link));
  const isOfVaultLog = !practice && (purpose === 'identity' || purpose === 'log');
  log.transact((append) => {
    append(buildKeyCreatedEvent(environment, made, actor));
    db.prepare("UPDATE public_keys SET state = 'rotated' WHERE id = ?").run(old.id);
    insertKey(db, made);
    if (purpose === 'identity') {
      for (const key of readKeys(db).filter((one) => one.purpose !== 'identity' && one.practice === practice)) {
        const certificate = certifyAnew(parts, key, made.signer);
        db.prepare('UPDATE public_keys SET certificate = ? WHERE id = ?').run(certificate, key.id);
        append({
          type: 'key.created',
          actor,
          digest: sha256DigestOf(hashing.sha256(certificate)),
          details: { key: key.id, purpose: key.purpose, practice, again: true },
          // Nothing that was signed is thrown away.
          texts: { replaced: parseUtf8(key.certificate) },
        });
      }
    }
    if (purpose === 'operator') {
      const column = practice ? 'practice_key_id' : 'key_id';
      db.prepare(`UPDATE operators SET ${column} = ? WHERE ${column} = ?`).run(made.id, old.id);
    }
    append({
      type: 'key.rotated',
      actor,
      digest,
      details: { key: old.id, next: made.id, purpose, practice },
      texts: { link: parseUtf8(link) },
      // The first entry under the new identity.
      ...(isOfVaultLog && purpose === 'identity' ? { station: made.id } : {}),
    });
  });
  if (isOfVaultLog) log.goOnUnder({ station: keys.station(false), signer: keys.signer('log', false) });
  return { purpose, practice, from: old.id, to: made.id, rotatedAt: made.createdAt, link };
}

function certifyAnew({ environment }: KeyActParts, key: VaultKey, identity: Signer): Uint8Array {
  const { publicKey, purpose, practice, createdAt, operator } = key;
  return buildKeyCertificate(environment.cryptography.hashing, identity, {
    publicKey,
    purpose,
    practice,
    createdAt,
    ...(operator === undefined ? {} : { operator }),
  });
}

function readOperatorKey(db: Database, serviceNumber: string, practice: boolean): VaultKey {
  const key = readKeys(db).find((one) => one.operator === serviceNumber && one.practice === practice && one.state === 'current');
  if (key === undefined) throw new PugmarkError('usage', `There is no operator ${serviceNumber} in this vault`);
  return key;
}

/** A key by its whole fingerprint. Throws `usage`. */
export function requireKey(db: Database, id: Sha256Digest): VaultKey {
  const key = readKeys(db).find((one) => one.id === id);
  if (key === undefined) throw new PugmarkError('usage', `There is no key ${id} in this vault; see "key list"`);
  return key;
}
