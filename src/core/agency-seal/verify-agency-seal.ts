import type { CertificateCryptography } from '../cryptography-ports.ts';
import { isSameBytes } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import { readAsn1, TAG } from '../timestamp/asn1-reader.ts';
import { readObjectIdentifier } from '../timestamp/asn1-values.ts';
import { findCertificatePath } from '../timestamp/certificate-path.ts';
import { isSameName, KEY_USAGE, nameForPeople, readCertificate, type PathCertificate } from '../timestamp/certificate.ts';
import { checkCertifiedSignature } from '../timestamp/certified-signature.ts';
import { findHash, OID } from '../timestamp/object-identifiers.ts';
import { readDetachedSignature, type SignedToken } from '../timestamp/signed-token.ts';
import { checkSignerIdentifier, findSigner } from '../timestamp/signer-certificate.ts';
import { assembleAgencySeal, ID_DATA } from './build-agency-seal.ts';

/** What may be said of an agency's seal. */
export interface AgencySealReport {
  /** In the order of the steps. Empty: the signature is right. */
  readonly findings: readonly string[];
  /** Who signed, by the certificate; whether that is so is shown by a root alone. */
  readonly signedBy?: string;
  /** Of the path to a root that was given. Absent: no root was given, or the signature is wrong. */
  readonly path?: { readonly findings: readonly string[] };
}

/** Certificates that are read; more serves an attacker alone. */
const MAX_CERTIFICATES = 32;
/** Purposes to which authorities may be restricted that issue certificates for signing documents. */
const PURPOSES = ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.311.10.3.12', '1.2.840.113583.1.1.5'];

/**
 * Verifies a CMS signature that lies beside the seal (RFC 5652; docs/formats/package.md, "Agency seal"), each step in its order. What is wrong
 * is a finding. `atMs`: when the certificates have to have been valid. Throws `input-unreadable` for a root that is no certificate.
 */
export async function verifyAgencySeal(
  cryptography: CertificateCryptography,
  input: {
    readonly seal: Uint8Array;
    readonly signature: Uint8Array;
    /** DER. Empty: nobody is trusted, and no path is looked for. */
    readonly roots: readonly Uint8Array[];
    readonly atMs: number;
  },
): Promise<AgencySealReport> {
  const roots = input.roots.map(readCertificate);
  // 1. One SignedData in DER, with one signer, and nothing inside.
  let signed: SignedToken;
  let certificates: readonly PathCertificate[];
  try {
    signed = readDetachedSignature(readAsn1(input.signature, 'der'), input.seal);
    if (signed.certificates.length > MAX_CERTIFICATES) return { findings: [`It holds more than ${MAX_CERTIFICATES} certificates`] };
    certificates = signed.certificates.map(readCertificate);
  } catch (error) {
    if (!(error instanceof PugmarkError)) throw error;
    return { findings: [error.message] };
  }
  if (signed.contentType !== ID_DATA) return { findings: [`It is over something else than a file (${signed.contentType})`] };
  // 2. The certificate that signed.
  const signer = findSigner(signed.signer.identifier, certificates);
  if (signer === undefined) return { findings: ['The certificate that signed is not in it'] };
  const signedBy = nameForPeople(signer.subject);
  // 3. The signed attributes are over this seal, and name this certificate. 4. The signature. 5. Its key may sign. No manifest
  // lists this file: 6. what no signature covers has one form, 7. and every certificate in it leads on from that of the signer.
  const findings = [
    ...(await checkAttributes(cryptography, signed, signer)),
    ...(await checkSignature(cryptography, signed, signer)),
    ...checkUse(signer),
    ...checkForm(input.signature, signed, signer),
    ...(await checkChain(cryptography, signer, certificates)),
  ];
  if (findings.length > 0 || roots.length === 0) return { findings, signedBy };
  // 8. A path to a root that is trusted, valid at the time that the seal claims.
  const path = await findCertificatePath(cryptography, { signer, pool: certificates, roots, atMs: input.atMs, purposes: PURPOSES });
  return { findings, signedBy, path: { findings: path.findings.map(({ message }) => message) } };
}

