import { PugmarkError } from '../errors.ts';
import type { CertificateCryptography, CertifiedSignatureScheme, EllipticCurve, SignatureHash } from '../cryptography-ports.ts';

const HASHES: Readonly<Record<SignatureHash | 'sha1', string>> = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };
const CURVES: Readonly<Record<EllipticCurve, string>> = { p256: 'P-256', p384: 'P-384', p521: 'P-521' };

/** The port over the WebCrypto of a browser or of Node.js: `crypto.subtle`, which pages have under https, on loopback and from `file://`. */
export function createCertificateCryptography(subtle: SubtleCrypto | undefined): CertificateCryptography {
  return {
    isAvailable: subtle !== undefined,
    verify: async (scheme, publicKey, message, signature) => {
      if (subtle === undefined) throw unavailable();
      try {
        const key = await subtle.importKey('spki', copyOf(publicKey), importOf(scheme), false, ['verify']);
        return await subtle.verify(verifyOf(scheme), key, copyOf(signature), copyOf(message));
      } catch {
        // WebCrypto throws for a key that is none, also for a point that is not on its curve: no signature under it is right.
        return false;
      }
    },
    digest: async (hash, bytes) => {
      if (subtle === undefined) throw unavailable();
      return new Uint8Array(await subtle.digest(HASHES[hash], copyOf(bytes)));
    },
  };
}

/** Said aloud: a signature that cannot be looked at is not a wrong one. */
function unavailable(): PugmarkError {
  return new PugmarkError('program-fault', 'This page has no WebCrypto: certificates cannot be checked here');
}

/** WebCrypto takes no views of memory that another thread could change. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}

function importOf(scheme: CertifiedSignatureScheme): RsaHashedImportParams | EcKeyImportParams {
  if (scheme.kind === 'ecdsa') return { name: 'ECDSA', namedCurve: CURVES[scheme.curve] };
  return { name: scheme.kind === 'rsa-pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: HASHES[scheme.hash] };
}

function verifyOf(scheme: CertifiedSignatureScheme): AlgorithmIdentifier | RsaPssParams | EcdsaParams {
  if (scheme.kind === 'ecdsa') return { name: 'ECDSA', hash: HASHES[scheme.hash] };
  return scheme.kind === 'rsa-pss' ? { name: 'RSA-PSS', saltLength: scheme.saltLength } : { name: 'RSASSA-PKCS1-v1_5' };
}
