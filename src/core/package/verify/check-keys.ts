import type { Sha256Digest } from '../../digest/digest.ts';
import { PugmarkError } from '../../errors.ts';
import { openEnvelope } from '../../signing/dsse.ts';
import { openIdentityCertificate, openKeyCertificate, STATEMENT_PAYLOAD_TYPE, type KeyCertificate } from '../../signing/key-certificate.ts';
import { toOneLine } from '../bag/bag-info.ts';
import { keyPath, PACKAGE_PATHS } from '../layout.ts';
import type { PackageSeal } from '../seal-statement.ts';
import { listBelow, readHeld, type BagFiles, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import type { ReadSeal } from './check-seal.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** Certificates that hold together under the identity that the seal names. Whether that identity is to be trusted is another matter. */
export interface CertifiedKeys {
  readonly identity: KeyCertificate | undefined;
  readonly certificates: readonly KeyCertificate[];
}

/** Far longer than any certificate. */
const MAX_CERTIFICATE_BYTES = 64 * 1024;
const MAX_CERTIFICATES = 10_000;

/** Step 6 (package.md, "Keys"): every certificate is by the identity of the station, for one purpose, of this package's kind. */
export async function checkKeys(
  collector: VerdictCollector,
  ports: VerifyPorts,
  bag: BagFiles & Pick<CheckedBag, 'info'>,
  seal: PackageSeal,
): Promise<CertifiedKeys> {
  const files = listBelow(bag, PACKAGE_PATHS.keys);
  if (files.length > MAX_CERTIFICATES) {
    collector.finding('size-limit', PACKAGE_PATHS.keys, `It holds more than ${MAX_CERTIFICATES} files`);
    return { identity: undefined, certificates: [] };
  }
  const envelopes = new Map<string, Uint8Array>();
  for (const name of files) {
    const path = `${PACKAGE_PATHS.keys}/${name}`;
    if (!/^[0-9a-f]{16}\.dsse\.json$/.test(name)) collector.finding('layout-unknown-file', path, 'It is no key certificate by its name');
    else {
      try {
        envelopes.set(path, await readHeld(bag, path, MAX_CERTIFICATE_BYTES));
      } catch (error) {
        collector.finding('key-certificate-invalid', path, messageOf(error));
      }
    }
  }
  const identity = findIdentity(ports, envelopes, seal.station);
  if (identity === undefined) {
    collector.finding('key-certificate-invalid', PACKAGE_PATHS.keys, `No certificate of the identity ${seal.station} is here`);
    return { identity, certificates: [] };
  }
  const certificates: KeyCertificate[] = [];
  for (const [path, envelope] of envelopes) {
    try {
      const certificate = openKeyCertificate(ports, envelope, identity.publicKey);
      if (path !== keyPath(certificate.keyId)) throw new PugmarkError('key-invalid', 'It stands under the name of another key');
      if (certificate.practice !== seal.practice) collector.finding('practice-differs', path, mixed(seal.practice));
      else certificates.push(certificate);
    } catch (error) {
      collector.finding('key-certificate-invalid', path, messageOf(error));
    }
  }
  const agency = identity.agency === undefined ? undefined : toOneLine(identity.agency);
  if (bag.info.get('Source-Organization') !== agency) {
    collector.finding('bag-info-invalid', PACKAGE_PATHS.info, 'Source-Organization is not the agency of the identity key');
  }
  return { identity, certificates };
}

/** Step 6, the seal's own signature: by a key certified for seals, of this kind, and for nothing else. */
export function checkSealSignature(collector: VerdictCollector, ports: VerifyPorts, seal: ReadSeal, keys: CertifiedKeys): void {
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

function findIdentity(ports: VerifyPorts, envelopes: ReadonlyMap<string, Uint8Array>, station: Sha256Digest): KeyCertificate | undefined {
  const envelope = envelopes.get(keyPath(station));
  if (envelope === undefined) return undefined;
  try {
    const identity = openIdentityCertificate(ports, envelope);
    return identity.keyId === station ? identity : undefined;
  } catch (error) {
    messageOf(error);
    return undefined;
  }
}

function mixed(isPractice: boolean): string {
  return isPractice ? 'An evidence key in a practice package' : 'A practice key in an evidence package';
}
