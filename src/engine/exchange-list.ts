import { parseCanonicalJson } from '../core/canonical/canonical-json.ts';
import { concatBytes, joinBytes } from '../core/digest/encoding.ts';
import { PugmarkError } from '../core/errors.ts';
import { exchangeMetadataSchema } from '../core/model/exchange-metadata.ts';
import type { WarcHandler, WarcHeader } from '../core/package/archive/warc-parser.ts';
import type { ExchangeItem } from '../rpc/contract/cases.ts';

/** A page may send a head of any length; of a longer one the beginning tells what is needed. */
const MAX_HEAD_BYTES = 256 * 1024;
const MAX_METADATA_BYTES = 4 * 1024 * 1024;

interface OpenRecord {
  readonly header: WarcHeader;
  readonly type: string;
  held: Uint8Array[];
  heldBytes: number;
}

interface OpenExchange {
  readonly url: string;
  readonly method: string;
  status?: number;
  sizeBytes?: number;
}

/**
 * Reads exchanges out of the records of an archive as they pass: request, response or revisit, metadata (docs/formats/archive.md, "Records").
 * Whether they are what was sealed, the digest of the archive says; here they are only read.
 */
export class ExchangeList implements WarcHandler {
  readonly #items: (Omit<ExchangeItem, 'startMs'> & { readonly startedMs: number })[] = [];
  /** Sizes of payloads by record, for the revisits that refer to them. */
  readonly #sizes = new Map<string, number>();
  #record: OpenRecord | undefined;
  #exchange: OpenExchange | undefined;

  begin(header: WarcHeader): void {
    this.#record = { header, type: header.field('warc-type') ?? '', held: [], heldBytes: 0 };
  }

  block(bytes: Uint8Array): void {
    const record = this.#record;
    if (record === undefined) return;
    const most = record.type === 'metadata' ? MAX_METADATA_BYTES : MAX_HEAD_BYTES;
    const kept = bytes.slice(0, Math.max(0, most - record.heldBytes));
    record.heldBytes += kept.length;
    if (kept.length > 0) record.held.push(kept);
  }

  end(): void {
    const record = this.#record;
    this.#record = undefined;
    if (record?.type === 'request') this.#exchange = { url: record.header.field('warc-target-uri') ?? '', method: readMethod(record) };
    if (record?.type === 'response' || record?.type === 'revisit') this.#endResponse(record);
    if (record?.type === 'metadata') this.#endExchange(record);
  }

  /** Oldest first. */
  finish(): ExchangeItem[] {
    const firstMs = this.#items.reduce((least, { startedMs }) => Math.min(least, startedMs), Number.POSITIVE_INFINITY);
    return this.#items
      .toSorted((a, b) => a.startedMs - b.startedMs)
      .map(({ startedMs, ...item }) => ({ ...item, startMs: startedMs - firstMs }));
  }

  #endResponse(record: OpenRecord): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    const block = joinBytes(record.held);
    const status = /^HTTP\/[0-9.]+ ([1-9][0-9]{2})/.exec(new TextDecoder('latin1').decode(block.subarray(0, 64)))?.[1];
    if (status !== undefined) exchange.status = Number(status);
    if (record.type === 'revisit') {
      const sizeBytes = this.#sizes.get(record.header.field('warc-refers-to') ?? '');
      if (sizeBytes !== undefined) exchange.sizeBytes = sizeBytes;
      return;
    }
    const head = findHeadEnd(block);
    if (head === undefined) return;
    exchange.sizeBytes = record.header.contentLength - head;
    this.#sizes.set(record.header.field('warc-record-id') ?? '', exchange.sizeBytes);
  }

  #endExchange(record: OpenRecord): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    if (exchange === undefined) throw new PugmarkError('record-invalid', 'A metadata record of the archive belongs to no request');
    const metadata = parseCanonicalJson(joinBytes(record.held), exchangeMetadataSchema, 'exchange metadata');
    this.#items.push({ ...exchange, startedMs: Date.parse(metadata.startedAt), metadata });
  }
}

function readMethod({ held }: OpenRecord): string {
  const [line = ''] = new TextDecoder('latin1').decode(concatBytes(...held).subarray(0, 64)).split(' ');
  return line;
}

/** Where the payload begins: after the blank line of the message's head. */
function findHeadEnd(block: Uint8Array): number | undefined {
  const at = Buffer.from(block.buffer, block.byteOffset, block.byteLength).indexOf('\r\n\r\n');
  return at < 0 ? undefined : at + 4;
}
