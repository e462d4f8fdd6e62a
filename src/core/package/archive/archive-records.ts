import { parseCanonicalJson } from '../../canonical/canonical-json.ts';
import type { UtcTime } from '../../clock.ts';
import type { Hashing } from '../../digest/digest.ts';
import { joinBytes } from '../../digest/encoding.ts';
import { PugmarkError } from '../../errors.ts';
import type { CapturePhase } from '../../model/exchange.ts';
import { exchangeMetadataSchema, type ExchangeMetadata } from '../../model/exchange-metadata.ts';
import { RecordHasher, type BlockMemory, type RecordDigests } from './record-digests.ts';
import type { WarcHandler, WarcHeader } from './warc-parser.ts';

/** A metadata record is a few hundred bytes; a hostile one may be long. */
const MAX_METADATA_BYTES = 4 * 1024 * 1024;
const MAX_RECORDS = 1_000_000;
/** What waits with each record whose digests come later. */
const ENDING_OVERHEAD_BYTES = 1024;
/** `HTTP/1.1 200 ` */
const STATUS_LINE_BYTES = 16;
const REQUEST_TYPE = 'application/http;msgtype=request';
const RESPONSE_TYPE = 'application/http;msgtype=response';

/** What an archive says of itself, once all of it has passed. */
export interface ArchiveSummary {
  readonly exchanges: number;
  readonly byPhase: Readonly<Partial<Record<CapturePhase, number>>>;
  /** Digests of all bodies of responses that are in the archive. */
  readonly bodies: ReadonlySet<string>;
  readonly problems: readonly { readonly url: string; readonly kind: string }[];
  /** When the latest exchange began, by the clock of the station; undefined when there is none. */
  readonly latest?: UtcTime;
  /** Answers from the watched address. */
  readonly answers: readonly ArchivedAnswer[];
}

/** An answer as the archive has it. */
export interface ArchivedAnswer {
  readonly startedAt: UtcTime;
  /** As its first line says; undefined when that has another form. */
  readonly status?: number;
  /** SHA-256 of the body, or of the one that it refers to. */
  readonly payload?: string;
  readonly remote?: { readonly ip: string; readonly port: number };
}

interface OpenRecord {
  readonly header: WarcHeader;
  readonly type: string;
  readonly id: string;
  readonly url: string;
  readonly date: string;
  readonly hasher: RecordHasher;
  /** SHA-256 of the payload of a watched answer, once it has ended. */
  payload?: string | undefined;
  /** The beginning of a watched answer. */
  firstLine: string;
  held: Uint8Array[];
  heldBytes: number;
}

interface OpenExchange {
  readonly request: OpenRecord;
  response?: OpenRecord;
}

/**
 * Checks the records of an archive as they pass (docs/formats/archive.md, "Records"): digests of block and payload, order and references.
 * `problem` is told what is wrong with a digest; throws `record-invalid` for what is no record of ours.
 */
export class ArchiveRecords implements WarcHandler {
  readonly #hashing: Hashing;
  readonly #problem: (message: string) => void;
  readonly #ids = new Set<string>();
  /** Payload digests of responses by record id, for the revisits that refer to them. */
  readonly #payloads = new Map<string, string | undefined>();
  readonly #bodies = new Set<string>();
  readonly #problems: { url: string; kind: string }[] = [];
  readonly #watched: string | undefined;
  readonly #answers: ArchivedAnswer[] = [];
  #latest: UtcTime | undefined;
  readonly #byPhase: Partial<Record<CapturePhase, number>> = {};
  #exchanges = 0;
  #warcinfo: string | undefined;
  #exchange: OpenExchange | undefined;
  #record: OpenRecord | undefined;
  readonly #memory: BlockMemory = { bytes: new Uint8Array(0) };
  /** Records whose digests come later, in their order. */
  #ending: { readonly digests: RecordDigests | Promise<RecordDigests>; readonly judge: (digests: RecordDigests) => void }[] = [];
  #endingBytes = 0;

