import type { Sha256Digest } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { HandedOver } from '../core/model/hand-over.ts';
import { assertNew, recordPaperReceipt, type RecordedHandOver } from './record-receipt.ts';
import { addReceivedFile, type GivenFile, type ReceivedGround, type ReceivedRun } from './received-files.ts';

/**
 * Takes in the scan of a signed paper as an exhibit of kind `received`, and records it as the receipt of a package. Throws as
 * `addReceivedFile`; `receipt-refused` when the very same scan stands in the log as a receipt.
 */
export async function addPaperReceipt(
  ground: ReceivedGround,
  run: ReceivedRun,
  scan: { readonly file: GivenFile; readonly sha256: Sha256Digest; readonly from: string; readonly package: HandedOver },
): Promise<RecordedHandOver> {
  const { store } = run;
  // Before anything is kept.
  assertNew(store, { digest: scan.sha256 });
  const session = store.startSession({ files: 1 });
  let added = 0;
  try {
    const origin = `Signed paper: receipt for package ${scan.package.package}, from ${scan.from}`;
    const { exhibit, sha256 } = await addReceivedFile(ground, { ...run, origin }, session, scan.file);
    added = 1;
    if (sha256 !== scan.sha256) throw new PugmarkError('input-unreadable', 'The scan changed while it was read');
    return recordPaperReceipt(store, { exhibit, sha256, from: scan.from, package: scan.package });
  } finally {
    store.endSession(session, { added, refused: 1 - added });
  }
}
