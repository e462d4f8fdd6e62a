import { readFileSync } from 'node:fs';
import { composeVerifyPorts } from '../../../src/engine/composition.ts';
import type { UtcTime } from '../../../src/core/clock.ts';
import type { Sha256Digest } from '../../../src/core/digest/digest.ts';
import { readZip } from '../../../src/core/package/read-zip.ts';
import { parseTrustKey } from '../../../src/core/package/trust-key.ts';
import { AXES, type PackageFindingCode, type Verdict } from '../../../src/core/package/verdict.ts';
import type { SuppliedToken } from '../../../src/core/package/supplement/read-supplement.ts';
import { verifyPackage, type ReadContainer } from '../../../src/core/package/verify-package.ts';
import { nodeDecompression } from '../../../src/packaging/decompression.ts';
import { openPackage } from '../../../src/packaging/open-package.ts';
import { writeZip } from '../../../src/packaging/zip-writer.ts';
import { compareByBytes } from '../../../src/core/package/entry-names.ts';
import { nodeCryptography } from '../../../src/platform/cryptography.ts';
import { projectPath } from '../project.ts';
import { collect, readerOf } from '../zip-bytes.ts';
import type { PackageFiles } from './twists.ts';

/** Packages of an earlier day: test/vectors/packages/README.md. */
export const GOLDEN_NAMES = ['evidence-first', 'evidence-selection', 'practice-whole'] as const;
/** One of every profile but the first, of one practice case; the reduced set of the one for Europol is a package of its own. */
export const GOLDEN_PROFILES = [
  'profile-interpol',
  'profile-europol',
  'profile-europol-reduced',
  'profile-platform',
  'profile-disclosure',
  'profile-pattern',
  'profile-archive',
] as const;
export const ALL_GOLDEN = [...GOLDEN_NAMES, ...GOLDEN_PROFILES] as const;
export type GoldenName = (typeof ALL_GOLDEN)[number];

export interface GoldenPackage {
  readonly zipPath: string;
  readonly zip: Buffer;
  /** Name of the bag's folder. */
  readonly bag: string;
  /** Relative to the bag's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** PEM of the identity that signed it. */
  readonly keyPath: string;
  readonly trusted: Sha256Digest;
}

export function goldenPath(name: string): string {
  return projectPath('test', 'vectors', 'packages', name);
}

export async function readGolden(name: GoldenName): Promise<GoldenPackage> {
  const zipPath = goldenPath(`${name}.zip`);
  const zip = readFileSync(zipPath);
  const { source } = await readZip(readerOf(zip), `${name}.zip`, nodeDecompression);
  const bag = source.entries[0]?.path.split('/')[0] ?? '';
  const files: PackageFiles = new Map();
  for (const { path } of source.entries) files.set(path.slice(bag.length + 1), await collect(source.stream(path)));
  const keyPath = goldenPath(`${name.split('-')[0] ?? ''}.pem`);
  return { zipPath, zip, bag, files, keyPath, trusted: parseTrustKey(nodeCryptography, readFileSync(keyPath)) };
}

/** When a package was made, by its name: all files of its container have this time. */
export function timeOf({ bag }: Pick<GoldenPackage, 'bag'>): UtcTime {
  const [, date = '', time = ''] = /_(\d{8})T(\d{6})Z(?:_reduced)?$/.exec(bag) ?? [];
  return `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}.000Z`;
}

/** The container of a package with these files: of its own ones, its very bytes. */
export async function zipGolden(golden: Pick<GoldenPackage, 'bag'>, files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const inputs = [...files].map(([path, source]) => ({ path: `${golden.bag}/${path}`, sizeBytes: source.length, source }));
  const sorted = inputs.toSorted((a, b) => compareByBytes(a.path, b.path));
  return await collect(writeZip(sorted, { createdAt: timeOf(golden) }));
}

const portsWithPictures = composeVerifyPorts();
const { images: _images, ...portsWithout } = portsWithPictures;

/** What a checker brings along. */
export interface Checker {
  /** Fingerprints of identity keys. */
  readonly trusted?: readonly Sha256Digest[];
  /** An earlier package. */
  readonly earlier?: Uint8Array;
  /** Envelopes of key revocations. */
  readonly revocations?: readonly Uint8Array[];
  /** DER of root certificates of agencies. */
  readonly agencyRoots?: readonly Uint8Array[];
  /** DER of root certificates of time-stamping authorities. */
  readonly timestampRoots?: readonly Uint8Array[];
  /** Tokens that came after the package. */
  readonly suppliedTokens?: readonly SuppliedToken[];
  /** Pictures are not put together again: half the time, and a note. */
  readonly withoutPictures?: boolean;
}

/** Verdict of a container in memory. Throws what `readZip` throws. */
export async function verifyBytes(zip: Uint8Array, checker: Checker = {}): Promise<Verdict> {
  return await verifyOpened(await readZip(readerOf(zip), 'package.zip', nodeDecompression), checker);
}

/** Verdict of what lies at a path, packed or unpacked, as the command line comes to it. */
export async function verifyAtPath(path: string, checker: Checker = {}): Promise<Verdict> {
  const opened = await openPackage(path);
  try {
    return await verifyOpened(opened, checker);
  } finally {
    await opened.close();
  }
}

async function verifyOpened(
  opened: ReadContainer,
  { trusted = [], earlier, revocations = [], agencyRoots = [], timestampRoots = [], suppliedTokens = [], withoutPictures = false }: Checker,
): Promise<Verdict> {
  const before = earlier === undefined ? undefined : await readZip(readerOf(earlier), 'earlier.zip', nodeDecompression);
  return await verifyPackage(withoutPictures ? portsWithout : portsWithPictures, opened, {
    trusted: new Set(trusted),
    revocations,
    agencyRoots,
    timestampRoots,
    suppliedTokens,
    ...(before === undefined ? {} : { earlier: before.source }),
  });
}

/** What is found against a package, each code once, in the order of the steps. */
export function codesOf(verdict: Verdict): readonly PackageFindingCode[] {
  return [...new Set(AXES.flatMap((axis) => verdict.axes[axis].findings.map(({ code }) => code)))];
}
