import type { LogReport } from '../../custody/log-report.ts';
import type { Sha256Digest } from '../../digest/digest.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { CertifiedKeys } from './check-keys.ts';
import type { ReadSeal } from './check-seal.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** Step 7 (package.md, "Authorship"): the identity behind the seal is one that the checker has from elsewhere. */
export function checkTrust(collector: VerdictCollector, keys: CertifiedKeys, trusted: ReadonlySet<Sha256Digest>): void {
  const { identity } = keys;
  if (identity === undefined) return; // Reported already.
  if (trusted.has(identity.keyId)) {
    collector.note('authorship', 'key-trusted', identity.keyId, 'The identity behind the seal is a key that you trust');
  } else {
    const why = trusted.size === 0 ? 'no key to compare it with was given' : 'it is none of the keys that you trust';
    collector.finding('key-untrusted', identity.keyId, `Signed by unknown key ${identity.keyId}: ${why}`);
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
