import { existsSync, readFileSync } from 'node:fs';
import type { CustodyEntry } from '../../core/custody/entry.ts';
import type { LogReport } from '../../core/custody/log-report.ts';
import { sha256DigestOf } from '../../core/digest/digest.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { Cryptography, VaultKey } from '../../core/ports.ts';
import { openIdentityCertificate, openKeyCertificate, type KeyCertificate } from '../../core/signing/key-certificate.ts';
import type { Database } from '../database.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { readKeys } from '../keys/key-ring.ts';
import { openWrappedKey } from '../keys/wrapped-key.ts';
import type { LogKeyLink } from '../../core/custody/key-eras.ts';
import { withStorageErrors } from '../storage-error.ts';
import { checkKeyStatements } from './check-key-statements.ts';
import { readOperators } from '../vault/vault-rows.ts';
import type { CheckCollector } from './check-collector.ts';

/** Log keys that the identity really certified for `log`: the only ones whose signatures count. */
export interface CertifiedKeys {
  readonly evidence: readonly Uint8Array[];
  readonly practice: readonly Uint8Array[];
  /** Links that the key that is left really signed. */
  readonly links: { readonly evidence: readonly LogKeyLink[]; readonly practice: readonly LogKeyLink[] };
}

/** Certificates: who certified which key for what. Returns the keys that logs are verified with. */
export function checkCertificates(collector: CheckCollector, db: Database, cryptography: Cryptography): CertifiedKeys {
  const keys = readKeys(db);
  const log: { evidence: Uint8Array[]; practice: Uint8Array[] } = { evidence: [], practice: [] };
  for (const key of keys) {
    const subject = `key ${key.id}`;
    collector.checked.keys += 1;
    const identity = keys.find(
      ({ purpose, practice, state }) => purpose === 'identity' && practice === key.practice && state === 'current',
    );
    try {
      const certificate = openCertificate(cryptography, key, identity);
      const same =
        certificate.keyId === key.id &&
        Buffer.from(certificate.publicKey).equals(key.publicKey) &&
        certificate.purpose === key.purpose &&
        certificate.practice === key.practice &&
        certificate.operator === key.operator &&
        certificate.createdAt === key.createdAt;
      if (!same) collector.finding('key-row-differs', subject, 'Its row says otherwise than its certificate');
      else if (key.purpose === 'log') log[key.practice ? 'practice' : 'evidence'].push(certificate.publicKey);
    } catch (error) {
      if (!isPugmarkError(error)) throw error;
      collector.finding('key-certificate-invalid', subject, error.message);
    }
  }
  for (const operator of readOperators(db)) {
    for (const [id, practice] of [
      [operator.keyId, false],
      [operator.practiceKeyId, true],
    ] as const) {
      const key = keys.find((one) => one.id === id);
      if (key?.purpose !== 'operator' || key.practice !== practice || key.operator !== operator.serviceNumber) {
        collector.finding('key-row-differs', `operator ${operator.serviceNumber}`, `Key ${id} is not certified for this operator`);
      }
    }
  }
  return { ...log, links: checkKeyStatements(collector, db, cryptography, keys) };
}

function openCertificate(cryptography: Cryptography, key: VaultKey, identity: VaultKey | undefined): KeyCertificate {
  if (key.purpose === 'identity') return openIdentityCertificate(cryptography, key.certificate, key.practice);
  if (identity === undefined) throw new PugmarkError('key-invalid', 'There is no identity key that could certify it');
  return openKeyCertificate(cryptography, key.certificate, identity.publicKey, { purpose: key.purpose, practice: key.practice });
}

interface AddedOperator {
  readonly entry: CustodyEntry;
  readonly osAccount: string | undefined;
  readonly practiceKey: unknown;
}

