import type { Clock } from '../core/clock.ts';
import { toBase64, parseUtf8 } from '../core/digest/encoding.ts';
import { sha256DigestOf, type Sha256Digest } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { Uuid } from '../core/ids.ts';
import { AXES, isPassed, type Verdict } from '../core/package/verdict.ts';
import type { CheckedSeal } from '../core/package/verify-package.ts';
import { buildReceiptStatement, receiptSchema } from '../core/package/receipt/receipt-statement.ts';
import type { CaseStore, Cryptography, VaultKey, VaultReader } from '../core/ports.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../core/signing/key-certificate.ts';
import type { ToolIdentity } from './capture-record-parts.ts';

export interface ReceiveGround {
  readonly clock: Clock;
  readonly cryptography: Pick<Cryptography, 'hashing' | 'random'>;
  readonly tool: ToolIdentity;
  /** Puts the bytes beside `path` under a temporary name. Throws `usage` when something stands at `path`, `disk-full`, `io-failed`. */
  keepFile(path: string, bytes: Uint8Array): Promise<{ publish(): Promise<void>; discard(): Promise<void> }>;
}

/** A package as somebody gave it, verified. */
export interface VerifiedPackage {
  readonly verdict: Verdict;
  /** The seal that the verdict is about; undefined when there was none to be read. */
  readonly seal: CheckedSeal | undefined;
  /** SHA-256 of the file as it came; absent for a folder. */
  readonly fileSha256?: Sha256Digest;
}

export interface SignedReceipt {
  readonly receipt: Uuid;
  readonly package: Uuid;
  /** SHA-256 of the file of the receipt. */
  readonly digest: Sha256Digest;
  readonly path: string;
}

export interface ReceiveRequest {
  readonly vault: VaultReader & { readonly operator: { readonly serviceNumber: string } };
  readonly store: CaseStore;
  readonly given: VerifiedPackage;
  /** Absolute path where the receipt is left. */
  readonly path: string;
  /** The case goes on from this package: before the receipt is entered, the log is joined to that of the package. */
  readonly onSigned?: (receipt: { readonly id: Uuid; readonly digest: Sha256Digest; readonly text: string }) => void;
}

/**
 * Signs for a package that was verified, enters that in the log of the case it is for, and leaves the receipt as a file at `path`, to be sent
 * back. Throws `usage` when the verdict speaks against the package (`isPassed`), the kinds of case and package differ, or something stands
 * at `path`; `vault-corrupt`, `disk-full`, `io-failed`.
 */
export async function receivePackage(ground: ReceiveGround, request: ReceiveRequest): Promise<SignedReceipt> {
  const { store, vault, given, path } = request;
  const { verdict, seal, fileSha256 } = given;
  if (seal === undefined || !isPassed(verdict))
    throw new PugmarkError('usage', 'No receipt is signed for a package that its own verdict speaks against');
  if (seal.practice !== store.summary.practice)
    throw new PugmarkError(
      'usage',
      seal.practice ? 'A practice package is received into a practice case' : 'Evidence is not received into a practice case',
    );
  const { hashing, random } = ground.cryptography;
  const id = random.uuid();
  const { station, certificates } = chooseCertificates(vault, seal.practice);
  const axes = Object.fromEntries(AXES.map((axis) => [axis, verdict.axes[axis].state]));
  const predicate = receiptSchema.parse({
    format: 'receipt/v1',
    receipt: id,
    receivedAt: ground.clock.now(),
    practice: seal.practice,
    package: seal.package,
    sender: seal.station,
    station,
    operator: vault.operator.serviceNumber,
    tool: `${ground.tool.name}/${ground.tool.version}`,
    verdict: axes,
    certificates,
  });
  const statement = buildReceiptStatement({ seal: seal.digest, ...(fileSha256 === undefined ? {} : { file: fileSha256 }) }, predicate);
  const bytes = store.signSeal(STATEMENT_PAYLOAD_TYPE, statement);
  const digest = sha256DigestOf(hashing.sha256(bytes));
  const kept = await ground.keepFile(path, bytes);
  try {
    request.onSigned?.({ id, digest, text: parseUtf8(bytes) });
    // Before it has a name that somebody could send: what was signed stands in the log.
    store.record({
      type: 'package.received',
      digest: seal.digest,
      details: {
        package: seal.package,
        sender: seal.station,
        profile: seal.profile,
        receipt: id,
        receiptDigest: digest,
        ...axes,
        ...(fileSha256 === undefined ? {} : { fileSha256 }),
      },
      texts: { receipt: parseUtf8(bytes), senderCase: seal.case.reference },
    });
  } catch (error) {
    await kept.discard();
    throw error;
  }
  await kept.publish();
  return { receipt: id, package: seal.package, digest, path };
}

function chooseCertificates(
  vault: VaultReader,
  practice: boolean,
): { readonly station: Sha256Digest; readonly certificates: { readonly identity: string; readonly seal: string } } {
  const current = (purpose: VaultKey['purpose']): VaultKey => {
    const key = vault.listKeys().find((one) => one.purpose === purpose && one.practice === practice && one.state === 'current');
    if (key === undefined) throw new PugmarkError('vault-corrupt', `The vault has no ${purpose} key; restore a backup`);
    return key;
  };
  const identity = current('identity');
  return { station: identity.id, certificates: { identity: toBase64(identity.certificate), seal: toBase64(current('seal').certificate) } };
}