  /** `watched`: an address in the form of WARC-Target-URI, of which every answer is told. */
  constructor(hashing: Hashing, problem: (message: string) => void, watched?: string) {
    this.#hashing = hashing;
    this.#watched = watched;
    this.#problem = problem;
  }

  begin(header: WarcHeader): void {
    const type = header.field('warc-type') ?? '';
    const id = header.field('warc-record-id') ?? '';
    if (!/^<urn:uuid:[0-9a-f-]{36}>$/.test(id) || this.#ids.has(id)) throw invalid('a record has no id of its own');
    if (this.#ids.size >= MAX_RECORDS) throw invalid('it has too many records');
    this.#ids.add(id);
    const contentType = header.field('content-type');
    const isHttp = contentType === REQUEST_TYPE || contentType === RESPONSE_TYPE;
    this.#record = {
      header,
      type,
      id,
      url: header.field('warc-target-uri') ?? '',
      date: header.field('warc-date') ?? '',
      hasher: new RecordHasher(this.#hashing, {
        contentLength: header.contentLength,
        isHttp,
        // What is told of a watched answer is told when its exchange ends.
        ...(header.field('warc-target-uri') === this.#watched ? {} : { memory: this.#memory }),
      }),
      firstLine: '',
      held: [],
      heldBytes: 0,
    };
    this.#place(this.#record, contentType);
  }

  block(bytes: Uint8Array): void {
    const record = this.#record;
    if (record === undefined) throw invalid('a block belongs to no record');
    record.hasher.update(bytes);
    if (record.url === this.#watched && record.firstLine.length < STATUS_LINE_BYTES)
      record.firstLine += String.fromCharCode(...bytes.subarray(0, STATUS_LINE_BYTES));
    if (record.type === 'metadata') {
      record.heldBytes += bytes.length;
      if (record.heldBytes > MAX_METADATA_BYTES) throw invalid('a metadata record is too long');
      record.held.push(bytes.slice());
    }
  }

  end(): void {
    const record = this.#record;
    if (record === undefined) throw invalid('a record ends that has not begun');
    this.#record = undefined;
    const digests = record.hasher.digest();
    if (record.hasher.isWithinHead) {
      if (digests instanceof Promise) digests.catch(() => undefined);
      throw invalid('a message has no end of its head');
    }
    const said = record.header.field('warc-payload-digest');
    const saidOfBlock = record.header.field('warc-block-digest');
    const wrongRevisit = record.type === 'revisit' ? this.#findWrongRevisit(record, said) : undefined;
    this.#judge(record.header.contentLength, digests, ({ block, payload }) => {
      if (saidOfBlock !== block) this.#problem(`The block of ${record.id} is not that of its digest`);
      if (wrongRevisit !== undefined) this.#problem(wrongRevisit);
      else if (record.type !== 'revisit' && payload !== undefined && said !== undefined && said !== payload)
        this.#problem(`The payload of ${record.id} is not that of its digest`);
      if (record.type === 'response' && payload !== undefined) this.#bodies.add(payload);
    });
    if (record.type === 'revisit') record.payload = said;
    else if (record.type === 'response') {
      if (!(digests instanceof Promise)) record.payload = digests.payload;
      this.#payloads.set(record.id, said);
    }
    if (record.type === 'metadata') this.#endExchange(record);
  }

  /** About how much is held for records whose digests come later. */
  get endingBytes(): number {
    return this.#endingBytes;
  }

  /** Tells what is wrong with the records that have passed, in their order. */
  async settle(): Promise<void> {
    const ending = this.#ending;
    this.#ending = [];
    this.#endingBytes = 0;
    for (const { digests, judge } of ending) judge(await digests);
  }

  #judge(bytes: number, digests: RecordDigests | Promise<RecordDigests>, judge: (digests: RecordDigests) => void): void {
    if (!(digests instanceof Promise) && this.#ending.length === 0) return judge(digests);
    // Told to whoever settles; until then it must not count as an unhandled rejection.
    if (digests instanceof Promise) digests.catch(() => undefined);
    this.#ending.push({ digests, judge });
    this.#endingBytes += bytes + ENDING_OVERHEAD_BYTES;
    return undefined;
  }

