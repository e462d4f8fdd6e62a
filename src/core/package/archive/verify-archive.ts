import { z } from 'zod';
import { parseBoundedJson } from '../../canonical/canonical-json.ts';
import type { Hashing } from '../../digest/digest.ts';
import { sha256DigestOf, sha256DigestSchema } from '../../digest/digest.ts';
import { PugmarkError } from '../../errors.ts';
import { countSchema } from '../../model/primitives.ts';
import { streamRange } from '../byte-window.ts';
import type { ByteReader, Decompression } from '../package-source.ts';
import { ArchiveRecords, type ArchiveSummary } from './archive-records.ts';
import { readWacz, type WaczEntry } from './read-wacz.ts';
import { WarcParser } from './warc-parser.ts';

const WARC = 'archive/data.warc.gz';
const MANIFEST = 'datapackage.json';
const MANIFEST_DIGEST = 'datapackage-digest.json';
const LISTED = [WARC, 'indexes/index.cdx', 'pages/pages.jsonl'] as const;
const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;
/** More than any capture may record; what inflates further is there to exhaust whoever reads it. */
const MAX_INFLATED_BYTES = 32 * 1024 ** 3;
/** Of records whose digests are computed while the next ones are read. */
const MAX_ENDING_BYTES = 16 * 1024 * 1024;

const digestSchema = z.strictObject({ path: z.literal(MANIFEST), hash: sha256DigestSchema });
const manifestSchema = z.looseObject({
  profile: z.literal('data-package'),
  resources: z.array(z.strictObject({ name: z.string(), path: z.string(), hash: sha256DigestSchema, bytes: countSchema })).max(16),
});

export interface ArchiveReport {
  /** Bytes that are not those of a digest that the archive itself gives. */
  readonly changed: readonly string[];
  readonly summary: ArchiveSummary;
}

/**
 * Verifies a WACZ by itself (docs/formats/archive.md, "Check it"): container, manifest, and every record of its WARC, in one reading.
 * Throws `record-invalid` or `input-unreadable` for what is no archive of ours.
 */
export async function verifyArchive(
  ports: { readonly hashing: Hashing; readonly decompression: Decompression },
  reader: ByteReader,
  onProgress: (doneBytes: number) => void = () => undefined,
  /** An address whose answers are told, in the form of WARC-Target-URI. */
  watched?: string,
): Promise<ArchiveReport> {
  const entries = new Map((await readWacz(reader)).map((entry) => [entry.name, entry]));
  const changed: string[] = [];
  for (const name of [...LISTED, MANIFEST, MANIFEST_DIGEST]) if (!entries.has(name)) throw invalid(`${name} is not in it`);
  if (entries.size !== LISTED.length + 2) throw invalid('it holds other files than an archive of a capture');
  const manifestBytes = await readSmall(reader, entryOf(entries, MANIFEST));
  const { hash } = parseJson(await readSmall(reader, entryOf(entries, MANIFEST_DIGEST)), digestSchema, MANIFEST_DIGEST);
  if (hash !== sha256DigestOf(ports.hashing.sha256(manifestBytes))) changed.push(`${MANIFEST} is not that of its digest`);
  const { resources } = parseJson(manifestBytes, manifestSchema, MANIFEST);
  const listed = new Map(resources.map((resource) => [resource.path, resource]));
  if (listed.size !== LISTED.length || resources.length !== LISTED.length)
    throw invalid(`${MANIFEST} lists other files than an archive has`);

  const records = new ArchiveRecords(ports.hashing, (message) => changed.push(message), watched);
  const parser = new WarcParser(records);
  for (const name of LISTED) {
    const entry = entryOf(entries, name);
    const hash = ports.hashing.startSha256Beside?.(entry.sizeBytes) ?? ports.hashing.startSha256();
    const hashed = { hash, crc32: 0 };
    const pieces = tap(streamRange(reader, entry.dataOffset, entry.sizeBytes), async (piece, done) => {
      await hashed.hash.update(piece);
      hashed.crc32 = ports.decompression.crc32(piece, hashed.crc32);
      onProgress(done);
    });
    if (name === WARC) await readWarc(ports.decompression.gunzip(pieces), parser, records);
    else for await (const piece of pieces) void piece;
    if (hashed.crc32 !== entry.crc32) throw invalid(`${name} is damaged: its CRC-32 differs`);
    const known = listed.get(name);
    if (known === undefined) throw invalid(`${MANIFEST} does not list ${name}`);
    if (known.bytes !== entry.sizeBytes || known.hash !== sha256DigestOf(await hashed.hash.digest()))
      changed.push(`${name} is not the one that ${MANIFEST} lists`);
  }
  return { changed, summary: records.finish() };
}

async function readWarc(warc: AsyncIterable<Uint8Array>, parser: WarcParser, records: ArchiveRecords): Promise<void> {
  let inflated = 0;
  for await (const piece of warc) {
    inflated += piece.length;
    if (inflated > MAX_INFLATED_BYTES) throw invalid(`${WARC} inflates to more than ${MAX_INFLATED_BYTES} bytes`);
    parser.push(piece);
    if (records.endingBytes > MAX_ENDING_BYTES) await records.settle();
  }
  parser.finish();
  await records.settle();
}

async function* tap(
  source: AsyncIterable<Uint8Array>,
  look: (piece: Uint8Array, doneBytes: number) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const piece of source) {
    done += piece.length;
    await look(piece, done);
    yield piece;
  }
}

async function readSmall(reader: ByteReader, entry: WaczEntry): Promise<Uint8Array> {
  if (entry.sizeBytes > MAX_MANIFEST_BYTES) throw invalid(`${entry.name} is longer than ${MAX_MANIFEST_BYTES} bytes`);
  return await reader.read(entry.dataOffset, entry.sizeBytes);
}

function entryOf(entries: ReadonlyMap<string, WaczEntry>, name: string): WaczEntry {
  const entry = entries.get(name);
  if (entry === undefined) throw invalid(`${name} is not in it`);
  return entry;
}

/** JSON that is not in canonical form: other tools write it too. */
function parseJson<T>(bytes: Uint8Array, schema: z.ZodType<T>, what: string): T {
  const result = schema.safeParse(parseBoundedJson(bytes, what));
  if (!result.success) throw invalid(`${what} has another form`);
  return result.data;
}

function invalid(why: string): PugmarkError {
  return new PugmarkError('record-invalid', `Not an archive in the form that captures write: ${why}`);
}
