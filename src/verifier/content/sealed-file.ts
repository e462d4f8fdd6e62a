import { parseUtf8, toHex } from '../../core/digest/encoding.ts';
import { sha256DigestOf, type Hashing, type Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import { parseManifestName, readManifest } from '../../core/package/bag/manifest.ts';
import { PACKAGE_PATHS } from '../../core/package/layout.ts';
import { parseSeal } from '../../core/package/verify/check-seal.ts';
import { readHeld, type BagFiles } from '../../core/package/verify/checked-bag.ts';

const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

/**
 * The bytes of a file below `data/`, when they are those that the seal is over: read now, and compared by both digests through manifests and tag manifests
 * with that very seal which was verified. Whatever was changed since the check is found here too. Throws `input-unreadable` otherwise.
 */
export async function readSealedFile(
  hashing: Hashing,
  bag: BagFiles,
  { path, seal, maxBytes }: { readonly path: string; readonly seal: Sha256Digest; readonly maxBytes: number },
): Promise<Uint8Array> {
  const envelope = await readHeld(bag, PACKAGE_PATHS.seal);
  if (sha256DigestOf(hashing.sha256(envelope)) !== seal) refuse('The seal is not the one that was checked');
  const { subject } = parseSeal({ hashing }, envelope);
  const bytes = await readHeld(bag, path, maxBytes);
  const ways = [
    [PACKAGE_PATHS.tagManifestSha256, PACKAGE_PATHS.manifestSha256, (of: Uint8Array) => toHex(hashing.sha256(of)), 'sha256'],
    [PACKAGE_PATHS.tagManifestSha512, PACKAGE_PATHS.manifestSha512, (of: Uint8Array) => toHex(hashing.sha512(of)), 'sha512'],
  ] as const;
  for (const [tags, manifest, digestOf, algorithm] of ways) {
    const tagBytes = await readHeld(bag, tags, MAX_MANIFEST_BYTES);
    const sealed = subject.find(({ name }) => name === tags)?.digest[algorithm];
    if (sealed === undefined || digestOf(tagBytes) !== sealed) refuse(`${tags} is not the one that was sealed`);
    const manifestBytes = await readHeld(bag, manifest, MAX_MANIFEST_BYTES);
    if (digestOf(manifestBytes) !== listed(tags, tagBytes, manifest)) refuse(`${manifest} is not the one that was sealed`);
    if (digestOf(bytes) !== listed(manifest, manifestBytes, path)) refuse('Its bytes are not those that were sealed');
  }
  return bytes;
}

/** Digest of a path in a manifest; undefined when it is not listed there, or the manifest is none. */
function listed(name: string, bytes: Uint8Array, path: string): string | undefined {
  const named = parseManifestName(name);
  if (named === undefined) return undefined;
  return readManifest(named, parseUtf8(bytes), '1.0', () => refuse(`${name} is damaged`)).digests.get(path);
}

function refuse(message: string): never {
  throw new PugmarkError('input-unreadable', message);
}
