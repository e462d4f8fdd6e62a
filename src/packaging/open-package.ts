import { lstat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { PugmarkError } from '../core/errors.ts';
import { checkEntries } from '../core/package/check-entries.ts';
import { gatherFindings } from '../core/package/finding-list.ts';
import { readZip } from '../core/package/read-zip.ts';
import type { OpenedPackage } from '../core/package/verify-package.ts';
import { nodeDecompression } from './decompression.ts';
import { openFileReader } from './file-source.ts';
import { openFolderSource } from './folder-source.ts';

/** A package at rest, open for reading until it is closed. */
export interface PackageAtRest extends OpenedPackage {
  close(): Promise<void>;
}

/**
 * Opens a package: a ZIP file, or the folder that it was unpacked into. Steps 1 and 2 of a verification are in its findings.
 * Throws `package-unreadable` for what is neither, `input-unreadable` for what cannot be read.
 */
export async function openPackage(path: string): Promise<PackageAtRest> {
  const name = basename(resolve(path));
  const stat = await lstat(resolve(path)).catch((cause: unknown) => {
    throw new PugmarkError('package-unreadable', `${name} cannot be opened: there is no such file or folder, or no right to read it`, {
      cause,
    });
  });
  if (stat.isDirectory()) {
    const source = await openFolderSource(path);
    const list = gatherFindings();
    checkEntries(source.entries, list);
    return { source, findings: list.findings, close: () => Promise.resolve() };
  }
  const reader = await openFileReader(path);
  try {
    return { ...(await readZip(reader, name, nodeDecompression)), close: () => reader.close() };
  } catch (error) {
    await reader.close();
    throw error;
  }
}
