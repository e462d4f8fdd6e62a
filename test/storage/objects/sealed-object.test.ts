import { createDecipheriv, hkdfSync } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../../src/core/digest/encoding.ts';
import { nodeCryptography } from '../../../src/platform/cryptography.ts';
import {
  PLAIN_CHUNK_BYTES,
  SEALED_HEADER_BYTES,
  SealedObjectReader,
  SealedObjectWriter,
} from '../../../src/storage/objects/sealed-object.ts';
import { readAll } from '../vault-parts.ts';

const key = { id: '2f6e1c1e-6c29-4a57-8d9e-0f2f6f9b1c11', bytes: new Uint8Array(32).fill(5) };

function seal(...pieces: readonly Uint8Array[]): Uint8Array {
  const writer = new SealedObjectWriter(nodeCryptography, key);
  const start = writer.start();
  return concatBytes(start, ...pieces.map((piece) => writer.update(piece)), writer.finish());
}

function openSealed(sealed: Uint8Array, contentKey = key): Promise<SealedObjectReader> {
  const read = (offset: number, length: number): Promise<Uint8Array> => Promise.resolve(sealed.subarray(offset, offset + length));
  return SealedObjectReader.open(nodeCryptography, { read, storedBytes: sealed.length }, contentKey);
}

async function unseal(sealed: Uint8Array, contentKey = key): Promise<Uint8Array> {
  return await readAll((await openSealed(sealed, contentKey)).readAll());
}

function makeBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => i % 251);
}

const invalid = { code: 'sealed-object-invalid' };

describe('sealed object', () => {
  it('gives back any bytes, however they came', async () => {
    const sizes = fc.integer({ min: 0, max: 3 * PLAIN_CHUNK_BYTES });
    await fc.assert(
      fc.asyncProperty(fc.array(sizes, { maxLength: 4 }), async (lengths) => {
        const pieces = lengths.map(makeBytes);
        expect(Buffer.from(await unseal(seal(...pieces))).equals(Buffer.concat(pieces))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('has the size that the format says, at every edge of a chunk', async () => {
    for (const [plain, chunks] of [
      [0, 1],
      [1, 1],
      [PLAIN_CHUNK_BYTES - 1, 1],
      [PLAIN_CHUNK_BYTES, 1],
      [PLAIN_CHUNK_BYTES + 1, 2],
      [2 * PLAIN_CHUNK_BYTES, 2],
    ] as const) {
      const sealed = seal(makeBytes(plain));
      expect(sealed).toHaveLength(SEALED_HEADER_BYTES + plain + 16 * chunks);
      const reader = await openSealed(sealed);
      expect([reader.plainBytes, reader.chunks]).toEqual([plain, chunks]);
    }
  });

  it('opens by its description alone, any chunk by itself', async () => {
    const plain = makeBytes(2 * PLAIN_CHUNK_BYTES + 100);
    const sealed = seal(plain);
    const header = sealed.subarray(0, 56);
    expect(Buffer.from(header.subarray(0, 8)).toString('latin1')).toBe('PGMKSO\n\u0001');
    expect(Buffer.from(header.subarray(8, 24)).toString('hex')).toBe(key.id.replaceAll('-', ''));
    const objectKey = Buffer.from(hkdfSync('sha256', key.bytes, header.subarray(24), 'pugmark sealed-object v1', 32));
    const chunk = sealed.subarray(56 + 2 * 65_552);
    const nonce = Buffer.from('000000000000000000000201', 'hex');
    const decipher = createDecipheriv('aes-256-gcm', objectKey, nonce);
    decipher.setAAD(header);
    decipher.setAuthTag(chunk.subarray(chunk.length - 16));
    const last = Buffer.concat([decipher.update(chunk.subarray(0, -16)), decipher.final()]);
    expect(last.equals(plain.subarray(2 * PLAIN_CHUNK_BYTES))).toBe(true);
    expect(
      Buffer.from(await (await openSealed(sealed)).readChunk(1)).equals(plain.subarray(PLAIN_CHUNK_BYTES, 2 * PLAIN_CHUNK_BYTES)),
    ).toBe(true);
    await expect((await openSealed(sealed)).readChunk(3)).rejects.toMatchObject(invalid);
  });

  it('refuses changed, cut, lengthened, reordered bytes and other keys', async () => {
    const sealed = seal(makeBytes(2 * PLAIN_CHUNK_BYTES));
    const chunk = (index: number): Uint8Array => sealed.subarray(56 + index * 65_552, 56 + (index + 1) * 65_552);
    const header = sealed.subarray(0, 56);
    const bad = [
      sealed.with(0, 0),
      sealed.with(10, (sealed[10] ?? 0) ^ 1),
      sealed.with(30, (sealed[30] ?? 0) ^ 1),
      sealed.with(70_000, (sealed[70_000] ?? 0) ^ 1),
      sealed.subarray(0, -1),
      sealed.subarray(0, 56 + 65_552),
      sealed.subarray(0, 56 + 65_552 + 10),
      sealed.subarray(0, 56),
      sealed.subarray(0, 20),
      concatBytes(sealed, sealed.subarray(56, 56 + 65_552)),
      concatBytes(header, chunk(1), chunk(0)),
      concatBytes(header, chunk(1)),
    ];
    for (const bytes of bad) await expect(unseal(bytes)).rejects.toMatchObject(invalid);
    await expect(unseal(sealed, { ...key, bytes: new Uint8Array(32).fill(6) })).rejects.toMatchObject(invalid);
    await expect(unseal(sealed, { ...key, id: '11111111-1111-4111-8111-111111111111' })).rejects.toMatchObject(invalid);
    expect(await unseal(sealed)).toHaveLength(2 * PLAIN_CHUNK_BYTES);
  });

  it('never gives the same object twice', () => {
    expect(Buffer.from(seal(makeBytes(10))).equals(seal(makeBytes(10)))).toBe(false);
  });
});
