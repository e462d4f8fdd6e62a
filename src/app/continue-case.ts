import { parseCheckpointNote } from '../core/custody/checkpoint.ts';
import { toBase64, toUtf8 } from '../core/digest/encoding.ts';
import type { Sha256Digest } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import { continuedFromSchema } from '../core/package/verify/check-joined.ts';
import { isBareSeal, type PackageSeal } from '../core/package/seal-statement.ts';
import { isPassed } from '../core/package/verdict.ts';
import type { CaseStore, VaultStore } from '../core/ports.ts';
import { receivePackage, type ReceiveGround, type SignedReceipt, type VerifiedPackage } from './receive-package.ts';

/**
 * Goes on with a case that came as a package: a case of this vault whose log is a further segment. Its first entry, `segment.joined`, holds the
 * checkpoint up to which the package shows the log of the sender, and the receipt that was signed for it; numbers of exhibits begin anew, those of
 * the sender stay in the package. `note`: the signed checkpoint as the package holds it.
 *
 * Throws before there is a case: `usage` for a package without a custody log or with another checkpoint than its seal names, `note-invalid`, `case-exists`.
 * Later as `receivePackage`; the case is there then, and empty.
 */
export async function continueCase(
  ground: ReceiveGround,
  request: {
    readonly vault: VaultStore;
    readonly given: VerifiedPackage;
    readonly note: string;
    readonly reference: string;
    readonly title: string;
    readonly basis?: string;
    /** Absolute path where the receipt is left. */
    readonly path: string;
  },
): Promise<{ readonly store: CaseStore; readonly receipt: SignedReceipt }> {
  const { vault, given, note, reference, title, basis, path } = request;
  const { seal, verdict } = given;
  // Before there is a case that nothing was received into.
  if (seal === undefined || !isPassed(verdict))
    throw new PugmarkError('usage', 'No case goes on from a package that its own verdict speaks against');
  if (isBareSeal(seal)) throw new PugmarkError('usage', 'This package shows no custody log: no case can go on from it');
  const head = parseCheckpointNote(note);
  const { origin, size, root } = seal.checkpoint;
  if (head.origin !== origin || head.size !== size || head.root !== root)
    throw new PugmarkError('usage', 'The package holds another checkpoint than its seal names: no case can go on from it');
  const { practice } = seal;
  vault.newCase({ reference, title, practice, ...(basis === undefined ? {} : { basis }) });
  const store = vault.openCase(reference);
  const receipt = await receivePackage(ground, {
    vault,
    store,
    given,
    path,
    onSigned: (signed) => join(store, seal, note, signed),
  });
  return { store, receipt };
}

/** The first entry of the segment: to what it is joined, as anyone can check who has the package. */
function join(
  store: CaseStore,
  { checkpoint, digest, station, package: id, case: { id: senderCase } }: PackageSeal & { readonly digest: Sha256Digest },
  note: string,
  receipt: { readonly id: string; readonly digest: string; readonly text: string },
): void {
  const { origin, size, root } = checkpoint;
  const details = continuedFromSchema.parse({
    reason: 'received',
    origin,
    size,
    root,
    checkpoint: toBase64(toUtf8(note)),
    package: id,
    sender: station,
    senderCase,
    receipt: receipt.id,
    receiptDigest: receipt.digest,
  });
  store.record({ type: 'segment.joined', digest, details, texts: { receipt: receipt.text } });
}
