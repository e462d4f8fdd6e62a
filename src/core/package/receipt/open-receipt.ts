import { parseBase64 } from '../../digest/encoding.ts';
import { sha256DigestOf, type Hashing, type Sha256Digest } from '../../digest/digest.ts';
import { isPugmarkError, PugmarkError } from '../../errors.ts';
import type { SignatureVerifier } from '../../ports.ts';
import { openEnvelope, parseEnvelope } from '../../signing/dsse.ts';
import { openIdentityCertificate, openKeyCertificate, STATEMENT_PAYLOAD_TYPE } from '../../signing/key-certificate.ts';
import { MAX_RECEIPT_BYTES, parseReceiptStatement, type Receipt, type ReceiptStatement } from './receipt-statement.ts';

/** Why a receipt is none of a package of this case, in the order of the steps. Closed. */
export const RECEIPT_REFUSALS = [
  /** No receipt in its form. */
  'malformed',
  /** Its certificates or its signature do not hold, or a key was used for something else. */
  'signature',
  /** Signed by an identity that is the receipt key of nobody in the register. */
  'key-unregistered',
  /** A receipt of practice for evidence, or the other way round. */
  'practice',
  /** For no package that this case sealed. */
  'package-unknown',
  /** This receipt was recorded before. */
  'replayed',
] as const;
export type ReceiptRefusal = (typeof RECEIPT_REFUSALS)[number];

/** A receipt whose signature holds under the identity that it names; nobody has said yet whose identity that is. */
export interface OpenedReceipt {
  readonly receipt: Receipt;
  /** SHA-256 of the receipt as a file. */
  readonly digest: Sha256Digest;
  /** SHA-256 of the `seal.dsse.json` that it is for. */
  readonly seal: Sha256Digest;
  /** SHA-256 of the file as it came; absent when it was a folder. */
  readonly file?: Sha256Digest;
}

type Ports = { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier };

/** Throws `receipt-refused` for one of these reasons. */
export function refuseReceipt(reason: ReceiptRefusal, message: string, cause?: unknown): never {
  throw new PugmarkError('receipt-refused', message, { details: { reason }, ...(cause === undefined ? {} : { cause }) });
}

/**
 * A receipt by itself (docs/formats/receipt.md, steps 1 to 3). Throws `receipt-refused` with the reasons `malformed`, `signature`, `practice`.
 */
export function openReceipt(ports: Ports, bytes: Uint8Array): OpenedReceipt {
  // 1. The envelope is in canonical form with one signature and its keyid, and the statement in it is one of a receipt.
  const statement = readStatement(bytes);
  const { predicate: receipt, subject } = statement;
  try {
    // 2. The identity certifies itself, and certifies the key for seals, of the same kind.
    const identity = openIdentityCertificate(ports, parseBase64(receipt.certificates.identity), receipt.practice);
    const key = openKeyCertificate(ports, parseBase64(receipt.certificates.seal), identity.publicKey, {
      purpose: 'seal',
      practice: receipt.practice,
    });
    if (identity.keyId !== receipt.station) refuseReceipt('signature', 'The receipt names another station than its certificates');
    // 3. The signature is by that key; nothing in the envelope is free.
    openEnvelope(ports.verifier, bytes, { payloadType: STATEMENT_PAYLOAD_TYPE, publicKey: key.publicKey });
    if (parseEnvelope(bytes).signatures[0]?.keyId !== key.keyId) refuseReceipt('signature', 'The receipt names another key than signed it');
  } catch (error) {
    if (!isPugmarkError(error) || error.code === 'receipt-refused') throw error;
    refuseReceipt('signature', `The receipt is not signed as it says: ${error.message}`, error);
  }
  const [ofSeal, ofFile] = subject;
  return {
    receipt,
    digest: sha256DigestOf(ports.hashing.sha256(bytes)),
    seal: `sha256:${ofSeal.digest.sha256}`,
    ...(ofFile === undefined ? {} : { file: `sha256:${ofFile.digest.sha256}` }),
  };
}

function readStatement(bytes: Uint8Array): ReceiptStatement {
  if (bytes.length > MAX_RECEIPT_BYTES) refuseReceipt('malformed', 'It is too long for a receipt');
  try {
    const { payloadType, payload, signatures } = parseEnvelope(bytes);
    if (payloadType !== STATEMENT_PAYLOAD_TYPE || signatures.length !== 1 || signatures[0]?.keyId === undefined)
      throw new PugmarkError('dsse-invalid', 'A receipt is a statement with one signature and its keyid');
    return parseReceiptStatement(payload);
  } catch (error) {
    if (!isPugmarkError(error) || error.code === 'receipt-refused') throw error;
    return refuseReceipt('malformed', `It is no receipt: ${error.message}`, error);
  }
}
