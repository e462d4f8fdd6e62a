import { buildCanonicalJson } from '../canonical/canonical-json.ts';
import type { Hashing } from '../digest/digest.ts';
import { parseUtf8, toBase64 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import type { SignatureVerifier } from '../ports.ts';
import { parseEnvelope } from '../signing/dsse.ts';
import { openKeyCertificate } from '../signing/key-certificate.ts';
import { buildSpki } from '../signing/public-key.ts';

/**
 * All that a key certificate says, to be looked through for personal data: the envelope with its payload as text, without the certified key and without the
 * signature. Both are random, and by chance some read as a handle or a number. They are left out only where the signature holds: whoever writes something
 * in its place has no signature. Throws `dsse-invalid`, `key-invalid`.
 */
export function readCertificateText(
  ports: { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier },
  envelope: Uint8Array,
  identityKey: Uint8Array,
): Uint8Array {
  const { publicKey } = openKeyCertificate(ports, envelope, identityKey);
  const { payloadType, payload, signatures } = parseEnvelope(envelope);
  const [signature, ...others] = signatures;
  // One of several is enough for the certificate, and anything may stand in the others.
  if (signature === undefined || others.length > 0) throw new PugmarkError('dsse-invalid', 'Expected a key certificate with one signature');
  return buildCanonicalJson({
    keyid: signature.keyId ?? '',
    payload: parseUtf8(payload).replace(toBase64(buildSpki(publicKey)), ''),
    payloadType,
  });
}
