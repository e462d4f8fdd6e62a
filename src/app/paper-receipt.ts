import type { Sha256Digest } from '../core/digest/digest.ts';
import type { HandedOver } from '../core/model/hand-over.ts';
import { assertNew, recordPaperReceipt, type RecordedHandOver } from './record-receipt.ts';
import { addOneFile } from './add-one-file.ts';
import type { GivenFile, ReceivedGround, ReceivedRun } from './received-files.ts';

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
  const origin = `Signed paper: receipt for package ${scan.package.package}, from ${scan.from}`;
  return await addOneFile(ground, { ...run, origin }, scan, ({ exhibit, sha256 }) =>
    recordPaperReceipt(store, { exhibit, sha256, from: scan.from, package: scan.package }),
  );
}
