import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { BesideHash, Hashing } from '../../src/core/digest/digest.ts';
import { createBesideHashing } from '../../src/platform/beside-hashing.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';

const MEGABYTE = 1024 * 1024;
const hashing = createBesideHashing(nodeHashing);
// Until its thread has started, everything is done here.
await hashing.prepareBeside?.(100 * MEGABYTE);

function start(from: Hashing, sizeBytes: number): BesideHash {
  const started = from.startSha512Beside?.(sizeBytes);
  if (started === undefined) throw new Error('Nothing is computed beside');
  return started;
}

async function hashPieces(bytes: Buffer, pieceBytes: number): Promise<string> {
  const hash = start(hashing, bytes.length);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = Buffer.from(bytes.subarray(at, at + pieceBytes));
    await hash.update(piece);
    // The caller may use its buffer again at once.
    piece.fill(0);
  }
  return Buffer.from(await hash.digest()).toString('hex');
}

const sha512 = (bytes: Buffer): string => createHash('sha512').update(bytes).digest('hex');

describe('SHA-512 beside the caller', () => {
  test.each([
    ['nothing', 0, 1],
    ['less than is worth a thread', 1_000, 100],
    ['pieces of the size of a buffer', 3 * MEGABYTE, MEGABYTE],
    ['small pieces', 2 * MEGABYTE + 7, 65_537],
    ['pieces larger than all buffers together', 11 * MEGABYTE + 1, 9 * MEGABYTE],
  ])('is the digest of %s', async (_, sizeBytes, pieceBytes) => {
    const bytes = randomBytes(sizeBytes);
    expect(await hashPieces(bytes, pieceBytes)).toBe(sha512(bytes));
  });

  test('keeps files apart that are hashed at the same time', async () => {
    const files = Array.from({ length: 6 }, (_, index) => randomBytes(MEGABYTE + index * 300_000));
    expect(await Promise.all(files.map((file) => hashPieces(file, 200_000)))).toEqual(files.map(sha512));
  });

  test('of a file larger than was said is right too, and one that is given up disturbs no other', async () => {
    const bytes = randomBytes(2 * MEGABYTE);
    await start(hashing, MEGABYTE).update(bytes);
    const hash = start(hashing, 200_000);
    await hash.update(bytes);
    expect(Buffer.from(await hash.digest()).toString('hex')).toBe(sha512(bytes));
  });

  test('many that are given up, or pause, take no buffer from the others', async () => {
    const bytes = randomBytes(300_000);
    for (let i = 0; i < 20; i += 1) await start(hashing, bytes.length).update(bytes);
    const paused = Array.from({ length: 12 }, () => start(hashing, bytes.length));
    for (const hash of paused) await hash.update(bytes);
    const digests = await Promise.all(paused.map(async (hash) => Buffer.from(await hash.digest()).toString('hex')));
    expect(new Set(digests)).toEqual(new Set([sha512(bytes)]));
  });

  test('rejects when the thread fails: there is no digest then, and none afterwards', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'pugmark-')), 'failing.mjs');
    writeFileSync(
      path,
      "import { parentPort } from 'node:worker_threads';\nparentPort.postMessage({});\nparentPort.on('message', () => { throw new Error('broken'); });\n",
    );
    const failing = createBesideHashing(nodeHashing, pathToFileURL(path));
    await failing.prepareBeside?.(100 * MEGABYTE);
    const hash = start(failing, 9 * MEGABYTE);
    const hashAll = async (): Promise<Uint8Array> => {
      await hash.update(randomBytes(9 * MEGABYTE));
      return await hash.digest();
    };
    await expect(hashAll()).rejects.toMatchObject({ code: 'program-fault' });
    await expect(Promise.resolve(start(failing, MEGABYTE).digest())).rejects.toMatchObject({ code: 'program-fault' });
  });
});
