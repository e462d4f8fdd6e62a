import {
  hexOf,
  sha256DigestOf,
  sha512DigestOf,
  type BesideHash,
  type Hashing,
  type Sha256Digest,
  type Sha512Digest,
} from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import { buildBagDeclaration } from '../core/package/bag/declaration.ts';
import { buildManifest } from '../core/package/bag/manifest.ts';
import { PACKAGE_PATHS } from '../core/package/layout.ts';
import type { GeneratedFile } from '../core/package/package-log.ts';
import type { SealStatement } from '../core/package/seal-statement.ts';
import type { ByteSource, PackageInput, PassingBytes } from '../core/ports.ts';

/** A file of the payload before it is written. */
export interface PlannedFile {
  /** Within the bag: `data/...`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Bytes that may use their memory again for the next piece; what was sealed before tells its digest. */
  readonly open: (passing: PassingBytes) => ByteSource;
  /** For what was sealed before: anything else is no package. */
  readonly sealed?: { readonly sha256: Sha256Digest; readonly sha512: Sha512Digest; readonly what: string };
}

interface FileDigests {
  readonly path: string;
  readonly sha256: Sha256Digest;
  readonly sha512: Sha512Digest;
}

/**
 * The files of a bag (RFC 8493), in the order of their paths, each read once and hashed while it passes: manifests, seal and tag manifests
 * come after the payload in that order. Throws `object-changed` when a sealed file has other bytes.
 */
export async function* streamBag(
  hashing: Hashing,
  bag: {
    /** Top folder. */
    readonly name: string;
    /** Sorted by the bytes of their paths. */
    readonly payload: readonly PlannedFile[];
    readonly info: Uint8Array;
    /** `START-HERE.html` */
    readonly viewer?: Uint8Array;
    /** Makes `seal/seal.dsse.json` over the tag manifests. */
    readonly seal: (subject: SealStatement['subject']) => Uint8Array;
    /** Makes what lies beside it: a CMS signature over its bytes. */
    readonly agencySeal?: (seal: Uint8Array) => Promise<Uint8Array>;
    /** Time stamps over the seal, sorted by their paths: what came in time, and what was asked. */
    readonly stampSeal: (seal: Uint8Array) => Promise<readonly GeneratedFile[]>;
    readonly onFile: (path: string, sizeBytes: number) => void;
  },
): AsyncGenerator<PackageInput> {
  const { name } = bag;
  const inFolder = (path: string, bytes: Uint8Array): PackageInput => ({ path: `${name}/${path}`, sizeBytes: bytes.length, source: bytes });
  const digestsOf = (path: string, bytes: Uint8Array): FileDigests => ({
    path,
    sha256: sha256DigestOf(hashing.sha256(bytes)),
    sha512: sha512DigestOf(hashing.sha512(bytes)),
  });

  const declaration = buildBagDeclaration();
  if (bag.viewer !== undefined) yield inFolder(PACKAGE_PATHS.viewer, bag.viewer);
  yield inFolder(PACKAGE_PATHS.info, bag.info);
  yield inFolder(PACKAGE_PATHS.declaration, declaration);
  // The next files are read while the digests of some are still computed beside.
  const passed: Promise<FileDigests>[] = [];
  for (const file of bag.payload) {
    bag.onFile(file.path, file.sizeBytes);
    const source = hashOnTheWay(hashing, file, (digests) => passed.push(digests));
    yield { path: `${name}/${file.path}`, sizeBytes: file.sizeBytes, source };
  }
  const written = await Promise.all(passed);
  if (written.length !== bag.payload.length) throw new PugmarkError('program-fault', 'A file of the package was not written to its end');

  const manifest256 = manifestOf(written, 'sha256');
  const manifest512 = manifestOf(written, 'sha512');
  const tags = [
    ...(bag.viewer === undefined ? [] : [digestsOf(PACKAGE_PATHS.viewer, bag.viewer)]),
    digestsOf(PACKAGE_PATHS.info, bag.info),
    digestsOf(PACKAGE_PATHS.declaration, declaration),
    digestsOf(PACKAGE_PATHS.manifestSha256, manifest256),
    digestsOf(PACKAGE_PATHS.manifestSha512, manifest512),
  ];
  const tags256 = manifestOf(tags, 'sha256');
  const tags512 = manifestOf(tags, 'sha512');
  const subjectOf = <Name extends string>(subject: Name, bytes: Uint8Array) => {
    const { sha256, sha512 } = digestsOf(subject, bytes);
    return { name: subject, digest: { sha256: hexOf(sha256), sha512: hexOf(sha512) } };
  };
  const seal = bag.seal([subjectOf(PACKAGE_PATHS.tagManifestSha256, tags256), subjectOf(PACKAGE_PATHS.tagManifestSha512, tags512)]);
  yield inFolder(PACKAGE_PATHS.manifestSha256, manifest256);
  yield inFolder(PACKAGE_PATHS.manifestSha512, manifest512);
  yield inFolder(PACKAGE_PATHS.seal, seal);
  const beside = [
    ...(bag.agencySeal === undefined ? [] : [{ path: PACKAGE_PATHS.agencySeal, bytes: await bag.agencySeal(seal) }]),
    ...(await bag.stampSeal(seal)),
  ];
  for (const { path, bytes } of beside.toSorted((a, b) => (a.path < b.path ? -1 : 1))) yield inFolder(path, bytes);
  yield inFolder(PACKAGE_PATHS.tagManifestSha256, tags256);
  yield inFolder(PACKAGE_PATHS.tagManifestSha512, tags512);
}

async function* hashOnTheWay(
  hashing: Hashing,
  file: PlannedFile,
  onEnd: (digests: Promise<FileDigests>) => void,
): AsyncGenerator<Uint8Array> {
  let told: Sha256Digest | undefined;
  const source = file.open({ onSha256: (digest) => void (told = digest) });
  // Whoever reads what was sealed computes it over the same bytes to see that they are those; SHA-512 is over what is written.
  const sha256 = file.sealed === undefined ? hashing.startSha256() : undefined;
  const sha512 = hashing.startSha512Beside?.(file.sizeBytes) ?? hashing.startSha512();
  for await (const piece of source instanceof Uint8Array ? [source] : source) {
    // First, so that the other core has its share while this one works.
    await sha512.update(piece);
    sha256?.update(piece);
    yield piece;
  }
  const known = sha256 === undefined ? told : sha256DigestOf(sha256.digest());
  if (known === undefined) throw new PugmarkError('program-fault', `Nobody hashed ${file.path}`);
  const digests = endDigests(file, known, sha512);
  // Awaited when all files have passed; until then a hash that fails must not count as an unhandled rejection.
  digests.catch(() => undefined);
  onEnd(digests);
}

async function endDigests({ path, sealed }: PlannedFile, sha256: Sha256Digest, running: BesideHash): Promise<FileDigests> {
  const sha512 = sha512DigestOf(await running.digest());
  if (sealed !== undefined && (sealed.sha256 !== sha256 || sealed.sha512 !== sha512)) {
    throw new PugmarkError('object-changed', `${sealed.what} is not what was sealed: no package was made; run "pugmark check"`);
  }
  return { path, sha256, sha512 };
}

function manifestOf(files: readonly FileDigests[], algorithm: 'sha256' | 'sha512'): Uint8Array {
  return buildManifest(files.map((file) => ({ path: file.path, digest: hexOf(file[algorithm]) })));
}
