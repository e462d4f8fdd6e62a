import { createPrivateKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import {
  AuthenticatedSafe,
  CertBag,
  Certificate,
  CryptoEngine,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeContents,
  setEngine,
} from 'pkijs';
import type { AgencyKeyKind, AgencySigner } from '../../core/agency-seal/agency-signer.ts';
import { PugmarkError } from '../../core/errors.ts';

/** Longer than any key with its certificates. */
export const MAX_PKCS12_BYTES = 1024 * 1024;

const CURVES: Readonly<Record<string, 'p256' | 'p384' | 'p521'>> = { prime256v1: 'p256', secp384r1: 'p384', secp521r1: 'p521' };

/**
 * The key and the certificates of a PKCS#12 file (RFC 7292). Throws `passphrase-wrong`; `key-invalid` for a file that is none, holds no key that can
 * seal, or is encrypted as OpenSSL 1 and old browsers did (RC2, triple DES), which WebCrypto does not know.
 */
export async function readPkcs12(file: Uint8Array, passphrase: string): Promise<AgencySigner> {
  setEngine('pugmark', new CryptoEngine({ name: 'pugmark', crypto: globalThis.crypto }));
  const { privateKeys, certificates } = await openSafes(file, passphrase);
  const [pkcs8, more] = privateKeys;
  if (pkcs8 === undefined || more !== undefined)
    throw new PugmarkError('key-invalid', 'A file for an agency seal holds exactly one private key');
  let key: KeyObject;
  let read: readonly X509Certificate[];
  try {
    key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    read = certificates.map((der) => new X509Certificate(der));
  } catch (cause) {
    throw new PugmarkError('key-invalid', 'The key or a certificate in the file cannot be read', { cause });
  }
  const own = read.find((certificate) => certificate.checkPrivateKey(key));
  if (own === undefined) throw new PugmarkError('key-invalid', 'The file does not hold the certificate of its key');
  const ordered = [own, ...read.filter((one) => one !== own)].map(({ raw }) => new Uint8Array(raw));
  return {
    certificates: ordered,
    key: kindOf(key),
    // Node gives ECDSA signatures as Ecdsa-Sig-Value.
    sign: (message, hash) => Promise.resolve(new Uint8Array(sign(hash, message, key))),
  };
}

function kindOf(key: KeyObject): AgencyKeyKind {
  if (key.asymmetricKeyType === 'rsa') return { kind: 'rsa' };
  const curve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (key.asymmetricKeyType !== 'ec' || curve === undefined)
    throw new PugmarkError('key-invalid', 'The key is neither RSA nor on one of the curves P-256, P-384, P-521');
  return { kind: 'ec', curve };
}

interface Safes {
  readonly privateKeys: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
}

async function openSafes(file: Uint8Array, passphrase: string): Promise<Safes> {
  const password = bufferOf(new TextEncoder().encode(passphrase));
  let pfx: PFX;
  try {
    pfx = PFX.fromBER(bufferOf(file));
  } catch (cause) {
    throw new PugmarkError('key-invalid', 'It is no PKCS#12 file (.p12, .pfx)', { cause });
  }
  try {
    await pfx.parseInternalValues({ password, checkIntegrity: true });
  } catch (cause) {
    if (cause instanceof Error && /integrity/i.test(cause.message))
      throw new PugmarkError('passphrase-wrong', 'The passphrase does not open the PKCS#12 file', { cause });
    throw tooOld(cause);
  }
  const safes: unknown = pfx.parsedValue?.authenticatedSafe;
  if (!(safes instanceof AuthenticatedSafe)) throw new PugmarkError('key-invalid', 'The PKCS#12 file holds nothing');
  try {
    await safes.parseInternalValues({
      safeContents: safes.safeContents.map(({ contentType }) => (contentType === ENCRYPTED ? { password } : {})),
    });
    const found = { privateKeys: new Array<Uint8Array>(), certificates: new Array<Uint8Array>() };
    const contents: readonly { readonly value: unknown }[] = safes.parsedValue?.safeContents ?? [];
    for (const { value } of contents) {
      if (!(value instanceof SafeContents)) continue;
      for (const { bagValue } of value.safeBags) {
        if (bagValue instanceof CertBag && bagValue.parsedValue instanceof Certificate)
          found.certificates.push(derOf(bagValue.parsedValue));
        if (bagValue instanceof PrivateKeyInfo) found.privateKeys.push(derOf(bagValue));
        if (!(bagValue instanceof PKCS8ShroudedKeyBag)) continue;
        await openShroudedKey(bagValue, password);
        if (bagValue.parsedValue !== undefined) found.privateKeys.push(derOf(bagValue.parsedValue));
      }
    }
    return found;
  } catch (cause) {
    if (cause instanceof PugmarkError) throw cause;
    throw tooOld(cause);
  }
}

/** id-encryptedData (RFC 5652). */
const ENCRYPTED = '1.2.840.113549.1.7.6';

async function openShroudedKey(bag: PKCS8ShroudedKeyBag, password: ArrayBuffer): Promise<void> {
  // Public in the library's JavaScript, and missing in its types.
  const open: unknown = Reflect.get(bag, 'parseInternalValues');
  if (typeof open !== 'function') throw new PugmarkError('key-invalid', 'The key in the file cannot be read');
  await Reflect.apply(open, bag, [{ password }]);
}

function tooOld(cause: unknown): PugmarkError {
  return new PugmarkError(
    'key-invalid',
    'The PKCS#12 file cannot be opened: it is damaged, or encrypted in an old way; write it anew with OpenSSL 3 (openssl pkcs12 -legacy, then openssl pkcs12 -export)',
    { cause },
  );
}

function derOf(value: Certificate | PrivateKeyInfo): Uint8Array {
  return new Uint8Array(value instanceof Certificate ? value.toSchema(true).toBER(false) : value.toSchema().toBER(false));
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
