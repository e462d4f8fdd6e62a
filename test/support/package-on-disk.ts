import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareByBytes } from '../../src/core/package/entry-names.ts';
import { writeZip } from '../../src/packaging/zip-writer.ts';
import type { PackageFiles } from './package/twists.ts';

/** Unpacked below `folder`; returns the bag's folder. */
export function writeFolder(folder: string, name: string, files: PackageFiles): string {
  for (const [path, bytes] of files) {
    const target = join(folder, name, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
  return join(folder, name);
}

/** As the one ZIP file that a package is; returns its path. */
export async function writePackageZip(folder: string, name: string, files: PackageFiles): Promise<string> {
  const path = join(folder, `${name}.zip`);
  writeFileSync(path, await buildZip(name, files));
  return path;
}

export async function buildZip(name: string, files: PackageFiles, createdAt = '2026-03-02T09:00:00.000Z'): Promise<Uint8Array> {
  const inputs = [...files]
    .map(([path, source]) => ({ path: `${name}/${path}`, source, sizeBytes: source.length }))
    .toSorted((a, b) => compareByBytes(a.path, b.path));
  const pieces: Uint8Array[] = [];
  for await (const piece of writeZip(inputs, { createdAt })) pieces.push(piece);
  return Buffer.concat(pieces);
}
