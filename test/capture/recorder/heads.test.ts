import { describe, expect, it } from 'vitest';
import { byteStringOfUtf8, byteStringOfWindows1252 } from '../../../src/capture/recorder/byte-string.ts';
import { confirmHead, headersOfMap, readHeadText } from '../../../src/capture/recorder/header-list.ts';
import { judgeBody } from '../../../src/capture/recorder/body-text.ts';
import type { Hop } from '../../../src/capture/recorder/hop.ts';
import { exchangeAt } from '../../support/exchange-lookup.ts';
import { openRecordedPage } from '../../support/recorded-page.ts';
import { startTruthServer } from '../../support/truth-server.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('response heads', () => {
  it('are read line by line, folded lines joined, lines that are no field left out', () => {
    expect(readHeadText('HTTP/1.1 404 Not Found\r\nA: 1\r\nno field\r\nB:\t2 \r\n  and 3\r\nA: 4\r\n\r\nC: 5')).toEqual({
      protocol: 'http/1.1',
      status: 404,
      statusText: 'Not Found',
      headers: [
        ['A', '1'],
        ['B', '2 and 3'],
        ['A', '4'],
      ],
    });
    expect(readHeadText('ICY 200 OK\r\n\r\n')).toBeUndefined();
    expect(readHeadText('HTTP/1.1 200\r\n\r\n')).toMatchObject({ status: 200, statusText: '' });
  });

  it('hold bytes, whatever the browser made of them', () => {
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(latin1(byteStringOfWindows1252(new TextDecoder('windows-1252').decode(every)))).toEqual(Buffer.from(every));
    expect(latin1(byteStringOfUtf8('caf\u00e9 \u20ac'))).toEqual(Buffer.from('caf\u00e9 \u20ac'));
    expect(latin1(byteStringOfWindows1252('\u043a\u043e\u0442'))).toEqual(Buffer.from('\u043a\u043e\u0442'));
  });

  it('are exact only where text and map agree', () => {
    const map = headersOfMap({ B: '\u00c3\u00a9', A: '1\n2', __proto__: 'x' });
    const text = readHeadText('HTTP/1.1 200 OK\r\nA: 1\r\nB: \u00e9\r\nA: 2\r\n\r\n');
    expect(text && confirmHead(text, map)?.headers).toEqual([
      ['A', '1'],
      ['B', '\u00c3\u00a9'],
      ['A', '2'],
    ]);
    const lossy = readHeadText('HTTP/1.1 200 OK\r\nA: 1\r\nB: \r\nA: 2\r\n\r\n');
    expect(lossy && confirmHead(lossy, map)).toBeUndefined();
  });

  it('keep every byte and hostile name of a real server', async () => {
    const head = [
      'HTTP/1.1 200 OK',
      'Content-Type: text/html',
      'X-Bytes: a\xe9\x80b',
      'X-Utf: \xc3\xa9',
      'X-Split: a\rInjected: 1',
      '__proto__: p',
      'constructor: c',
      'Content-Length: 5',
    ].join('\r\n');
    const server = await startTruthServer({
      '/bytes': { raw: latin1(`${head}\r\n\r\nhello`) },
      '/utf': { raw: 'HTTP/1.1 200 D\u00e9j\u00e0 vu\nContent-Type: text/html\nX-Utf: \u00e9\u20ac\nContent-Length: 5\n\nhello' },
    });
    const { visit, recording } = await openRecordedPage();
    await visit(server.url('/bytes'));
    await visit(server.url('/utf'));
    await recording.close({ timeoutMs: 3_000 });
    const bytes = exchangeAt(recording.allExchanges(), '/bytes').response;
    expect(bytes?.head).toBe('synthesised');
    for (const field of [
      ['X-Bytes', 'a\xe9\x80b'],
      ['X-Utf', '\xc3\xa9'],
      ['X-Split', 'a'],
      ['Injected', '1'],
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]) {
      expect(bytes?.headers).toContainEqual(field);
    }
    const utf = exchangeAt(recording.allExchanges(), '/utf').response;
    expect(utf?.head).toBe('exact');
    expect(latin1(utf?.statusText ?? '').toString('utf8')).toBe('D\u00e9j\u00e0 vu');
    expect(utf?.headers[1]).toEqual(['X-Utf', latin1(Buffer.from('\u00e9\u20ac').toString('latin1')).toString('latin1')]);
  });

  it('of requests hold the bytes of a cookie', async () => {
    const server = await startTruthServer({
      '/': { type: 'text/html; charset=utf-8', body: `<script>document.cookie = 'name=caf\u00e9\u20ac'; fetch('/next')</script>` },
      '/next': { type: 'text/plain', body: 'next' },
    });
    const { visit, recording } = await openRecordedPage();
    await visit(server.url('/'));
    await recording.close({ timeoutMs: 3_000 });
    const recorded = exchangeAt(recording.allExchanges(), '/next').request.headers.find(([name]) => name.toLowerCase() === 'cookie');
    expect(recorded?.[1]).toBe(server.served().find(({ url }) => url.endsWith('/next'))?.requestHeaders.cookie);
  });
});

const hop = (charset: string, dataBytes: number): Hop => ({ dataBytes, response: { charset, headers: [] } }) as unknown as Hop;

describe('a body given as text', () => {
  it('is believed where it must be the bytes', () => {
    expect(judgeBody(hop('utf-8', 3), 'abc', false, false)).toEqual({ bytes: Buffer.from('abc') });
    expect(judgeBody(hop('windows-1252', 5), 'caf\u00e9', false, true)).toEqual({ bytes: Buffer.from('caf\u00e9') });
    expect(judgeBody(hop('utf-8', 0), '\u00e9', false, true)).toEqual({ bytes: Buffer.from('\u00e9') });
  });

  it('is refused where the browser decoded it, or kept less than came', () => {
    expect(judgeBody(hop('windows-1252', 4), 'caf\u00e9', false, false)).toHaveProperty('refusal');
    expect(judgeBody(hop('utf-8', 8), 'caf\u00e9', false, false)).toHaveProperty('refusal');
    expect(judgeBody(hop('utf-16le', 2), '\u00e9', false, false)).toHaveProperty('refusal');
    expect(judgeBody(hop('', 10), 'AAAA', true, true)).toHaveProperty('refusal');
  });
});