async function checkAttributes(
  cryptography: CertificateCryptography,
  signed: SignedToken,
  signer: PathCertificate,
): Promise<readonly string[]> {
  const findings: string[] = [];
  const valueOf = (wanted: string): SignedToken['signer']['attributes'][number]['values'][number] | undefined => {
    const [attribute, again] = signed.signer.attributes.filter(({ oid }) => oid === wanted);
    const [value, more] = attribute?.values ?? [];
    return again === undefined && more === undefined ? value : undefined;
  };
  try {
    const contentType = valueOf(OID.attributeContentType);
    if (contentType?.identifier !== TAG.objectIdentifier || readObjectIdentifier(contentType) !== ID_DATA)
      findings.push('The signed attributes do not say, once, that a file is signed');
    const hash = findHash(signed.signer.digestOid);
    const digest = valueOf(OID.attributeMessageDigest);
    if (hash === undefined) findings.push(`The seal is digested with a hash that is not accepted (${signed.signer.digestOid})`);
    else if (digest?.identifier !== TAG.octetString || !isSameBytes(digest.content, await cryptography.digest(hash, signed.content)))
      findings.push('The digest that is signed is not that of this seal');
    const misnamed = await checkSignerIdentifier(cryptography, signed.signer.attributes, signer);
    if (misnamed !== undefined) findings.push(misnamed);
  } catch (error) {
    if (!(error instanceof PugmarkError)) throw error;
    findings.push(error.message);
  }
  return findings;
}

async function checkSignature(
  cryptography: CertificateCryptography,
  { signer: by }: SignedToken,
  signer: PathCertificate,
): Promise<readonly string[]> {
  const outcome = await checkCertifiedSignature(cryptography, {
    algorithm: by.signatureAlgorithm,
    digestOid: by.digestOid,
    publicKey: signer.publicKey,
    message: by.signedAttributes,
    signature: by.signature,
  });
  if (outcome === 'right') return [];
  return [outcome === 'wrong' ? 'The signature is wrong' : 'It is signed with an algorithm or key that is not accepted'];
}

function checkUse({ keyUsage }: PathCertificate): readonly string[] {
  const maySign = keyUsage?.some((bit) => bit === KEY_USAGE.digitalSignature || bit === KEY_USAGE.nonRepudiation) ?? true;
  return maySign ? [] : ['The key of the certificate that signed is for something else than signatures (keyUsage)'];
}

function checkForm(signature: Uint8Array, signed: SignedToken, signer: PathCertificate): readonly string[] {
  const hash = findHash(signed.signer.digestOid);
  const kind = (['rsa', 'ec'] as const).find((one) => one === kindOf(signer));
  const isCanonical =
    hash !== undefined &&
    kind !== undefined &&
    isSameBytes(
      signature,
      assembleAgencySeal({
        certificates: signed.certificates,
        issuer: signer.issuer.der,
        serial: signer.serial,
        key: { kind },
        hash,
        attributes: signed.signer.signedAttributes,
        signature: signed.signer.signature,
      }),
    );
  return isCanonical ? [] : ['It is not written as the seal of an agency'];
}

function kindOf({ publicKey }: PathCertificate): 'rsa' | 'ec' | undefined {
  const algorithm = publicKey.children[0]?.children[0];
  const oid = algorithm === undefined ? undefined : readObjectIdentifier(algorithm);
  return oid === OID.rsaEncryption ? 'rsa' : oid === OID.ecPublicKey ? 'ec' : undefined;
}

async function checkChain(
  cryptography: CertificateCryptography,
  signer: PathCertificate,
  certificates: readonly PathCertificate[],
): Promise<readonly string[]> {
  const left = certificates.filter((one) => one !== signer);
  for (let last = signer; left.length > 0;) {
    const index = left.findIndex(({ subject }) => isSameName(subject, last.issuer));
    const [next] = index < 0 ? [] : left.splice(index, 1);
    if (next === undefined) return ['It holds a certificate that is none of the way to its root'];
    const { signatureAlgorithm: algorithm, tbs: message, signature } = last;
    if ((await checkCertifiedSignature(cryptography, { algorithm, publicKey: next.publicKey, message, signature })) !== 'right')
      return ['One of its certificates is not signed by the next'];
    last = next;
  }
  return [];
}
