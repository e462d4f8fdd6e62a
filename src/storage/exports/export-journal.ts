import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { sha256DigestSchema, type Sha256Digest } from '../../core/digest/digest.ts';
import { isPugmarkError } from '../../core/errors.ts';
import { countSchema } from '../../core/model/primitives.ts';
import { pagePartOf, partFileName } from '../../core/package/layout.ts';
import { makeFolderDurably, syncFolder, writeNewFile } from '../files/durable-files.ts';
import { hasNativeCode, withStorageErrors } from '../storage-error.ts';

const EXPORT_FILE = 'export.json';
const SEALED_FILE = 'sealed.json';

const exportSchema = z.strictObject({
  format: z.literal('export/v1'),
  case: z.uuid(),
  package: z.uuid(),
  /** Absolute path of the file to be. */
  destination: z.string(),
});
export type ExportJournal = z.infer<typeof exportSchema>;

const sealedSchema = z.strictObject({
  format: z.literal('export-sealed/v1'),
  seal: sha256DigestSchema,
  sizeBytes: countSchema,
  /** Of encrypted ones. */
  fileSha256: sha256DigestSchema.optional(),
});
export type SealedJournal = z.infer<typeof sealedSchema>;

/** `incoming/<package>/`: what a recovery must know of an export under way. Throws `disk-full`, `io-failed`. */
export function writeExportJournal(folder: string, journal: Omit<ExportJournal, 'format'>): void {
  withStorageErrors(folder, () => {
    makeFolderDurably(folder);
    writeNewFile(join(folder, EXPORT_FILE), buildCanonicalJson({ format: 'export/v1', ...journal }));
  });
}

/** What `package.sealed` says of an encrypted file: its digest is what sender and receiver compare. */
export function fileDetail({ fileSha256 }: Pick<SealedJournal, 'fileSha256'>): { readonly fileSha256?: Sha256Digest } {
  return fileSha256 === undefined ? {} : { fileSha256 };
}

export function writeSealedJournal(folder: string, journal: Omit<SealedJournal, 'format'>): void {
  withStorageErrors(folder, () => {
    writeNewFile(join(folder, SEALED_FILE), buildCanonicalJson({ format: 'export-sealed/v1', ...journal }));
  });
}

/** Undefined when there is none, or a crash tore it: then nothing was done that it should have told. */
export function readExportJournal(folder: string): ExportJournal | undefined {
  return readJournal(join(folder, EXPORT_FILE), exportSchema);
}

export function readSealedJournal(folder: string): SealedJournal | undefined {
  return readJournal(join(folder, SEALED_FILE), sealedSchema);
}

function readJournal<T>(path: string, schema: z.ZodType<T>): T | undefined {
  return withStorageErrors(path, () => {
    try {
      return parseCanonicalJson(readFileSync(path), schema, path);
    } catch (error) {
      if (hasNativeCode(error, 'ENOENT', 'ENOTDIR') || isPugmarkError(error)) return undefined;
      throw error;
    }
  });
}

/** Absolute path of the package under way. */
export function partPathOf(journal: Pick<ExportJournal, 'package' | 'destination'>): string {
  return join(dirname(journal.destination), partFileName(journal.package));
}

/**
 * Takes away the file of an export that has ended, if a crash left it. Where the folder cannot be reached any more (a medium that was
 * taken out), it stays: it has no name of a package, and no seal of it is in the log.
 */
export function removePart(journal: ExportJournal): void {
  const part = partPathOf(journal);
  try {
    if (!existsSync(part) && !existsSync(pagePartOf(part))) return;
    rmSync(part, { force: true });
    rmSync(pagePartOf(part), { force: true });
    syncFolder(dirname(part));
  } catch (error) {
    if (!hasNativeCode(error, 'EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOENT', 'ENXIO', 'ENODEV', 'EBUSY')) throw error;
  }
}
