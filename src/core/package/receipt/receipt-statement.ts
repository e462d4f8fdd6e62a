import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../../canonical/canonical-json.ts';
import { hexOf, sha256DigestSchema, type Sha256Digest } from '../../digest/digest.ts';
import { utcTimeSchema } from '../../model/primitives.ts';
import { STATEMENT_TYPE } from '../../signing/key-certificate.ts';

export const RECEIPT_TYPE = 'urn:pugmark:receipt:v1';

/** Longer than any receipt. */
export const MAX_RECEIPT_BYTES = 64 * 1024;

const hex256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A receipt is for a package that no axis speaks against. */
const stateSchema = z.enum(['pass', 'pending', 'not-checked', 'as-recorded']);

/** What a receiving station says. Nothing in it tells the case: a receipt may go by plain mail. */
export const receiptSchema = z.strictObject({
  format: z.literal('receipt/v1'),
  /** Of this receipt: it counts once. */
  receipt: z.uuid(),
  /** Claimed time of the receiving station. */
  receivedAt: utcTimeSchema,
  practice: z.boolean(),
  package: z.uuid(),
  /** Fingerprint of the identity that the seal of the package names. */
  sender: sha256DigestSchema,
  /** Fingerprint of the receiving station's identity. */
  station: sha256DigestSchema,
  /** Service number of the receiving operator. */
  operator: z.string().min(1).max(200),
  tool: z.string().min(1).max(100),
  /** What its verification said. */
  verdict: z.strictObject({
    integrity: stateSchema,
    authorship: stateSchema,
    custody: stateSchema,
    time: stateSchema,
    completeness: stateSchema,
  }),
  /** Key certificates in base64: of the receiving identity, and of the key that signs here. */
  certificates: z.strictObject({ identity: z.string().max(8_000), seal: z.string().max(8_000) }),
});
export type Receipt = Readonly<z.infer<typeof receiptSchema>>;

/** The payload of a receipt: an in-toto Statement v1 over the seal of the package, and the file as it came where it was one. */
export const receiptStatementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.union([
    z.tuple([z.strictObject({ name: z.literal('seal.dsse.json'), digest: z.strictObject({ sha256: hex256 }) })]),
    z.tuple([
      z.strictObject({ name: z.literal('seal.dsse.json'), digest: z.strictObject({ sha256: hex256 }) }),
      z.strictObject({ name: z.literal('file'), digest: z.strictObject({ sha256: hex256 }) }),
    ]),
  ]),
  predicateType: z.literal(RECEIPT_TYPE),
  predicate: receiptSchema,
});
export type ReceiptStatement = Readonly<z.infer<typeof receiptStatementSchema>>;

/** The payload to be signed. Throws `record-invalid` when it is none. */
export function buildReceiptStatement(
  subject: { readonly seal: Sha256Digest; readonly file?: Sha256Digest },
  predicate: Receipt,
): Uint8Array {
  const ofFile = subject.file === undefined ? [] : [{ name: 'file', digest: { sha256: hexOf(subject.file) } }];
  return buildCanonicalJson(
    receiptStatementSchema.parse({
      _type: STATEMENT_TYPE,
      subject: [{ name: 'seal.dsse.json', digest: { sha256: hexOf(subject.seal) } }, ...ofFile],
      predicateType: RECEIPT_TYPE,
      predicate,
    }),
  );
}

/** Throws `json-invalid`, `json-not-canonical`, `record-invalid`. */
export function parseReceiptStatement(payload: Uint8Array): ReceiptStatement {
  return parseCanonicalJson(payload, receiptStatementSchema, 'receipt');
}
