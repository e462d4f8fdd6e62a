import { z } from 'zod';
import { utcTimeSchema } from '../../model/primitives.ts';

/**
 * Details of `receipt.recorded`; its `digest` is SHA-256 of the file of the receipt, or of the scan. The texts `receipt` (the envelope itself)
 * and `from` (whose it is) stand in it as commitments, and go into no package.
 */
export const receiptRecordedSchema = z.object({
  package: z.uuid(),
  kind: z.enum(['signed', 'paper']),
  /** Of signed ones. */
  receipt: z.uuid().exactOptional(),
  receivedAt: utcTimeSchema.exactOptional(),
  /** Whether the receipt names the file that was made, another form of it (decrypted, packed again), or none. */
  file: z.enum(['same', 'other', 'not-stated']).exactOptional(),
});
export type ReceiptRecorded = z.infer<typeof receiptRecordedSchema>;
