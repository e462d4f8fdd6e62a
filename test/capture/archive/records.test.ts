import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { WARCParser } from 'warcio';
import { parseCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { exchangeMetadataSchema } from '../../../src/core/model/exchange-metadata.ts';
import { buildSortKey } from '../../../src/capture/archive/cdxj.ts';
import { buildPng } from '../../support/pictures.ts';
import { readZipEntry } from '../../support/read-zip.ts';
import { countingRandom, frozenClock, sketchExchange, spoolBody } from '../../support/synthetic-exchange.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { writeTestArchive, type WrittenArchive } from '../../support/written-archive.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function recordsAt(written: WrittenArchive, url: string) {
  return written.read.records.filter((record) => record.url === url);
}

const fromServer = (isProxy: boolean, ip: string) =>
  sketchExchange({ url: `https://a.example/${isProxy}/${ip}`, response: { remote: { ip, port: 1, isProxy } } });

describe('records', () => {
  it('withstand heads that try to write fields and records of their own', async () => {
    const folder = tempFolder();
    const evil = 'a\r\nX-Injected: 1\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n';
    const written = await writeTestArchive([
      sketchExchange({
        url: 'https://evil.example/\u00e9"<>?q=\u20ac',
        method: 'GET\r\nX: y',
        requestHeaders: [
          [':authority', 'evil.example'],
          [':method', 'GET'],
          ['X-Value', evil],
        ],
        headers: [
          ['X-Value', evil],
          [`X-Name: 1\r\n${evil}`, 'v'],
          ['', 'no name'],
          ['X-Bytes', 'a\xe9\x80\u0000b'],
          ['X-Wide', '\u20ac'],
          ['__proto__', 'p'],
        ],
        body: spoolBody(folder, evil),
        response: {
          statusText: `OK\r\n${evil}`,
          protocol: 'h2\r\nX: y',
          mimeType: 'text/html\r\n',
          remote: { ip: '1.2.3.4\r\nX: y', port: 1, isProxy: false },
        },
      }),
    ]);
    expect(written.read.problems).toEqual([]);
    expect(written.read.records.map(({ type }) => type)).toEqual(['warcinfo', 'request', 'response', 'metadata']);
    const [, request, response] = written.read.records;
    expect(request?.http).toMatchObject({ startLine: 'GET /%C3%A9%22%3C%3E?q=%E2%82%AC HTTP/1.1' });
    expect(request?.http?.headers[0]).toEqual(['Host', 'evil.example']);
    expect(response?.url).toBe('https://evil.example/%C3%A9%22%3C%3E?q=%E2%82%AC');
    expect(response?.fields).not.toHaveProperty('warc-ip-address');
    expect(response?.fields).not.toHaveProperty('warc-protocol');
    expect(response?.http?.headers.map(([name]) => name)).not.toContain('X-Injected');
    expect(response?.http?.headers).toContainEqual(['X-Bytes', 'a\xe9\x80 b']);
    expect(response?.http?.headers).toContainEqual(['X-Wide', '\xe2\x82\xac']);
    expect(response?.payloadSha256).toBe(sha256(Buffer.from(evil)));
    const block = await readBlock(written, written.read.records[3]?.offset ?? 0);
    const metadata = parseCanonicalJson(block, exchangeMetadataSchema);
    expect(metadata.response?.altered).toEqual(expect.arrayContaining(['x-value', '%00', 'x-bytes']));
  });

  it('store bodies decoded, and keep what the fields said of the coding', async () => {
    const folder = tempFolder();
    const written = await writeTestArchive([
      sketchExchange({
        url: 'https://a.example/',
        headers: [
          ['Content-Encoding', 'gzip'],
          ['Transfer-Encoding', 'chunked'],
          ['Content-Length', '20'],
          ['Content-Type', 'text/html'],
        ],
        body: spoolBody(folder, '<p>decoded</p>'),
      }),
      sketchExchange({ url: 'https://a.example/head', method: 'HEAD', headers: [['Content-Length', '20']] }),
      sketchExchange({ url: 'https://a.example/same', headers: [['Content-Length', '4']], body: spoolBody(folder, 'same') }),
    ]);
    expect(written.read.problems).toEqual([]);
    expect(recordsAt(written, 'https://a.example/')[1]?.http?.headers).toEqual([
      ['x-pugmark-orig-Content-Encoding', 'gzip'],
      ['x-pugmark-orig-Transfer-Encoding', 'chunked'],
      ['x-pugmark-orig-Content-Length', '20'],
      ['Content-Type', 'text/html'],
    ]);
    expect(recordsAt(written, 'https://a.example/head')[1]?.http?.headers).toEqual([['Content-Length', '20']]);
    expect(recordsAt(written, 'https://a.example/same')[1]?.http?.headers).toEqual([['Content-Length', '4']]);
  });

  it('tell what was used again, confirmed, cut, refused or never answered', async () => {
    const folder = tempFolder();
    const body = spoolBody(folder, 'x'.repeat(5_000));
    const { response: _none, ...unanswered } = sketchExchange({
      url: 'https://a.example/lost',
      more: { problem: { kind: 'failed', detail: 'net::ERR_CONNECTION_REFUSED' } },
    });
    const written = await writeTestArchive([
      sketchExchange({ url: 'https://a.example/first', body, headers: [['ETag', '"1"']] }),
      sketchExchange({ url: 'https://a.example/first', body, response: { source: 'disk-cache', head: 'synthesised' } }),
      sketchExchange({ url: 'https://a.example/other', body }),
      sketchExchange({ url: 'https://a.example/first', status: 304, headers: [['ETag', '"1"']] }),
      sketchExchange({
        url: 'https://a.example/cut',
        body: spoolBody(folder, 'cut'),
        more: { problem: { kind: 'truncated', detail: 'cut', truncatedBy: 'disconnect' } },
      }),
      sketchExchange({ url: 'https://a.example/private', more: { problem: { kind: 'blocked', detail: 'CORS' } } }),
      unanswered,
      sketchExchange({ url: 'https://a.example/empty' }),
    ]);
    expect(written.read.problems).toEqual([]);
    const [first, again, confirmed] = recordsAt(written, 'https://a.example/first').filter(
      ({ type }) => type === 'response' || type === 'revisit',
    );
    expect([first?.type, again?.type, confirmed?.type]).toEqual(['response', 'revisit', 'revisit']);
    expect(again?.fields['warc-profile']).toEqual(['http://netpreserve.org/warc/1.1/revisit/identical-payload-digest']);
    expect(again?.fields['warc-refers-to']).toEqual([first?.id]);
    expect(again?.fields['warc-refers-to-target-uri']).toEqual(['https://a.example/first']);
    expect(again?.fields['warc-refers-to-date']).toEqual([first?.date]);
    expect(confirmed?.fields['warc-profile']).toEqual(['http://netpreserve.org/warc/1.1/revisit/server-not-modified']);
    expect(confirmed?.http?.status).toBe(304);
    expect(recordsAt(written, 'https://a.example/other')[1]?.type).toBe('revisit');
    expect(recordsAt(written, 'https://a.example/cut')[1]?.fields['warc-truncated']).toEqual(['disconnect']);
    const refused = recordsAt(written, 'https://a.example/private')[1];
    expect([refused?.payloadBytes, refused?.fields['warc-payload-digest']]).toEqual([0, undefined]);
    expect(recordsAt(written, 'https://a.example/lost').map(({ type }) => type)).toEqual(['request', 'metadata']);
    expect(recordsAt(written, 'https://a.example/empty')[1]?.fields['warc-payload-digest']).toEqual([`sha256:${sha256(Buffer.alloc(0))}`]);
  });

  it('name the server, unless it is a proxy', async () => {
    const written = await writeTestArchive([
      fromServer(false, '192.0.2.1'),
      fromServer(false, '2001:db8::1'),
      fromServer(true, '192.0.2.9'),
    ]);
    expect(written.read.problems).toEqual([]);
    const addresses = written.read.records.filter(({ type }) => type === 'response').map(({ fields }) => fields['warc-ip-address']?.[0]);
    expect(addresses).toEqual(['192.0.2.1', '2001:db8::1', undefined]);
  });

  it('are the same bytes for the same input, and read the same by another library', async () => {
    const folder = tempFolder();
    const long = spoolBody(folder, buildPng(2_500_000));
    const exchanges = [
      sketchExchange({ url: 'https://a.example/long.png', body: long, response: { mimeType: 'image/png' } }),
      sketchExchange({ url: 'https://a.example/page', body: spoolBody(folder, '<p>page</p>') }),
    ];
    const write = () =>
      writeTestArchive(exchanges, {
        clock: frozenClock,
        random: countingRandom(),
        page: { url: 'https://a.example/page', startedAt: frozenClock.now() },
      });
    const written = await write();
    const bytes = readFileSync(join(written.staging.folder, 'archive.wacz'));
    const timeZone = process.env.TZ;
    process.env.TZ = 'Asia/Kolkata';
    expect(readFileSync(join((await write()).staging.folder, 'archive.wacz')).equals(bytes)).toBe(true);
    process.env.TZ = timeZone;
    expect(written.read.problems).toEqual([]);
    const warc = join(folder, 'data.warc.gz');
    writeFileSync(warc, await readZipEntry(join(written.staging.folder, 'archive.wacz'), 'archive/data.warc.gz'));
    const digests: string[] = [];
    for await (const record of new WARCParser(createReadStream(warc))) {
      const payload = await record.readFully(false);
      if (record.warcType === 'response') digests.push(`sha256:${sha256(payload)}`);
    }
    expect(digests).toEqual(exchanges.map(({ response }) => response?.body?.sha256));
  });

  it('are not written at all when a recorded body is not what it was', async () => {
    const folder = tempFolder();
    const short = spoolBody(folder, 'short');
    const gone = spoolBody(folder, 'gone');
    const long = spoolBody(folder, buildPng(2_500_000));
    writeFileSync(short.path, 'shor!');
    rmSync(gone.path);
    writeFileSync(long.path, readFileSync(long.path).subarray(1));
    for (const body of [short, gone, long]) {
      await expect(writeTestArchive([sketchExchange({ url: 'https://a.example/', body })])).rejects.toMatchObject({ code: 'io-failed' });
    }
  });
});

describe('the index', () => {
  it('is sorted by reversed host, path and query', () => {
    expect(buildSortKey('https://www.Example.com:8080/A/b?z=1&A=2', 'GET')).toBe('com,example:8080)/a/b?a=2&z=1');
    expect(buildSortKey('http://[2001:db8::1]/', 'GET')).toBe('[2001:db8::1])/');
    expect(buildSortKey('https://example.com/', 'POST')).toBe('com,example)/?__wb_method=post');
  });
});

async function readBlock(written: WrittenArchive, offset: number): Promise<Uint8Array> {
  const warc = await readZipEntry(join(written.staging.folder, 'archive.wacz'), 'archive/data.warc.gz');
  for await (const record of new WARCParser([warc.subarray(offset)])) return await record.readFully(false);
  throw new Error(`No record at ${offset}`);
}

describe('a 304', () => {
  let folder: string;
  beforeEach(() => {
    folder = tempFolder();
  });
  const url = 'https://a.example/page';
  const tagged = (tag: string, text: string, more: Partial<Parameters<typeof sketchExchange>[0]> = {}) =>
    sketchExchange({ url, body: spoolBody(folder, text), headers: [['ETag', tag]], ...more });
  const notModified = (sketch: Partial<Parameters<typeof sketchExchange>[0]>) =>
    sketchExchange({ url, status: 304, headers: [], ...sketch });
  const confirming = (text: string) =>
    notModified({ headers: [['ETag', '"1"']], more: { confirmedSha256: spoolBody(folder, text).sha256 } });
  /** Place of the record that the last exchange refers to, among those before it. */
  async function referredBy(exchanges: readonly Parameters<typeof writeTestArchive>[0][number][]): Promise<number | undefined> {
    const written = await writeTestArchive(exchanges);
    expect(written.read.problems).toEqual([]);
    const answers = recordsAt(written, url).filter(({ type }) => type === 'response' || type === 'revisit');
    const last = answers.at(-1);
    const place = answers.findIndex(({ id }) => id === last?.fields['warc-refers-to']?.[0]);
    expect(last?.type).toBe(place < 0 ? 'response' : 'revisit');
    return place < 0 ? undefined : place;
  }

  it('refers to the answer whose validator it confirms, not to the latest', async () => {
    const stored = [tagged('"1"', 'one'), tagged('W/"2"', 'two')];
    expect(await referredBy([...stored, notModified({ headers: [['ETag', '"1"']] })])).toBe(0);
    expect(await referredBy([...stored, notModified({ headers: [['ETag', '"2"']] })])).toBe(1);
    expect(await referredBy([...stored, notModified({ headers: [['ETag', '"3"']] })])).toBeUndefined();
    expect(await referredBy([...stored, notModified({ requestHeaders: [['If-None-Match', '"1"']] })])).toBe(0);
    expect(await referredBy([...stored, notModified({ requestHeaders: [['If-None-Match', '"1", "2"']] })])).toBeUndefined();
    expect(await referredBy([...stored, notModified({})])).toBeUndefined();
    const dated = tagged('', 'dated', { headers: [['Last-Modified', 'Mon, 02 Mar 2026 08:00:00 GMT']] });
    const since = (date: string) => notModified({ requestHeaders: [['If-Modified-Since', date]] });
    expect(await referredBy([dated, ...stored, since('Mon, 02 Mar 2026 08:00:00 GMT')])).toBe(0);
    expect(await referredBy([dated, ...stored, since('Mon, 02 Mar 2026 09:00:00 GMT')])).toBeUndefined();
  });

  it('refers to the bytes with which the browser went on, where it is known', async () => {
    const stored = [tagged('"1"', 'one'), tagged('"1"', 'in another language')];
    expect(await referredBy([...stored, confirming('one')])).toBe(0);
    expect(await referredBy([...stored, confirming('in another language')])).toBe(1);
    expect(await referredBy([...stored, confirming('from before')])).toBeUndefined();
  });

  it('refers to no part, no answer to another method, and is itself one to GET', async () => {
    const tagAlone = notModified({ headers: [['ETag', '"1"']] });
    expect(await referredBy([tagged('"1"', 'one'), tagAlone])).toBe(0);
    expect(await referredBy([tagged('"1"', 'one', { method: 'POST' }), tagAlone])).toBeUndefined();
    expect(await referredBy([tagged('"1"', 'one', { status: 206 }), tagAlone])).toBeUndefined();
    const cut = { problem: { kind: 'truncated', detail: 'cut', truncatedBy: 'length' } } as const;
    expect(await referredBy([tagged('"1"', 'one', { more: cut }), tagAlone])).toBeUndefined();
    expect(await referredBy([tagged('"1"', 'one'), notModified({ method: 'HEAD', headers: [['ETag', '"1"']] })])).toBeUndefined();
  });
});
