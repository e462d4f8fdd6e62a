import { buildCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { sha256DigestOf, type Hashing } from '../../core/digest/digest.ts';
import { concatBytes, isSameBytes, parseBase64, toHex } from '../../core/digest/encoding.ts';
import { PugmarkError } from '../../core/errors.ts';
import { exchangeMetadataSchema } from '../../core/model/exchange-metadata.ts';
import type { Secrets } from '../../core/model/secrets.ts';
import { BREAKING } from './http-head.ts';
import { readRecords, type ReadRecord } from './read-records.ts';

const MARKER = /^\[withheld sha256:[0-9a-f]{64}\]$/;
const MARKER_CHARS = '[withheld sha256:]'.length + 64;

/**
 * Puts withheld values back: gives the records as they would have been written without withholding anything, byte for
 * byte, uncompressed. `warc`: the bytes of a WARC before compression. Markers whose value is not among `secrets` stay.
 * `readFile`: the bytes of a [secrets] artifact by its name; without it, bodies in files of their own stay withheld.
 * Throws `record-invalid` when a value does not fit its marker, or when `warc` is no sequence of records.
 */
export async function* restoreSecrets(
  warc: AsyncIterable<Uint8Array>,
  secrets: Secrets,
  hashing: Hashing,
  readFile?: (name: string) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const values = new Map<string, Uint8Array>();
  for (const secret of secrets.secrets) {
    const { marker, value, file } = secret;
    if (value !== undefined) values.set(marker, checkedValue(secret, parseBase64(value), hashing));
    else if (file !== undefined && readFile !== undefined) values.set(marker, checkedValue(secret, await readFile(file), hashing));
  }
  for await (const record of readRecords(warc)) yield restoreRecord(record, values, hashing);
}

function checkedValue({ marker, salt }: Secrets['secrets'][number], bytes: Uint8Array, hashing: Hashing): Uint8Array {
  const expected = `[withheld sha256:${toHex(hashing.sha256(concatBytes(parseBase64(salt), bytes)))}]`;
  if (expected !== marker) throw new PugmarkError('record-invalid', `A withheld value does not fit its marker ${marker}`);
  return bytes;
}

function restoreRecord(record: ReadRecord, values: ReadonlyMap<string, Uint8Array>, hashing: Hashing): Uint8Array {
  const type = record.field('warc-type');
  if (type === 'metadata') return record.withBlock(withoutWithheld(record.block), hashing);
  if (type !== 'request' && type !== 'response' && type !== 'revisit') return record.bytes;
  const end = record.block.indexOf('\r\n\r\n') + 4;
  if (end < 4) return record.bytes;
  const head = restoreHead(record.block.subarray(0, end), values);
  const body = record.block.subarray(end);
  const restoredBody = type === 'request' && body.byteLength === MARKER_CHARS ? (values.get(body.toString('latin1')) ?? body) : body;
  const digest = restoredBody === body ? undefined : sha256DigestOf(hashing.sha256(restoredBody));
  return record.withBlock(Buffer.concat([head, restoredBody]), hashing, digest);
}

/** A marker counts only as the whole value of a field: text of a page that looks like one stays what it is. */
function restoreHead(head: Buffer, values: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const lines = head.toString('latin1').split('\r\n');
  const restored = lines.map((line) => {
    const colon = line.indexOf(': ');
    const value = line.slice(colon + 2);
    const bytes = colon > 0 && MARKER.test(value) ? values.get(value) : undefined;
    return bytes === undefined ? line : `${line.slice(0, colon + 2)}${Buffer.from(bytes).toString('latin1').replace(BREAKING, ' ')}`;
  });
  return Buffer.from(restored.join('\r\n'), 'latin1');
}

/** What was withheld is told in the metadata record; nothing is any more. */
function withoutWithheld(block: Buffer): Uint8Array {
  const parsed = exchangeMetadataSchema.safeParse(JSON.parse(block.toString('utf8')));
  if (!parsed.success) return block;
  const { withheld: _sent, ...request } = parsed.data.request;
  const { withheld: _received, ...response } = parsed.data.response ?? {};
  const restored = buildCanonicalJson({ ...parsed.data, request, ...(parsed.data.response === undefined ? {} : { response }) });
  return isSameBytes(restored, block) ? block : restored;
}
