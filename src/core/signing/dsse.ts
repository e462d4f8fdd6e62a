import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../canonical/canonical-json.ts';
import type { Hashing } from '../digest/digest.ts';
import { concatBytes, parseBase64, toBase64, toUtf8 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import type { SignatureVerifier, Signer } from '../ports.ts';
import { fingerprintOf } from './public-key.ts';

const envelopeSchema = z.strictObject({
  payload: z.string(),
  payloadType: z.string().min(1).max(200),
  signatures: z
    .array(z.strictObject({ keyid: z.string().max(200).optional(), sig: z.string() }))
    .min(1)
    .max(16),
});

/** PAE (DSSE 1.0.2): the bytes that are signed. Lengths are byte counts in decimal. */
export function buildPreAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = toUtf8(payloadType);
  return concatBytes(toUtf8(`DSSEv1 ${type.length} `), type, toUtf8(` ${payload.length} `), payload);
}

/** A DSSE envelope with one signature, as canonical JSON. `keyid` is the signer's fingerprint, a hint only. */
export function buildEnvelope(hashing: Pick<Hashing, 'sha256'>, payloadType: string, payload: Uint8Array, signer: Signer): Uint8Array {
  return buildEnvelopeBy(hashing, payloadType, payload, [signer]);
}

/** The same with a signature of each signer, in their order: at least one, at most sixteen. */
export function buildEnvelopeBy(
  hashing: Pick<Hashing, 'sha256'>,
  payloadType: string,
  payload: Uint8Array,
  signers: readonly Signer[],
): Uint8Array {
  const signed = buildPreAuthEncoding(payloadType, payload);
  return buildCanonicalJson({
    payload: toBase64(payload),
    payloadType,
    signatures: signers.map((signer) => ({
      keyid: fingerprintOf(hashing, signer.publicKey),
      sig: toBase64(signer.sign(signed)),
    })),
  });
}

/** An envelope's parts, its signatures NOT checked. Throws `dsse-invalid`. */
export function parseEnvelope(bytes: Uint8Array): {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly { readonly keyId?: string; readonly signature: Uint8Array }[];
} {
  try {
    const envelope = parseCanonicalJson(bytes, envelopeSchema, 'DSSE envelope');
    return {
      payloadType: envelope.payloadType,
      payload: parseBase64(envelope.payload),
      signatures: envelope.signatures.map(({ keyid, sig }) => ({
        ...(keyid === undefined ? {} : { keyId: keyid }),
        signature: parseBase64(sig),
      })),
    };
  } catch (cause) {
    throw new PugmarkError('dsse-invalid', 'Not a DSSE envelope in canonical form', { cause });
  }
}

/**
 * The payload that `publicKey` signed as `payloadType`: the very bytes that were verified, to be parsed by the caller.
 * Throws `dsse-invalid`.
 */
export function openEnvelope(
  verifier: SignatureVerifier,
  bytes: Uint8Array,
  expected: { readonly payloadType: string; readonly publicKey: Uint8Array },
): Uint8Array {
  const envelope = parseEnvelope(bytes);
  if (envelope.payloadType !== expected.payloadType) {
    throw new PugmarkError('dsse-invalid', `Expected a payload of type ${expected.payloadType}`);
  }
  const signed = buildPreAuthEncoding(envelope.payloadType, envelope.payload);
  // `keyid` is not authenticated: it must not decide which key is tried.
  if (!envelope.signatures.some(({ signature }) => verifier.verifyEd25519(expected.publicKey, signed, signature))) {
    throw new PugmarkError('dsse-invalid', 'No signature of the envelope is by the expected key');
  }
  return envelope.payload;
}
