import { hash } from 'node:crypto';
import { buildBagInfo } from '../../src/core/package/bag/bag-info.ts';
import { buildBagDeclaration } from '../../src/core/package/bag/declaration.ts';
import { buildManifest } from '../../src/core/package/bag/manifest.ts';
import { compareByBytes } from '../../src/core/package/entry-names.ts';
import type { PackageSource } from '../../src/core/package/package-source.ts';
import { packFiles } from './zip-bytes.ts';

/** Files of a bag by their paths in it. */
export type BagContents = Record<string, string | Uint8Array>;

export const BAG_FOLDER = 'case-7_prosecutor_20260302T080001Z';

/** A bag in the form of a package, with this payload and an empty seal. */
export function buildSmallBag(payload: BagContents): BagContents {
  const octets = Object.values(payload).reduce((sum, content) => sum + Buffer.byteLength(content), 0);
  const tags: BagContents = {
    'bag-info.txt': buildBagInfo([
      ['Pugmark-Format', 'package/v1'],
      ['Pugmark-Case', 'BG-2026/17 „Слон“'],
      ['Payload-Oxum', `${octets}.${Object.keys(payload).length}`],
    ]),
    'bagit.txt': buildBagDeclaration(),
    'manifest-sha256.txt': list(payload, 'sha256'),
    'manifest-sha512.txt': list(payload, 'sha512'),
  };
  return {
    ...payload,
    ...tags,
    'tagmanifest-sha256.txt': list(tags, 'sha256'),
    'tagmanifest-sha512.txt': list(tags, 'sha512'),
    'seal/seal.dsse.json': '{}',
  };
}

function list(files: BagContents, algorithm: string): Uint8Array {
  return buildManifest(Object.entries(files).map(([path, content]) => ({ path, digest: hash(algorithm, content) })));
}

/** The container of a bag, its folder around it. */
export function packBag(files: BagContents, folder = BAG_FOLDER): Promise<Buffer> {
  const paths = Object.keys(files).toSorted(compareByBytes);
  return packFiles(Object.fromEntries(paths.map((path) => [`${folder}/${path}`, files[path] ?? ''])));
}

/** The bag as a folder would show it. */
export function sourceOf(files: BagContents): PackageSource {
  const read = (path: string): Buffer => Buffer.from(files[path] ?? '');
  return {
    container: 'folder',
    name: BAG_FOLDER,
    entries: Object.keys(files).map((path) => ({ path, kind: 'file', sizeBytes: read(path).length })),
    async *stream(path) {
      yield read(path);
    },
    open: () => undefined,
  };
}
