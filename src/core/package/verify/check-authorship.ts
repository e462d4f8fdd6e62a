import type { UtcTime } from '../../clock.ts';
import type { LogReport } from '../../custody/log-report.ts';
import { sha256DigestOf, type Hashing, type Sha256Digest } from '../../digest/digest.ts';
import { toUtf8 } from '../../digest/encoding.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { AnySeal } from '../seal-statement.ts';
import type { CertifiedKeys } from './check-keys.ts';
import type { ReadSeal } from './check-seal.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** By the SHA-256 of what was stamped: the earliest time at which a token, verified to a root that the checker accepts, saw it. */
export type VerifiedStamps = ReadonlyMap<Sha256Digest, UtcTime>;

/** Step 7 (package.md, "Authorship"): the identity behind the seal is one that the checker has from elsewhere, or links back to one. */
export function checkTrust(collector: VerdictCollector, keys: CertifiedKeys, trusted: ReadonlySet<Sha256Digest>): void {
  const { identity } = keys;
  if (identity === undefined) return; // Reported already.
  if (trusted.has(identity.keyId)) {
    collector.note('authorship', 'key-trusted', identity.keyId, 'The identity behind the seal is a key that you trust');
    return;
  }
  const step = keys.earlierIdentities.findIndex(({ keyId }) => trusted.has(keyId));
  const from = keys.earlierIdentities[step];
  if (from === undefined) {
    const why = trusted.size === 0 ? 'no key to compare it with was given' : 'it is none of the keys that you trust';
    collector.finding('key-untrusted', identity.keyId, `Signed by unknown key ${identity.keyId}: ${why}`);
    return;
  }
  // Whoever stole a key can sign a link as well as anything else.
  const stolen = keys.earlierIdentities.slice(0, step + 1).find(({ keyId }) => keys.revoked.has(keyId));
  if (stolen !== undefined) {
    const message = `It follows ${from.keyId}, which you trust, by a link that the revoked key ${stolen.keyId} signed: ask the station for its new fingerprint`;
    collector.finding('key-revoked', identity.keyId, message);
    return;
  }
  const linkedAt = keys.links.find(({ from: key, purpose }) => key === from.keyId && purpose === 'identity')?.rotatedAt ?? '';
  const message = `The identity behind the seal took the place of ${from.keyId}, which you trust and which signed the link to it, as the station claims on ${linkedAt}`;
  collector.note('authorship', 'key-linked', identity.keyId, message);
}

/** True: the key was revoked, and no token shows that it had signed these bytes before. */
export function isDiscounted(
  hashing: Pick<Hashing, 'sha256'>,
  keys: CertifiedKeys,
  stamps: VerifiedStamps,
  signed: { readonly key: Sha256Digest; readonly bytes: Uint8Array },
): boolean {
  const revocation = keys.revoked.get(signed.key);
  if (revocation === undefined) return false;
  const seen = stamps.get(sha256DigestOf(hashing.sha256(signed.bytes)));
  return seen === undefined || Date.parse(seen) >= Date.parse(revocation.invalidFrom);
}

/** The same of a checkpoint's note, as its file in a package has it. */
export function isNoteDiscounted(
  hashing: Pick<Hashing, 'sha256'>,
  keys: CertifiedKeys,
  stamps: VerifiedStamps,
): (key: Sha256Digest, note: string) => boolean {
  return (key, note) => isDiscounted(hashing, keys, stamps, { key, bytes: toUtf8(note) });
}

/** Step 7, revocation: no key that the seal rests on was revoked before a token saw the seal. */
export function checkSealRevocation(
  collector: VerdictCollector,
  hashing: Pick<Hashing, 'sha256'>,
  seal: ReadSeal<AnySeal>,
  keys: CertifiedKeys,
  stamps: VerifiedStamps,
): void {
  for (const key of [seal.keyId, keys.identity?.keyId]) {
    const known = keys.certificates.find(({ keyId }) => keyId === key);
    const revocation = known === undefined ? undefined : keys.revoked.get(known.keyId);
    if (known === undefined || revocation === undefined) continue;
    if (!isDiscounted(hashing, keys, stamps, { key: known.keyId, bytes: seal.envelope })) continue;
    const { reason, invalidFrom } = revocation;
    const message = `Its ${known.purpose} key ${known.keyId} is revoked (${reason}) from ${invalidFrom}, and no time stamp shows that the seal is older`;
    collector.finding('key-revoked', PACKAGE_PATHS.seal, message);
  }
}

/** Step 7, revocation: nothing in the log revokes a key that this package rests on. */
export function checkRevocations(collector: VerdictCollector, seal: ReadSeal, keys: CertifiedKeys, log: LogReport): void {
  const used = new Set<unknown>([
    seal.keyId,
    keys.identity?.keyId,
    ...keys.certificates.flatMap((key) => (key.purpose === 'log' ? key.keyId : [])),
  ]);
  for (const { entry, origin, seq } of log.leaves) {
    if (entry?.type !== 'key.revoked' || !used.has(entry.details['key'])) continue;
    collector.finding('key-revoked', PACKAGE_PATHS.seal, `${origin} entry ${seq} revokes a key that this package rests on`);
  }
}
