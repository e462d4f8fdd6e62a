import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isBagLike } from '../core/package/bag/open-bag.ts';
import { PugmarkError } from '../core/errors.ts';
import type { PackageSource } from '../core/package/package-source.ts';
import { readZip } from '../core/package/read-zip.ts';
import type { PackageFinding } from '../core/package/verdict.ts';
import { nodeDecompression } from './decompression.ts';
import { openFileReader, refuse } from './file-source.ts';
import { openFolderSource } from './folder-source.ts';

/** A package at rest, and what its container alone shows. */
export interface OpenedPackage {
  readonly source: PackageSource;
  readonly findings: readonly PackageFinding[];
  close(): Promise<void>;
}

/**
 * Opens a package, packed or unpacked, for reading only; `name` is what findings call it.
 * Throws `input-unreadable` when nothing can be read there, `package-unreadable` when what is there is no package: no ZIP file, or nothing
 * of a bag in it.
 */
export async function openPackage(path: string, name = basename(path)): Promise<OpenedPackage> {
  const found = await stat(path).catch((cause: unknown) => refuse(name, 'cannot be opened', cause));
  if (found.isDirectory()) {
    const source = await openFolderSource(path);
    assertBagLike(source, []);
    return { source, findings: [], close: async () => undefined };
  }
  const reader = await openFileReader(path);
  try {
    const { source, findings } = await readZip(reader, name, nodeDecompression);
    assertBagLike(source, findings);
    return { source, findings, close: () => reader.close() };
  } catch (fault) {
    await reader.close();
    throw fault;
  }
}

/** A container that is too damaged to list anything has findings that say so. */
function assertBagLike(source: PackageSource, findings: readonly PackageFinding[]): void {
  if (isBagLike(source) || (source.entries.length === 0 && findings.length > 0)) return;
  throw new PugmarkError('package-unreadable', `${source.name} is not a case package: there is no bag in it`);
}
