import type { Random } from '../../core/ids.ts';
import type { UtcTime } from '../../core/clock.ts';
import { sha256DigestOf, type Hashing, type Sha256Digest } from '../../core/digest/digest.ts';
import type { HeaderList, RecordedExchange, RecordedResponse, SpooledBody } from '../../core/model/exchange.ts';
import { isIP } from 'node:net';
import { buildCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { toUtf8 } from '../../core/digest/encoding.ts';
import { targetUri } from '../../core/target-uri.ts';
import { buildExchangeMetadata } from './exchange-metadata.ts';
import { buildRequestHead, buildResponseHead, type WrittenHead } from './http-head.ts';
import { isConfirmed } from '../revalidation.ts';
import type { SecretKeeper } from './secret-keeper.ts';
import type { WarcFields, WarcRecord } from './warc-record.ts';

/** What the index needs to know of a response record. */
export interface IndexedResponse {
  readonly url: string;
  readonly method: string;
  readonly startedAt: UtcTime;
  readonly status: number;
  readonly mimeType: string;
  readonly payloadDigest: Sha256Digest | undefined;
  readonly isRevisit: boolean;
}

export interface ExchangeRecord {
  readonly record: WarcRecord;
  readonly indexed: IndexedResponse | undefined;
}

/** A payload that stands in the archive already. */
interface StoredPayload {
  readonly recordId: string;
  readonly url: string;
  readonly startedAt: UtcTime;
  readonly digest: Sha256Digest;
}

const PROFILE_IDENTICAL = 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest';
const PROFILE_NOT_MODIFIED = 'http://netpreserve.org/warc/1.1/revisit/server-not-modified';
/** Shorter bodies that come again over the network are written again: a record that stands for itself is worth more. */
const MIN_REPEATED_BYTES = 4096;
const EMPTY_SHA256: Sha256Digest = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const REQUEST_TYPE = 'application/http;msgtype=request';
const RESPONSE_TYPE = 'application/http;msgtype=response';

/** Turns exchanges into records, in order; remembers which payloads stand in the archive. */
export class ExchangeRecords {
  readonly #random: Random;
  readonly #hashing: Hashing;
  readonly #secrets: SecretKeeper;
  readonly #warcinfoId: string;
  readonly #payloads = new Map<Sha256Digest, StoredPayload>();
  /** What a 304 may mean: whole answers to GET, oldest first. */
  readonly #storedByUrl = new Map<string, (StoredPayload & { readonly headers: HeaderList })[]>();

  constructor(options: {
    readonly random: Random;
    readonly hashing: Hashing;
    readonly secrets: SecretKeeper;
    readonly warcinfoId: string;
  }) {
    this.#random = options.random;
    this.#hashing = options.hashing;
    this.#secrets = options.secrets;
    this.#warcinfoId = options.warcinfoId;
  }

  /** Request, response or revisit, and metadata of one exchange. */
  async build(exchange: RecordedExchange): Promise<readonly ExchangeRecord[]> {
    const { request, response } = exchange;
    const requestId = newRecordId(this.#random);
    const responseId = newRecordId(this.#random);
    const metadataId = newRecordId(this.#random);
    const requestHeaders = this.#secrets.redactHeaders(request.headers, 'request-header');
    const requestBody = await this.#requestBody(request.body);
    const requestHead = buildRequestHead(request, requestHeaders.headers);
    const requestWithheld = [...requestHeaders.withheld, ...(requestBody.isWithheld ? ['body'] : [])];
    const records: ExchangeRecord[] = [
      {
        record: {
          fields: [
            ...this.#fields('request', requestId, exchange),
            ...(response === undefined ? [] : ([['WARC-Concurrent-To', responseId]] as const)),
            ['Content-Type', REQUEST_TYPE],
            ['WARC-Payload-Digest', requestBody.digest],
          ],
          head: requestHead.bytes,
          body: requestBody.body,
          bodyType: '',
        },
        indexed: undefined,
      },
    ];
    let responseHead: WrittenHead | undefined;
    let responseWithheld: readonly string[] = [];
    if (response !== undefined) {
      const headers = this.#secrets.redactHeaders(response.headers, 'response-header');
      responseWithheld = headers.withheld;
      responseHead = buildResponseHead(response, headers.headers, response.body?.sizeBytes);
      records.push(this.#response(exchange, response, responseHead, responseId, requestId));
    }
    const metadata = buildExchangeMetadata(
      exchange,
      { head: requestHead, withheld: requestWithheld },
      { head: responseHead, withheld: responseWithheld },
    );
    records.push({
      record: {
        fields: [
          ...this.#fields('metadata', metadataId, exchange),
          ['WARC-Refers-To', response === undefined ? requestId : responseId],
          ['WARC-Concurrent-To', requestId],
          ...(response === undefined ? [] : ([['WARC-Concurrent-To', responseId]] as const)),
          ['Content-Type', 'application/json'],
        ],
        head: new Uint8Array(),
        body: buildCanonicalJson(metadata),
        bodyType: 'application/json',
      },
      indexed: undefined,
    });
    return records;
  }

  #response(exchange: RecordedExchange, response: RecordedResponse, head: WrittenHead, id: string, requestId: string): ExchangeRecord {
    const { body } = response;
    const known = this.#knownPayload(exchange, response);
    const digest = known?.digest ?? body?.sha256 ?? (exchange.problem === undefined ? EMPTY_SHA256 : undefined);
    const isNotModified = known !== undefined && response.status === 304;
    const revisit: WarcFields =
      known === undefined
        ? []
        : [
            ['WARC-Profile', isNotModified ? PROFILE_NOT_MODIFIED : PROFILE_IDENTICAL],
            ['WARC-Refers-To', known.recordId],
            ['WARC-Refers-To-Target-URI', targetUri(known.url)],
            ['WARC-Refers-To-Date', known.startedAt],
          ];
    const truncated = known === undefined ? exchange.problem?.truncatedBy : isNotModified ? undefined : 'length';
    const fields: WarcFields = [
      ...this.#fields(known === undefined ? 'response' : 'revisit', id, exchange),
      ['WARC-Concurrent-To', requestId],
      ['Content-Type', RESPONSE_TYPE],
      ...(isToken(response.protocol) ? ([['WARC-Protocol', response.protocol]] as const) : []),
      ...revisit,
      ...(truncated === undefined ? [] : ([['WARC-Truncated', truncated]] as const)),
      ...(digest === undefined ? [] : ([['WARC-Payload-Digest', digest]] as const)),
    ];
    const startedAt = exchange.startedAt;
    if (known === undefined && body !== undefined) {
      const stored = { recordId: id, url: exchange.request.url, startedAt, digest: body.sha256 };
      if (exchange.problem === undefined) this.#payloads.set(body.sha256, stored);
      if (isConfirmable(exchange, response)) {
        const { url } = exchange.request;
        this.#storedByUrl.set(url, [...(this.#storedByUrl.get(url) ?? []), { ...stored, headers: response.headers }]);
      }
    }
    return {
      record: { fields, head: head.bytes, body: known === undefined ? body : undefined, bodyType: response.mimeType },
      indexed: {
        url: targetUri(exchange.request.url),
        method: exchange.request.method,
        startedAt,
        status: response.status,
        mimeType: response.mimeType,
        payloadDigest: digest,
        isRevisit: known !== undefined,
      },
    };
  }

  /** The record that holds these bytes already, where this one needs not hold them again. */
  #knownPayload(exchange: RecordedExchange, response: RecordedResponse): StoredPayload | undefined {
    if (response.status === 304) return this.#confirmedPayload(exchange, response);
    if (response.body === undefined || exchange.problem !== undefined) return undefined;
    const isRepeated = response.source !== 'network' || response.body.sizeBytes >= MIN_REPEATED_BYTES;
    return isRepeated ? this.#payloads.get(response.body.sha256) : undefined;
  }

  /** Of the whole answers under this address, the latest with the bytes that the browser went on with, or that the validators name. */
  #confirmedPayload({ request, confirmedSha256 }: RecordedExchange, response: RecordedResponse): StoredPayload | undefined {
    if (request.method !== 'GET') return undefined;
    return this.#storedByUrl
      .get(request.url)
      ?.findLast(({ digest, headers }) =>
        confirmedSha256 === undefined ? isConfirmed(request.headers, response.headers, headers) : digest === confirmedSha256,
      );
  }

  #fields(type: string, id: string, exchange: RecordedExchange): WarcFields {
    const remote = exchange.response?.remote;
    return [
      ['WARC-Type', type],
      ['WARC-Record-ID', id],
      ['WARC-Warcinfo-ID', this.#warcinfoId],
      ['WARC-Date', exchange.startedAt],
      ['WARC-Target-URI', targetUri(exchange.request.url)],
      // Behind a proxy the address is not that of the host in the target URI, which is what this field means.
      ...(remote === undefined || remote.isProxy || !isAddress(remote.ip) ? [] : ([['WARC-IP-Address', remote.ip]] as const)),
    ];
  }

  async #requestBody(body: SpooledBody | undefined): Promise<RequestBody> {
    if (body === undefined) return { body, digest: EMPTY_SHA256, isWithheld: false };
    const text = await this.#secrets.redactBody(body);
    if (text === undefined) return { body, digest: body.sha256, isWithheld: false };
    const marker = toUtf8(text);
    return { body: marker, digest: sha256DigestOf(this.#hashing.sha256(marker)), isWithheld: true };
  }
}

/** A part of a body, or one that was cut, is not what a 304 means. */
function isConfirmable({ request, problem }: RecordedExchange, { status }: RecordedResponse): boolean {
  return request.method === 'GET' && status !== 206 && problem?.truncatedBy === undefined;
}

interface RequestBody {
  readonly body: SpooledBody | Uint8Array | undefined;
  readonly digest: Sha256Digest;
  readonly isWithheld: boolean;
}

export function newRecordId(random: Random): string {
  return `<urn:uuid:${random.uuid()}>`;
}

function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z/]{1,40}$/.test(text);
}

function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}