  /** After {@link settle}. Throws `record-invalid` when an exchange has no end. */
  finish(): ArchiveSummary {
    if (this.#exchange !== undefined || this.#record !== undefined) throw invalid('its last exchange has no metadata');
    if (this.#warcinfo === undefined) throw invalid('it does not begin with a warcinfo record');
    return {
      exchanges: this.#exchanges,
      byPhase: this.#byPhase,
      bodies: this.#bodies,
      problems: this.#problems,
      answers: this.#answers,
      ...(this.#latest === undefined ? {} : { latest: this.#latest }),
    };
  }

  /** The order is warcinfo, then for each exchange request, response or revisit if any, metadata. */
  #place(record: OpenRecord, contentType: string | undefined): void {
    const { type, header } = record;
    if (this.#warcinfo === undefined) {
      if (type !== 'warcinfo') throw invalid('it does not begin with a warcinfo record');
      this.#warcinfo = record.id;
      return;
    }
    if (header.field('warc-warcinfo-id') !== this.#warcinfo) throw invalid('a record belongs to another file');
    const exchange = this.#exchange;
    if (type === 'request') {
      if (exchange !== undefined || contentType !== REQUEST_TYPE) throw invalid('a request stands in the wrong place');
      this.#exchange = { request: record };
      return;
    }
    if (exchange === undefined || record.url !== exchange.request.url || record.date !== exchange.request.date)
      throw invalid(`a ${type} belongs to no request`);
    const concurrent = header.fields('warc-concurrent-to');
    if ((type === 'response' || type === 'revisit') && exchange.response === undefined && contentType === RESPONSE_TYPE) {
      exchange.response = record;
      if (!isSame(concurrent, [exchange.request.id])) throw invalid('a response does not name its request');
      return;
    }
    const ids = [exchange.request.id, ...(exchange.response === undefined ? [] : [exchange.response.id])];
    if (type !== 'metadata' || contentType !== 'application/json' || !isSame(concurrent, ids))
      throw invalid(`a ${type} stands in the wrong place`);
  }

  #findWrongRevisit(record: OpenRecord, said: string | undefined): string | undefined {
    const referred = record.header.field('warc-refers-to') ?? '';
    if (!this.#payloads.has(referred)) return `${record.id} refers to a record that does not stand before it`;
    return this.#payloads.get(referred) !== said && this.#payloads.get(referred) !== undefined
      ? `${record.id} has another payload than the record it refers to`
      : undefined;
  }

  #endExchange(record: OpenRecord): void {
    const metadata: ExchangeMetadata = parseCanonicalJson(joinBytes(record.held), exchangeMetadataSchema, 'exchange metadata');
    const exchange = this.#exchange;
    this.#exchange = undefined;
    if (metadata.startedAt !== record.date || (metadata.response === undefined) !== (exchange?.response === undefined))
      throw invalid('a metadata record tells of another exchange');
    this.#exchanges += 1;
    if (this.#latest === undefined || metadata.startedAt > this.#latest) this.#latest = metadata.startedAt;
    if (record.url === this.#watched && exchange?.response !== undefined) this.#answers.push(answerOf(metadata, exchange.response));
    this.#byPhase[metadata.phase] = (this.#byPhase[metadata.phase] ?? 0) + 1;
    if (metadata.problem !== undefined) this.#problems.push({ url: record.url, kind: metadata.problem.kind });
  }
}

function answerOf({ startedAt, response }: ExchangeMetadata, { payload, firstLine }: OpenRecord): ArchivedAnswer {
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})(?: |$|\r)/.exec(firstLine)?.[1];
  const { ip, port } = response?.remote ?? {};
  return {
    startedAt,
    ...(status === undefined ? {} : { status: Number(status) }),
    ...(payload === undefined ? {} : { payload }),
    ...(ip === undefined || port === undefined ? {} : { remote: { ip, port } }),
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function invalid(why: string): PugmarkError {
  return new PugmarkError('record-invalid', `Not an archive in the form that captures write: ${why}`);
}
