import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeSupplement, type PackageTimes, type Supplement } from '../app/time/package-times.ts';
import { isSameBytes, joinBytes } from '../core/digest/encoding.ts';
import type { CaseReader } from '../core/ports.ts';
import { keepFile } from '../packaging/kept-file.ts';
import { writeZip } from '../packaging/zip-writer.ts';
import { nodeHashing } from '../platform/cryptography.ts';
import { buildSupplementReadMe } from '../reporting/read-me/supplement-read-me.ts';

/** A supplement as a file. */
export interface SavedSupplement {
  /** Path of the ZIP file. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Time stamps in it. */
  readonly tokens: number;
}

/**
 * The time stamps of a package that it does not hold, as one file for its receiver; undefined when there are none. The same tokens are the same
 * bytes: a file that is there already is not written again, and none is overwritten. Throws `input-unreadable`, `disk-full`, `io-failed`.
 */
export async function saveSupplement(
  reader: Pick<CaseReader, 'findTokenTarget'>,
  made: PackageTimes,
  folder: string,
): Promise<SavedSupplement | undefined> {
  const supplement = makeSupplement(nodeHashing, reader, made, buildSupplementReadMe(made));
  if (supplement === undefined) return undefined;
  const bytes = await packSupplement(supplement);
  const saved = { sizeBytes: bytes.length, tokens: made.later.length };
  for (let number = 1; ; number += 1) {
    const path = join(folder, `${supplement.name}${number === 1 ? '' : `_${number}`}.zip`);
    const there = await readFile(path).catch(() => undefined);
    if (there !== undefined && isSameBytes(there, bytes)) return { path, ...saved };
    if (there !== undefined) continue;
    await mkdir(folder, { recursive: true });
    await (await keepFile(path, bytes)).publish();
    return { path, ...saved };
  }
}

async function packSupplement({ createdAt, files }: Supplement): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const inputs = files.map(({ path, bytes }) => ({ path, sizeBytes: bytes.length, source: bytes }));
  for await (const piece of writeZip(inputs, { createdAt })) pieces.push(piece.slice());
  return joinBytes(pieces);
}
