import type { Sha256Digest } from '../../digest/digest.ts';
import { PugmarkError } from '../../errors.ts';
import { openEnvelope } from '../../signing/dsse.ts';
import { openKeyCertificate, STATEMENT_PAYLOAD_TYPE, type KeyCertificate } from '../../signing/key-certificate.ts';
import type { KeyLink } from '../../signing/key-link.ts';
import type { KeyRevocation } from '../../signing/key-revocation.ts';
import { toOneLine } from '../bag/bag-info.ts';
import { keyPath, PACKAGE_PATHS } from '../layout.ts';
import type { AnySeal } from '../seal-statement.ts';
import { checkKeyLinks, checkKeyRevocations, findEarlierIdentities, findIdentity } from './check-key-statements.ts';
import type { BagFiles, CheckedBag, VerifyPorts } from './checked-bag.ts';
import type { ReadSeal } from './check-seal.ts';
import { readKeyFiles, type KeyFiles } from './key-files.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** Certificates that hold together under the identity that the seal names. Whether that identity is to be trusted is another matter. */
export interface CertifiedKeys {
  readonly identity: KeyCertificate | undefined;
  /** Identities of the station before it, newest first: each signed a link to the next. */
  readonly earlierIdentities: readonly KeyCertificate[];
  readonly certificates: readonly KeyCertificate[];
  /** Signed by the key that is left, between keys that are certified for one purpose. */
  readonly links: readonly KeyLink[];
  readonly revoked: ReadonlyMap<Sha256Digest, KeyRevocation>;
}

/** Step 6 (package.md, "Keys"): every certificate is by the identity of the station, for one purpose, of this package's kind. */
export async function checkKeys(
  collector: VerdictCollector,
  ports: VerifyPorts,
  bag: BagFiles & Pick<CheckedBag, 'info'>,
  seal: AnySeal,
  revocations: readonly Uint8Array[] = [],
): Promise<CertifiedKeys> {
  const none = { earlierIdentities: [], certificates: [], links: [], revoked: new Map() };
  const files = await readKeyFiles(collector, bag);
  if (files === undefined) return { identity: undefined, ...none };
  const identity = findIdentity(ports, files, seal.station);
  if (identity === undefined) {
    collector.finding('key-certificate-invalid', PACKAGE_PATHS.keys, `No certificate of the identity ${seal.station} is here`);
    return { identity, ...none };
  }
  const earlierIdentities = findEarlierIdentities(ports, files, identity);
  const certificates = checkCertificates(collector, ports, files, { seal, identity, earlierIdentities });
  const keys = new Map(certificates.map((certificate) => [certificate.keyId, certificate]));
  const links = checkKeyLinks(collector, ports, files, keys);
  const identities = [identity, ...earlierIdentities];
  const revoked = checkKeyRevocations(collector, ports, files, { seal, identities, keys, fromElsewhere: revocations });
  const agency = identity.agency === undefined ? undefined : toOneLine(identity.agency);
  if (bag.info.get('Source-Organization') !== agency) {
    collector.finding('bag-info-invalid', PACKAGE_PATHS.info, 'Source-Organization is not the agency of the identity key');
  }
  return { identity, earlierIdentities, certificates, links, revoked };
}

/** Certificates by the identity, and those of the identities that link to it: an identity certifies itself. */
function checkCertificates(
  collector: VerdictCollector,
  ports: VerifyPorts,
  files: KeyFiles,
  known: { readonly seal: AnySeal; readonly identity: KeyCertificate; readonly earlierIdentities: readonly KeyCertificate[] },
): readonly KeyCertificate[] {
  const { seal, identity, earlierIdentities } = known;
  const certificates: KeyCertificate[] = [];
  for (const [path, envelope] of files.certificates) {
    const certifier = earlierIdentities.find(({ keyId }) => path === keyPath(keyId)) ?? identity;
    try {
      const certificate = openKeyCertificate(ports, envelope, certifier.publicKey);
      if (path !== keyPath(certificate.keyId)) throw new PugmarkError('key-invalid', 'It stands under the name of another key');
      if (certificate.practice !== seal.practice) collector.finding('practice-differs', path, mixed(seal.practice));
      else certificates.push(certificate);
    } catch (error) {
      collector.finding('key-certificate-invalid', path, messageOf(error));
    }
  }
  return certificates;
}

/** Step 6, the seal's own signature: by a key certified for seals, of this kind, and for nothing else. */
export function checkSealSignature(collector: VerdictCollector, ports: VerifyPorts, seal: ReadSeal<AnySeal>, keys: CertifiedKeys): void {
  const signer = keys.certificates.find(({ publicKey }) => isSignedBy(ports, seal.envelope, publicKey));
  if (signer === undefined) {
    collector.finding('seal-signature', PACKAGE_PATHS.seal, 'No certified key of the station made this signature');
  } else if (signer.purpose !== 'seal') {
    collector.finding('key-purpose', PACKAGE_PATHS.seal, `It is signed by a key certified for ${signer.purpose}`);
  } else if (signer.keyId !== seal.keyId) {
    collector.finding('seal-invalid', PACKAGE_PATHS.seal, 'Its keyid is not that of the key that signed');
  }
}

function isSignedBy(ports: VerifyPorts, envelope: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    openEnvelope(ports.verifier, envelope, { payloadType: STATEMENT_PAYLOAD_TYPE, publicKey });
    return true;
  } catch (error) {
    if (error instanceof PugmarkError && error.code === 'dsse-invalid') return false;
    throw error;
  }
}

function mixed(isPractice: boolean): string {
  return isPractice ? 'An evidence key in a practice package' : 'A practice key in an evidence package';
}
