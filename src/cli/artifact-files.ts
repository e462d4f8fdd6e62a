import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import { constants, copyFile, link, mkdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sha256DigestOf, type Sha256Digest } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { StoredArtifact } from '../core/model/case.ts';
import type { CaseReader } from '../core/ports.ts';
import { usageError } from './cli.ts';

/** A file that now holds an artifact. */
export interface WrittenFile {
  readonly role: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: Sha256Digest;
  /** It was there before with the same bytes. */
  readonly alreadyThere: boolean;
}

/**
 * Writes artifacts under `out`: one of them to a file of that name, or into it when it is a folder; several always into a
 * folder. Never overwrites anything and never leaves half a file: bytes get their name when their digest is known to be right.
 * Throws `usage` when something else is there, `object-changed`, `disk-full`, `io-failed`.
 */
export async function writeArtifactFiles(
  reader: CaseReader,
  artifacts: readonly StoredArtifact[],
  out: string,
): Promise<readonly WrittenFile[]> {
  const target = resolve(out);
  const there = await statIfThere(target);
  const intoFolder = there?.isDirectory() ?? (artifacts.length > 1 || /[/\\]$/.test(out));
  if (!intoFolder && artifacts.length > 1) throw usageError(`${out} is a file and there are ${artifacts.length} artifacts: give a folder`);
  try {
    await mkdir(intoFolder ? target : dirname(target), { recursive: true });
    const files: WrittenFile[] = [];
    for (const artifact of artifacts) {
      files.push(await writeFile(reader, artifact, intoFolder ? join(target, safeName(artifact)) : target));
    }
    return files;
  } catch (error) {
    throw asEnvironmentError(error, out);
  }
}

/** A database that was tampered with must not choose a place outside the folder. */
function safeName({ name }: StoredArtifact): string {
  if (basename(name) === name && /^[a-z0-9][a-z0-9._-]*$/.test(name)) return name;
  throw new PugmarkError(
    'record-invalid',
    `The vault names an artifact ${JSON.stringify(name)}, which is no name it gives: run "pugmark check"`,
  );
}

async function writeFile(reader: CaseReader, artifact: StoredArtifact, path: string): Promise<WrittenFile> {
  const { role, sizeBytes, sha256 } = artifact;
  const written = { role, path, sizeBytes, sha256 };
  if ((await statIfThere(path)) !== undefined) {
    if ((await hashFile(path)) === sha256) return { ...written, alreadyThere: true };
    throw usageError(`${path} is there already and holds something else: it was not overwritten`);
  }
  const underWay = join(dirname(path), `.pugmark-${randomUUID()}`);
  try {
    await pipeline(reader.readArtifact(artifact), createWriteStream(underWay, { flags: 'wx' }));
    await nameExclusively(underWay, path);
  } finally {
    await rm(underWay, { force: true });
  }
  return { ...written, alreadyThere: false };
}

/** Renaming would overwrite a file that came up meanwhile; a second link does not, and some disks know only copies. */
async function nameExclusively(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw usageError(`${to} came up meanwhile: it was not overwritten`);
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

async function hashFile(path: string): Promise<Sha256Digest> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return sha256DigestOf(hash.digest());
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function asEnvironmentError(error: unknown, out: string): unknown {
  if (error instanceof PugmarkError) return error;
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new PugmarkError('disk-full', `No room left for ${out}`, { cause: error });
  if (code === 'EROFS')
    return new PugmarkError('io-failed', `${out} lies on a medium that cannot be written: give another place with --out`, { cause: error });
  if (code === undefined) return error;
  return new PugmarkError('io-failed', `${out} cannot be written (${code})`, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
