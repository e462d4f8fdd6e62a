import type { Sha256Digest } from '../../digest/digest.ts';
import { PugmarkError } from '../../errors.ts';
import type { KeyCertificate } from '../../signing/key-certificate.ts';
import { openIdentityCertificate } from '../../signing/key-certificate.ts';
import { openKeyLink, parseKeyLink, type KeyLink } from '../../signing/key-link.ts';
import { openKeyRevocation, parseKeyRevocation, type KeyRevocation } from '../../signing/key-revocation.ts';
import { keyLinkPath, keyPath, keyRevocationPath } from '../layout.ts';
import type { AnySeal } from '../seal-statement.ts';
import type { VerifyPorts } from './checked-bag.ts';
import type { KeyFiles } from './key-files.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** The self-certified identity of that fingerprint, when the package holds it. */
export function findIdentity(ports: VerifyPorts, files: KeyFiles, station: Sha256Digest): KeyCertificate | undefined {
  const envelope = files.certificates.get(keyPath(station));
  if (envelope === undefined) return undefined;
  try {
    const identity = openIdentityCertificate(ports, envelope);
    return identity.keyId === station ? identity : undefined;
  } catch (error) {
    messageOf(error);
    return undefined;
  }
}

/**
 * Step 6, links: identities of the station before `identity`, newest first, each of which signed that the next one follows it. A link
 * without the identity that signed it, or by another one than it names, leads nowhere.
 */
export function findEarlierIdentities(ports: VerifyPorts, files: KeyFiles, identity: KeyCertificate): readonly KeyCertificate[] {
  const earlier: KeyCertificate[] = [];
  for (let last = identity; earlier.length < files.links.size;) {
    const before = findBefore(ports, files, last);
    if (before === undefined || before.keyId === identity.keyId || earlier.some(({ keyId }) => keyId === before.keyId)) break;
    earlier.push(before);
    last = before;
  }
  return earlier;
}

function findBefore(ports: VerifyPorts, files: KeyFiles, to: KeyCertificate): KeyCertificate | undefined {
  const envelope = files.links.get(keyLinkPath(to.keyId));
  if (envelope === undefined) return undefined;
  try {
    const from = findIdentity(ports, files, parseKeyLink(ports.hashing, envelope).from);
    if (from === undefined || from.practice !== to.practice) return undefined;
    const link = openKeyLink(ports, envelope, from.publicKey);
    return link.to === to.keyId && link.purpose === 'identity' && link.practice === to.practice ? from : undefined;
  } catch (error) {
    messageOf(error);
    return undefined;
  }
}

/** Step 6, links: each is signed by the key that it names, and both keys are certified for the same purpose. */
export function checkKeyLinks(
  collector: VerdictCollector,
  ports: VerifyPorts,
  files: KeyFiles,
  keys: ReadonlyMap<Sha256Digest, KeyCertificate>,
): readonly KeyLink[] {
  const links: KeyLink[] = [];
  for (const [path, envelope] of files.links) {
    try {
      const from = keys.get(parseKeyLink(ports.hashing, envelope).from);
      if (from === undefined) throw new PugmarkError('key-invalid', 'The key that signed it is not certified here');
      const link = openKeyLink(ports, envelope, from.publicKey);
      const to = keys.get(link.to);
      if (path !== keyLinkPath(link.to)) throw new PugmarkError('key-invalid', 'It stands under the name of another key');
      if (to === undefined) throw new PugmarkError('key-invalid', 'The key that it leads to is not certified here');
      const same = [from, to].every(
        ({ purpose, practice, operator }) => purpose === link.purpose && practice === link.practice && operator === from.operator,
      );
      if (!same) throw new PugmarkError('key-invalid', 'Its two keys are certified for different purposes');
      links.push(link);
    } catch (error) {
      collector.finding('key-link-invalid', path, messageOf(error));
    }
  }
  return links;
}

/**
 * Step 6, revocations: those of the package, and those that the checker has from elsewhere, signed by an identity of the station. One
 * that speaks of no key of this package is none of its business.
 */
export function checkKeyRevocations(
  collector: VerdictCollector,
  ports: VerifyPorts,
  files: KeyFiles,
  known: {
    readonly seal: AnySeal;
    readonly identities: readonly KeyCertificate[];
    readonly keys: ReadonlyMap<Sha256Digest, KeyCertificate>;
    readonly fromElsewhere: readonly Uint8Array[];
  },
): ReadonlyMap<Sha256Digest, KeyRevocation> {
  const revoked = new Map<Sha256Digest, KeyRevocation>();
  const identities = known.identities.map(({ publicKey }) => publicKey);
  const count = (revocation: KeyRevocation): void => {
    const before = revoked.get(revocation.key);
    // Of two the earlier moment counts: neither can be taken back.
    if (before === undefined || revocation.invalidFrom < before.invalidFrom) revoked.set(revocation.key, revocation);
  };
  for (const [path, envelope] of files.revocations) {
    try {
      const revocation = openKeyRevocation(ports, envelope, identities);
      if (path !== keyRevocationPath(revocation.key)) throw new PugmarkError('key-invalid', 'It stands under the name of another key');
      if (revocation.practice !== known.seal.practice) throw new PugmarkError('key-invalid', 'It mixes practice and evidence');
      count(revocation);
    } catch (error) {
      collector.finding('key-revocation-invalid', path, messageOf(error));
    }
  }
  for (const envelope of known.fromElsewhere) {
    const claimed = parseKeyRevocation(ports.hashing, envelope);
    if (!known.keys.has(claimed.key)) continue;
    try {
      count(openKeyRevocation(ports, envelope, identities));
    } catch (error) {
      const why = `The revocation that you supplied for it does not count: ${messageOf(error)}`;
      collector.note('authorship', 'revocation-not-counted', claimed.key, why);
    }
  }
  return revoked;
}
