import type { CertificateCryptography } from '../cryptography-ports.ts';
import { isSameBytes } from '../digest/encoding.ts';
import { type PathCertificate, isSameName, KEY_USAGE, nameForPeople } from './certificate.ts';
import { checkCertifiedSignature } from './certified-signature.ts';
import { OID } from './object-identifiers.ts';
import type { TimestampFinding } from './timestamp-report.ts';

/** Certificates of a path, and signatures that are looked at to find one: more serves an attacker alone. */
const MAX_PATH = 8;
const MAX_SIGNATURES = 48;

/** From the signer to the root. */
export type CertificatePath = readonly PathCertificate[];

export interface PathOutcome {
  /** Ends at one of the roots. The first that holds, else the first. */
  readonly path?: CertificatePath;
  readonly findings: readonly TimestampFinding[];
}

export interface PathInput {
  readonly signer: PathCertificate;
  /** Trusted for nothing. */
  readonly pool: readonly PathCertificate[];
  readonly roots: readonly PathCertificate[];
  readonly atMs: number;
  /** For what the authorities on the path must be allowed, where they are restricted. Absent: time stamping. */
  readonly purposes?: readonly string[];
}

/**
 * Looks for a path (RFC 5280 section 6) from the signer to a root by names and signatures, and holds what it finds to the rules of CA certificates
 * and to their validity at `atMs`. Certificates may be signed by more than one issuer: a path that holds goes before one that does not.
 */
export async function findCertificatePath(cryptography: CertificateCryptography, input: PathInput): Promise<PathOutcome> {
  const search = new PathSearch(cryptography, input);
  await search.extend([input.signer]);
  return search.outcome();
}

class PathSearch {
  readonly #cryptography: CertificateCryptography;
  readonly #input: PathInput;
  #signatures = 0;
  #best: PathOutcome | undefined;
  #obstacle: TimestampFinding | undefined;

  constructor(cryptography: CertificateCryptography, input: PathInput) {
    this.#cryptography = cryptography;
    this.#input = input;
  }

  async extend(path: CertificatePath): Promise<void> {
    const last = path.at(-1);
    if (last === undefined || path.length > MAX_PATH) return;
    const { roots, pool } = this.#input;
    if (roots.some(({ der }) => isSameBytes(der, last.der))) return this.#take(path);
    const isNew = (certificate: PathCertificate): boolean => !path.some(({ der }) => isSameBytes(der, certificate.der));
    for (const issuer of [...roots, ...pool].filter((candidate) => isSameName(candidate.subject, last.issuer) && isNew(candidate))) {
      if (this.#best?.findings.length === 0) return;
      if (await this.#isSignedBy(last, issuer)) await this.extend([...path, issuer]);
    }
  }

  outcome(): PathOutcome {
    if (this.#best !== undefined) return this.#best;
    const unknown = `No path of certificates leads from ${nameForPeople(this.#input.signer.subject)} to a root that is trusted here`;
    return { findings: [this.#obstacle ?? { code: 'root-unknown', message: unknown }] };
  }

  #take(path: CertificatePath): void {
    const findings = checkPath(path, this.#input);
    if (this.#best === undefined || findings.length === 0) this.#best = { path, findings };
  }

  async #isSignedBy(certificate: PathCertificate, issuer: PathCertificate): Promise<boolean> {
    this.#signatures += 1;
    if (this.#signatures > MAX_SIGNATURES) return false;
    const outcome = await checkCertifiedSignature(this.#cryptography, {
      algorithm: certificate.signatureAlgorithm,
      publicKey: issuer.publicKey,
      message: certificate.tbs,
      signature: certificate.signature,
    });
    if (outcome === 'right') return true;
    const who = nameForPeople(certificate.subject);
    // Two authorities, or two keys of one, may have the same name: this is told when no path is found.
    this.#obstacle ??=
      outcome === 'refused'
        ? { code: 'algorithm-refused', message: `The certificate of ${who} is signed with an algorithm or key that is not accepted` }
        : { code: 'chain-wrong', message: `The certificate of ${who} is not signed by the key of ${nameForPeople(issuer.subject)}` };
    return false;
  }
}

/** Rules for each certificate of a path whose names and signatures fit. */
function checkPath(path: CertificatePath, { atMs, purposes = [OID.timeStamping] }: PathInput): TimestampFinding[] {
  const findings: TimestampFinding[] = [];
  const wrong = (certificate: PathCertificate, why: string): void => {
    findings.push({ code: 'chain-wrong', message: `The certificate of ${nameForPeople(certificate.subject)} ${why}` });
  };
  let authoritiesBelow = 0;
  for (const [index, certificate] of path.entries()) {
    const [unknown] = certificate.unknownCritical;
    if (unknown !== undefined) wrong(certificate, `restricts itself in a way that is not understood here (${unknown})`);
    if (index === 0) continue;
    checkAuthority(certificate, { authoritiesBelow, purposes }, (why) => wrong(certificate, why));
    // One that a CA issued to itself, as at a change of keys, does not count (RFC 5280 section 4.2.1.9).
    if (!isSameName(certificate.subject, certificate.issuer)) authoritiesBelow += 1;
  }
  for (const { subject, notBeforeMs, notAfterMs } of path) {
    if (atMs < notBeforeMs || atMs > notAfterMs) {
      const [from, to] = [notBeforeMs, notAfterMs].map((ms) => new Date(ms).toISOString());
      const message = `The certificate of ${nameForPeople(subject)} was valid from ${from} to ${to} only`;
      findings.push({ code: 'not-valid-at-time', message });
    }
  }
  return findings;
}

function checkAuthority(
  certificate: PathCertificate,
  { authoritiesBelow, purposes }: { readonly authoritiesBelow: number; readonly purposes: readonly string[] },
  wrong: (why: string) => void,
): void {
  const { isAuthority, pathLength, keyUsage, extendedKeyUsage } = certificate;
  if (!isAuthority) wrong('may not issue certificates (basicConstraints)');
  if (keyUsage !== undefined && !keyUsage.includes(KEY_USAGE.keyCertSign)) wrong('may not sign certificates (keyUsage)');
  if (pathLength !== undefined && authoritiesBelow > pathLength)
    wrong(`allows ${pathLength} authorities below it, and there are ${authoritiesBelow}`);
  // Roots serve web sites too: an authority that they restrict to those must not make time stamps.
  if (
    extendedKeyUsage !== undefined &&
    !extendedKeyUsage.purposes.some((oid) => purposes.includes(oid) || oid === OID.anyExtendedKeyUsage)
  ) {
    wrong('may not issue certificates for this purpose (extendedKeyUsage)');
  }
}
