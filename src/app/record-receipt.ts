import { parseEntryLine } from '../core/custody/entry.ts';
import { parseUtf8 } from '../core/digest/encoding.ts';
import type { Sha256Digest } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ExhibitNumber } from '../core/ids.ts';
import type { HandedOver } from '../core/model/hand-over.ts';
import { nameOfRecipient } from '../core/model/recipient.ts';
import { openReceipt, refuseReceipt, type OpenedReceipt } from '../core/package/receipt/open-receipt.ts';
import { receiptRecordedSchema, type ReceiptRecorded } from '../core/package/receipt/receipt-entry.ts';
import type { CaseStore, Cryptography, VaultReader } from '../core/ports.ts';
import { listHandedOver } from './handed-over.ts';

export interface RecordedHandOver {
  readonly package: HandedOver;
  readonly digest: Sha256Digest;
  readonly from: string;
}

/**
 * A receipt that came back for a package of this case becomes `receipt.recorded`. Steps as in docs/formats/receipt.md. Throws
 * `receipt-refused` (its `details.reason` says at which step), `disk-full`, `io-failed`.
 */
export function recordReceipt(
  cryptography: Pick<Cryptography, 'hashing' | 'verifier'>,
  store: CaseStore,
  vault: Pick<VaultReader, 'listRecipients' | 'listKeys'>,
  bytes: Uint8Array,
): RecordedHandOver & { readonly receipt: OpenedReceipt['receipt'] } {
  // 1 to 3: by itself.
  const opened = openReceipt(cryptography, bytes);
  const { receipt, seal, digest } = opened;
  // 4. Signed by somebody whose key was made sure of.
  const signers = vault.listRecipients().filter(({ receiptKey }) => receiptKey === receipt.station);
  if (signers.length === 0)
    refuseReceipt('key-unregistered', `The receipt is signed by ${receipt.station}, which is the receipt key of nobody in the register`);
  // 5. Practice for practice, evidence for evidence.
  if (receipt.practice !== store.summary.practice)
    refuseReceipt(
      'practice',
      receipt.practice ? 'It is a receipt of practice' : 'It is a receipt of evidence, and the case is for practice',
    );
  // 6. For a package that this case sealed.
  const made = listHandedOver(store).find((one) => one.seal === seal);
  // Packages of before a rotation are sealed under an earlier identity of this station.
  const isOurs = vault.listKeys().some(({ id, purpose }) => purpose === 'identity' && id === receipt.sender);
  if (made === undefined || made.package !== receipt.package || !isOurs)
    refuseReceipt(
      'package-unknown',
      `The receipt is for a package ${receipt.package} that case ${store.summary.reference} did not seal so`,
    );
  // 7. Once.
  assertNew(store, { digest, receipt: receipt.receipt });
  const details: ReceiptRecorded = {
    package: made.package,
    kind: 'signed',
    receipt: receipt.receipt,
    receivedAt: receipt.receivedAt,
    ...(made.fileSha256 === undefined ? {} : { file: compareFile(made.fileSha256, opened.file) }),
  };
  // People of one unit may share a station.
  const name = signers.map(nameOfRecipient).join('; ');
  store.record({ type: 'receipt.recorded', digest, details: { ...details }, texts: { receipt: parseUtf8(bytes), from: name } });
  return { package: made, digest, from: name, receipt };
}

/**
 * A scan of a signed paper, which is an exhibit of kind `received` by now, becomes `receipt.recorded` of kind `paper`: what it says was read by
 * nobody but the person who records it. `package`: id; may be left out when the case sealed one only. Throws `usage`, `receipt-refused`.
 */
export function recordPaperReceipt(
  store: CaseStore,
  scan: { readonly exhibit: ExhibitNumber; readonly sha256: Sha256Digest; readonly from: string; readonly package: HandedOver },
): RecordedHandOver {
  const { exhibit, sha256, from } = scan;
  const details: ReceiptRecorded = { package: scan.package.package, kind: 'paper' };
  store.record({ type: 'receipt.recorded', exhibit, digest: sha256, details: { ...details }, texts: { from } });
  return { package: scan.package, digest: sha256, from };
}

/** The package that a person means by its id. Throws `usage`. */
export function requirePackage(store: CaseStore, id: string | undefined): HandedOver {
  const all = listHandedOver(store);
  const { reference } = store.summary;
  if (all.length === 0) throw new PugmarkError('usage', `Case ${reference} has sealed no package yet`);
  const found = id === undefined ? all : all.filter((one) => one.package === id.trim().toLowerCase());
  const [only, ...others] = found;
  if (only === undefined)
    throw new PugmarkError('usage', `Case ${reference} has sealed no package ${id ?? ''}: see "pugmark receipt list"`);
  if (others.length > 0)
    throw new PugmarkError('usage', `Case ${reference} has sealed ${found.length} packages: say which one the paper is for`);
  return only;
}

/** Throws `receipt-refused` when a receipt with this id or these bytes stands in the log of the case. */
export function assertNew(store: CaseStore, wanted: { readonly digest: Sha256Digest; readonly receipt?: string }): void {
  for (const { line } of store.readLog()) {
    if (!line.includes('"type":"receipt.recorded"')) continue;
    const { digest, details, time } = parseEntryLine(line);
    const known = receiptRecordedSchema.safeParse(details).data?.receipt;
    if (digest !== wanted.digest && (known === undefined || known !== wanted.receipt)) continue;
    refuseReceipt('replayed', `The receipt was recorded before, on ${time}`);
  }
}

function compareFile(made: Sha256Digest, received: Sha256Digest | undefined): NonNullable<ReceiptRecorded['file']> {
  if (received === undefined) return 'not-stated';
  return received === made ? 'same' : 'other';
}
