import { sha256DigestOf, type Hashing, type Sha256Digest } from '../../digest/digest.ts';
import { parseUtf8 } from '../../digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../errors.ts';
import { parseEnvelope } from '../../signing/dsse.ts';
import { readManifest } from '../bag/manifest.ts';
import { openBag } from '../bag/open-bag.ts';
import { gatherFindings } from '../finding-list.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { PackageSource } from '../package-source.ts';
import { parseSealStatement } from '../seal-statement.ts';
import { readHeld } from '../verify/checked-bag.ts';

const MAX_SEAL_BYTES = 16 * 1024 * 1024;

/** A file below `data/`. */
export interface SealedFile {
  readonly sizeBytes: number;
  readonly sha256: Sha256Digest;
}

/**
 * The payload of a package that was verified before, given out only as those bytes that its seal covers: digest of the seal → tag manifest → manifest →
 * file. Whoever can write where the package lies can take files away from it, and put nothing else in their place.
 */
export interface SealedContent {
  readonly files: ReadonlyMap<string, SealedFile>;
  /**
   * A piece is valid until the next one is asked for. Throws `object-changed` at the end when the bytes are not those that were sealed: do not use what came
   * before; `input-unreadable` when they are not there.
   */
  stream(path: string): AsyncIterable<Uint8Array>;
  /** All of a small file. Throws as `stream`, `input-unreadable` when it is longer than `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
}

/**
 * `seal`: SHA-256 of `seal/seal.dsse.json`, from elsewhere than the package. Throws `object-changed` when the package is not the one with that seal,
 * `package-unreadable` when it is no package.
 */
export async function openSealedContent(
  hashing: Pick<Hashing, 'sha256' | 'startSha256'>,
  source: PackageSource,
  seal: Sha256Digest,
): Promise<SealedContent> {
  const bag = openBag(source, gatherFindings());
  if (bag === undefined) throw new PugmarkError('package-unreadable', `${source.name} is not a case package: there is no bag in it`);
  const readKnown = async (path: string, digest: Sha256Digest, maxBytes?: number): Promise<Uint8Array> => {
    const bytes = await readHeld(bag, path, maxBytes).catch((error: unknown) => {
      if (isPugmarkError(error, 'input-unreadable')) throw changed(path, error);
      throw error;
    });
    if (sha256DigestOf(hashing.sha256(bytes)) !== digest) throw changed(path);
    return bytes;
  };
  const { payload } = parseEnvelope(await readKnown(PACKAGE_PATHS.seal, seal, MAX_SEAL_BYTES));
  const [tags] = parseSealStatement(payload).subject;
  const tag = await readKnown(PACKAGE_PATHS.tagManifestSha256, `sha256:${tags.digest.sha256}`);
  const named = digestsOf(tag, PACKAGE_PATHS.tagManifestSha256, 'tag').get(PACKAGE_PATHS.manifestSha256);
  if (named === undefined) throw changed(PACKAGE_PATHS.manifestSha256);
  const listed = digestsOf(await readKnown(PACKAGE_PATHS.manifestSha256, `sha256:${named}`), PACKAGE_PATHS.manifestSha256, 'payload');
  const files = new Map<string, SealedFile>();
  for (const [path, hex] of listed) {
    const file = bag.files.get(path);
    if (file !== undefined) files.set(path, { sizeBytes: file.sizeBytes, sha256: `sha256:${hex}` });
  }
  return {
    files,
    async *stream(path) {
      const hash = hashing.startSha256();
      for await (const piece of bag.stream(path)) {
        hash.update(piece);
        yield piece;
      }
      if (sha256DigestOf(hash.digest()) !== files.get(path)?.sha256) throw changed(path);
    },
    read: async (path, maxBytes) => {
      const file = files.get(path);
      if (file === undefined) throw new PugmarkError('input-unreadable', `${path} is not in the package`);
      return await readKnown(path, file.sha256, maxBytes);
    },
  };
}

function digestsOf(bytes: Uint8Array, name: string, kind: 'payload' | 'tag'): ReadonlyMap<string, string> {
  return readManifest({ name, kind, algorithm: 'sha256' }, parseUtf8(bytes), '1.0', () => undefined).digests;
}

function changed(path: string, cause?: unknown): PugmarkError {
  const message = `${path} of the kept package is not what was sealed; run a check, restore a backup`;
  return new PugmarkError('object-changed', message, { details: { path }, ...(cause === undefined ? {} : { cause }) });
}
