import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { Hashing, RunningHash } from '../../src/core/digest/digest.ts';
import { parseBase64 } from '../../src/core/digest/encoding.ts';
import { PugmarkError } from '../../src/core/errors.ts';
import type { ByteReader, Decompression } from '../../src/core/package/package-source.ts';
import { readZip } from '../../src/core/package/read-zip.ts';
import { verifyPackage, type VerifyPorts } from '../../src/core/package/verify-package.ts';
import { createCertificateCryptography } from '../../src/core/timestamp/web-crypto.ts';

// Adapters of a browser, without WebCrypto, which hashes nothing piece by piece. Bundled and run in a page by a test.

const running = (hash: ReturnType<typeof sha256.create> | ReturnType<typeof sha512.create>): RunningHash => ({
  update: (bytes) => void hash.update(bytes),
  digest: () => hash.digest(),
});

const hashing: Hashing = {
  sha256: (bytes) => sha256(bytes),
  sha512: (bytes) => sha512(bytes),
  startSha256: () => running(sha256.create()),
  startSha512: () => running(sha512.create()),
};

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array, before: number): number {
  let value = ~before >>> 0;
  for (const byte of bytes) value = (value >>> 8) ^ (CRC_TABLE[(value ^ byte) & 0xff] ?? 0);
  return ~value >>> 0;
}

async function gather(source: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

async function inflate(bytes: Uint8Array<ArrayBuffer>, format: CompressionFormat): Promise<Uint8Array> {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new PugmarkError('input-unreadable', 'The compressed data is damaged or ends early', { cause });
  }
}

/** Where gzip members begin that our writer made: `DecompressionStream` takes one at a time. */
function splitMembers(bytes: Uint8Array<ArrayBuffer>): readonly Uint8Array<ArrayBuffer>[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf(0x1f); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    const head = bytes.subarray(at, at + 10);
    if (head[1] === 0x8b && head[2] === 8 && head.subarray(3, 8).every((byte) => byte === 0) && head[9] === 255) starts.push(at);
  }
  return starts.map((start, index) => bytes.slice(start, starts[index + 1]));
}

const decompression: Decompression = {
  async *inflateRaw(source) {
    yield await inflate(await gather(source), 'deflate-raw');
  },
  async *gunzip(source) {
    for (const member of splitMembers(await gather(source))) yield await inflate(member, 'gzip');
  },
  crc32,
};

const ports: VerifyPorts = {
  hashing,
  decompression,
  certificates: createCertificateCryptography(crypto.subtle),
  verifier: {
    verifyEd25519(publicKey, message, signature) {
      try {
        return ed25519.verify(signature, message, publicKey, { zip215: false });
      } catch {
        // Not a point of the curve, or not 64 bytes: no signature.
        return false;
      }
    },
  },
};

/** The verdict as JSON: what a page can hand to whoever drives it. */
async function verifyBase64(base64: string, trusted: `sha256:${string}`): Promise<string> {
  const bytes = parseBase64(base64);
  const reader: ByteReader = {
    sizeBytes: bytes.length,
    read: (offset, length) =>
      offset < 0 || offset + length > bytes.length
        ? Promise.reject(new PugmarkError('input-unreadable', 'It ends before that'))
        : Promise.resolve(bytes.slice(offset, offset + length)),
  };
  const opened = await readZip(reader, 'package.zip', decompression);
  return JSON.stringify(await verifyPackage(ports, opened, { trusted: new Set([trusted]) }));
}

Object.assign(globalThis, { verifyBase64 });
