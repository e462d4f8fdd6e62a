import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';
import { PROFILES } from '../package/profiles.ts';
import { utcTimeSchema } from './primitives.ts';

/** A receipt as a case keeps it. `paper`: a scan of a signed paper, an exhibit of kind `received`; nothing in it is checked. */
const recordedReceiptSchema = z.strictObject({
  kind: z.enum(['signed', 'paper']),
  /** SHA-256 of the file of the receipt, or of the scan. */
  digest: sha256DigestSchema,
  recordedAt: utcTimeSchema,
  /** From whom, as the register called it then, or as a person wrote it. */
  from: z.string().optional(),
  /** Claimed time of the receiving station. */
  receivedAt: utcTimeSchema.optional(),
  /** The exhibit that a scan is. */
  exhibit: z.string().optional(),
});

/** A package of a case that was made, and what came back for it. */
export const handedOverSchema = z.strictObject({
  package: z.uuid(),
  profile: z.enum(PROFILES),
  sealedAt: utcTimeSchema,
  /** SHA-256 of `seal/seal.dsse.json`. */
  seal: sha256DigestSchema,
  /** Of the encrypted file; absent when it was not encrypted. */
  fileSha256: sha256DigestSchema.optional(),
  /** Whom it was made for, as the exporting person wrote it. */
  recipient: z.string().optional(),
  receipts: z.array(recordedReceiptSchema),
});
export type HandedOver = Readonly<z.infer<typeof handedOverSchema>>;
export type RecordedReceipt = HandedOver['receipts'][number];

/** `hand-over-list/v1`: what the command line prints of a case's packages and receipts. */
export const handOverListSchema = z.strictObject({
  format: z.literal('hand-over-list/v1'),
  /** Reference of the case. */
  case: z.string(),
  packages: z.array(handedOverSchema),
});