/** An operator whose key was rotated is known by the new one. */
function followOperatorKey(added: Map<unknown, AddedOperator>, { details }: CustodyEntry): void {
  const { key, next } = details;
  const known = added.get(key);
  if (known !== undefined) {
    added.delete(key);
    added.set(next, known);
    return;
  }
  for (const [id, operator] of added) if (operator.practiceKey === key) added.set(id, { ...operator, practiceKey: next });
}

/** Keys against the vault log: each was made by an entry that names its certificate, and none is missing. */
export function checkKeysAgainstLog(collector: CheckCollector, db: Database, cryptography: Cryptography, report: LogReport): void {
  const logged = new Map<string, string | undefined>();
  const states = new Map<string, VaultKey['state']>();
  const added = new Map<unknown, AddedOperator>();
  const accounts = db.prepare<[string, number], { text: string | null }>(
    "SELECT text FROM texts WHERE origin = ? AND seq = ? AND name = 'osAccount'",
  );
  for (const { entry, origin, seq } of report.leaves) {
    if (entry?.type === 'operator.added')
      added.set(entry.details['key'], {
        entry,
        osAccount: accounts.get(origin, seq)?.text ?? undefined,
        practiceKey: entry.details['practiceKey'],
      });
    if (entry?.type === 'key.rotated' && entry.details['purpose'] === 'operator') followOperatorKey(added, entry);
    if ((entry?.type === 'key.rotated' || entry?.type === 'key.revoked') && typeof entry.details['key'] === 'string')
      states.set(entry.details['key'], entry.type === 'key.rotated' ? 'rotated' : 'revoked');
    if (entry?.type === 'key.created' && typeof entry.details['key'] === 'string') logged.set(entry.details['key'], entry.digest);
  }
  for (const key of readKeys(db)) {
    const digest = sha256DigestOf(cryptography.hashing.sha256(key.certificate));
    if (logged.get(key.id) !== digest)
      collector.finding('key-row-differs', `key ${key.id}`, 'The vault log names no such key with this certificate');
    else if ((states.get(key.id) ?? 'current') !== key.state)
      collector.finding('key-row-differs', `key ${key.id}`, 'The vault log says otherwise of its state');
    logged.delete(key.id);
  }
  for (const id of logged.keys()) collector.finding('key-row-missing', `key ${id}`, 'The vault log names it, and it is not among the keys');
  for (const { keyId, serviceNumber, practiceKeyId, addedAt, osAccount } of readOperators(db)) {
    const known = added.get(keyId);
    added.delete(keyId);
    const same = known?.practiceKey === practiceKeyId && known.entry.time === addedAt && known.osAccount === osAccount;
    if (!same) collector.finding('key-row-differs', `operator ${serviceNumber}`, 'The vault log adds no such operator');
  }
  for (const id of added.keys())
    collector.finding('key-row-missing', `key ${String(id)}`, 'The vault log adds an operator with it, who is not among the operators');
}

/** Wrapped private keys: present, and with the vault key at hand, whole and what they say. */
export function checkKeyFiles(
  collector: CheckCollector,
  db: Database,
  cryptography: Cryptography,
  folder: string,
  vaultKey: Uint8Array | undefined,
): void {
  if (!existsSync(vaultPaths.vaultKey(folder)))
    collector.finding('key-file-missing', 'keys/vault-key.age', 'The vault key is missing; restore it from a backup');
  for (const key of readKeys(db)) {
    const path = vaultPaths.privateKey(folder, key.id);
    const subject = `key ${key.id}`;
    if (!existsSync(path)) {
      collector.finding('key-file-missing', subject, 'Its private key is missing; restore it from a backup');
      continue;
    }
    if (vaultKey === undefined) continue;
    try {
      openWrappedKey(
        cryptography,
        vaultKey,
        key,
        withStorageErrors(path, () => readFileSync(path)),
      );
    } catch (error) {
      if (!isPugmarkError(error)) throw error;
      collector.finding('key-file-invalid', subject, error.message);
    }
  }
}
