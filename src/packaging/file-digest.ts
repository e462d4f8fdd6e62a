import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { sha256DigestOf, type Sha256Digest } from '../core/digest/digest.ts';
import { refuse } from './file-source.ts';

/** SHA-256 of a file as it lies there; undefined for a folder. Throws `input-unreadable`. */
export async function readFileDigest(path: string): Promise<Sha256Digest | undefined> {
  const name = basename(path);
  const found = await stat(path).catch((cause: unknown) => refuse(name, 'cannot be opened', cause));
  if (found.isDirectory()) return undefined;
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) hash.update(piece);
  } catch (cause) {
    refuse(name, 'cannot be read', cause);
  }
  return sha256DigestOf(hash.digest());
}
