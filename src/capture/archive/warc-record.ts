import { createReadStream } from 'node:fs';
import { promisify } from 'node:util';
import { createGzip, gzip, constants } from 'node:zlib';
import type { Hashing, Sha256Digest } from '../../core/digest/digest.ts';
import { sha256DigestOf } from '../../core/digest/digest.ts';
import { toUtf8 } from '../../core/digest/encoding.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { SpooledBody } from '../../core/model/exchange.ts';

export type WarcFields = readonly (readonly [name: string, value: string])[];

/** A record before it is written. Its block is `head` and then `body`. */
export interface WarcRecord {
  /** Without Content-Length and WARC-Block-Digest, which follow from the block. */
  readonly fields: WarcFields;
  readonly head: Uint8Array;
  readonly body: Uint8Array | SpooledBody | undefined;
  /** Media type of the body, which tells whether compressing it is worth the time. */
  readonly bodyType: string;
}

/** A record as a gzip member of its own (WARC 1.1 annex D). */
export type GzipMember = Uint8Array | AsyncIterable<Uint8Array>;

/** Longer bodies are read twice, for the digest and for the record, instead of being held in memory. */
const IN_MEMORY_BYTES = 1024 * 1024;
const CRLF = '\r\n';
const COMPRESSED_TYPES =
  /^(?:image\/(?!svg|bmp|x-icon|vnd)|video\/|audio\/|font\/woff|application\/(?:zip|gzip|x-7z|pdf|octet-stream|vnd\.))/i;

const gzipAsync = promisify(gzip);

/** Compresses one record. Throws `io-failed` when a spooled body is not what it was when it was recorded. */
export async function buildMember(record: WarcRecord, hashing: Hashing): Promise<GzipMember> {
  const { body } = record;
  const level = COMPRESSED_TYPES.test(record.bodyType) ? constants.Z_NO_COMPRESSION : constants.Z_DEFAULT_COMPRESSION;
  if (body !== undefined && !(body instanceof Uint8Array) && body.sizeBytes > IN_MEMORY_BYTES)
    return streamMember(record, body, level, hashing);
  const bytes = body === undefined || body instanceof Uint8Array ? (body ?? new Uint8Array()) : await readSpooled(body, hashing);
  const block = Buffer.concat([record.head, bytes]);
  const header = buildHeader(record.fields, block.byteLength, sha256DigestOf(hashing.sha256(block)));
  const member = await gzipAsync(Buffer.concat([header, block, Buffer.from(CRLF + CRLF)]), { level });
  return withNeutralHeader(member);
}

function buildHeader(fields: WarcFields, blockBytes: number, blockDigest: Sha256Digest): Uint8Array {
  const all: WarcFields = [...fields, ['WARC-Block-Digest', blockDigest], ['Content-Length', String(blockBytes)]];
  return toUtf8(`WARC/1.1${CRLF}${all.map(([name, value]) => `${name}: ${value}${CRLF}`).join('')}${CRLF}`);
}

async function readSpooled(body: SpooledBody, hashing: Hashing): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readPieces(body)) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  assertUnchanged(body, sha256DigestOf(hashing.sha256(bytes)));
  return bytes;
}

/** A digest that was taken when the body came stands in the record: the bytes beside it must be those. */
function assertUnchanged(body: SpooledBody, digest: Sha256Digest): void {
  if (digest !== body.sha256) throw new PugmarkError('io-failed', `A recorded body is not what it was when it came: ${body.path}`);
}

async function streamMember(record: WarcRecord, body: SpooledBody, level: number, hashing: Hashing): Promise<AsyncIterable<Uint8Array>> {
  const hash = hashing.startSha256();
  const bodyHash = hashing.startSha256();
  hash.update(record.head);
  for await (const piece of readPieces(body)) {
    hash.update(piece);
    bodyHash.update(piece);
  }
  assertUnchanged(body, sha256DigestOf(bodyHash.digest()));
  const header = buildHeader(record.fields, record.head.byteLength + body.sizeBytes, sha256DigestOf(hash.digest()));
  return compressPieces([header, record.head], body, level);
}

async function* compressPieces(before: readonly Uint8Array[], body: SpooledBody, level: number): AsyncIterable<Uint8Array> {
  const compressor = createGzip({ level, chunkSize: 256 * 1024 });
  const source = (async () => {
    for (const piece of before) await write(compressor, piece);
    for await (const piece of readPieces(body)) await write(compressor, piece);
    await write(compressor, Buffer.from(CRLF + CRLF));
    compressor.end();
  })();
  // A failing source must end the reading of what it should have given.
  source.catch((cause: unknown) => compressor.destroy(cause instanceof Error ? cause : new Error(String(cause))));
  let isFirst = true;
  for await (const piece of compressor as AsyncIterable<Buffer>) {
    yield isFirst ? withNeutralHeader(piece) : piece;
    isFirst = false;
  }
  await source;
}

async function write(target: NodeJS.WritableStream, bytes: Uint8Array): Promise<void> {
  if (!target.write(bytes)) await new Promise<void>((resolve) => target.once('drain', resolve));
}

async function* readPieces(body: SpooledBody): AsyncIterable<Uint8Array> {
  let sizeBytes = 0;
  for await (const piece of createReadStream(body.path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    sizeBytes += piece.byteLength;
    yield piece;
  }
  if (sizeBytes !== body.sizeBytes) {
    throw new PugmarkError('io-failed', `A recorded body has ${sizeBytes} bytes instead of ${body.sizeBytes}: ${body.path}`);
  }
}

/** The gzip header names the operating system; without it, the same records give the same bytes everywhere (RFC 1952 section 2.3.1). */
function withNeutralHeader(member: Uint8Array): Uint8Array {
  member[9] = 255;
  return member;
}
