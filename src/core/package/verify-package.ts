import type { Sha256Digest } from '../digest/digest.ts';
import { checkPackageBag } from './bag/check-package-bag.ts';
import { openBag } from './bag/open-bag.ts';
import { gatherFindings } from './finding-list.ts';
import type { PackageSource } from './package-source.ts';
import type { AnySeal } from './seal-statement.ts';
import type { SuppliedToken } from './supplement/read-supplement.ts';
import type { PackageFinding, Verdict } from './verdict.ts';
import { buildVerdict } from './verify/build-verdict.ts';
import type { BagFiles, VerifyPorts } from './verify/checked-bag.ts';
import { VerdictCollector, type VerifyProgress } from './verify/verdict-collector.ts';
import type { KnownViewer } from './verify/check-viewer.ts';
import { verifySealed } from './verify/verify-sealed.ts';

export { readViewerRelease, type KnownViewer } from './verify/check-viewer.ts';
export type { VerifyPorts } from './verify/checked-bag.ts';
export type { VerifyProgress } from './verify/verdict-collector.ts';

/** A container with what the strict reading of it found: steps 1 and 2. What is no package at all was refused then. */
export interface ReadContainer {
  readonly source: PackageSource;
  readonly findings: readonly PackageFinding[];
}

/** The seal of a package that was verified, with SHA-256 of its file. */
export type CheckedSeal = AnySeal & { readonly digest: Sha256Digest };

export interface VerifyPackageOptions {
  /** Fingerprints of identity keys that the checker has from elsewhere than the package. */
  readonly trusted?: ReadonlySet<Sha256Digest>;
  /** Digests of START-HERE.html by release, from elsewhere than the package. */
  readonly viewers?: readonly KnownViewer[];
  /** A package of the same case that the checker got before. Only its seal and its checkpoints are read. */
  readonly earlier?: PackageSource;
  /** DER of root certificates of time-stamping authorities that the checker trusts, beside those that are known here. */
  readonly timestampRoots?: readonly Uint8Array[];
  /** Tokens over the seal or a checkpoint that came after the package, from a supplement beside it. */
  readonly suppliedTokens?: readonly SuppliedToken[];
  /** DSSE envelopes of key revocations that the checker has from elsewhere than the package. */
  readonly revocations?: readonly Uint8Array[];
  /** DER of root certificates that the checker trusts for seals of agencies. */
  readonly agencyRoots?: readonly Uint8Array[];
  /** Told of the seal that the verdict is about, as soon as it was read; what it says is worth what the verdict says. */
  readonly onSeal?: (seal: CheckedSeal) => void;
  readonly onProgress?: (progress: VerifyProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * What a checker may say of a package (docs/formats/package.md, "Verifying"; docs/formats/verdict.md). Everything about the package is a
 * finding; throws only `cancelled`. Files are streamed: each once for its digests, archives and what has to be parsed a second time.
 */
export async function verifyPackage(ports: VerifyPorts, opened: ReadContainer, options: VerifyPackageOptions = {}): Promise<Verdict> {
  const { source } = opened;
  const collector = new VerdictCollector(options);
  const trusted = options.trusted ?? new Set<Sha256Digest>();
  void ports.hashing.prepareBeside?.(source.entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  // 1. Container. 2. Names and kinds.
  for (const { code, subject, message } of opened.findings) collector.finding(code, subject, message);
  // 3. Bag. 4. Fixity.
  const report = await checkPackageBag(source, ports.hashing, {
    onProgress: ({ path, doneBytes, totalBytes }) => collector.progress('files', path, doneBytes, totalBytes),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  for (const { code, subject, message } of report.findings) collector.finding(code, subject, message);
  for (const { code, subject, message } of report.notes) collector.note('integrity', code, subject, message);
  const { bag } = report;
  if (bag === undefined)
    return buildVerdict(collector, { name: source.name, seal: undefined, keys: undefined, trusted: trusted.size > 0, ran: new Set() });
  // 5 to 14.
  const { earlier, ...known } = options;
  return await verifySealed({ collector, ports, bag }, source.name, {
    ...known,
    trusted,
    ...(earlier === undefined ? {} : { earlier: openEarlier(earlier) }),
  });
}

/** A package without a bag shows nothing to go on from: that is found where its seal is looked for. */
function openEarlier(source: PackageSource): BagFiles {
  return openBag(source, gatherFindings()) ?? { files: new Map(), stream: (path) => source.stream(path) };
}
