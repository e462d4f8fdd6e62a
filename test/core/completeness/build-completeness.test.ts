import { describe, expect, test } from 'vitest';
import { boundAddress } from '../../../src/core/completeness/bound-items.ts';
import { buildCompleteness, countLeftOut } from '../../../src/core/completeness/build-completeness.ts';
import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { completenessSchema } from '../../../src/core/model/capture-record.ts';
import type { CapturePhase, RecordedExchange, RecordedResponse } from '../../../src/core/model/exchange.ts';

let number = 0;
type Change = Partial<Omit<RecordedExchange, 'response'>> & {
  readonly url?: string;
  readonly status?: number;
  readonly bytes?: string;
  readonly phase?: CapturePhase;
};

function exchange({ url = 'https://site.example/x', status = 200, bytes = 'a', ...rest }: Change = {}): RecordedExchange {
  number += 1;
  const response: RecordedResponse = {
    status,
    statusText: '',
    protocol: 'h2',
    headers: [],
    head: 'synthesised',
    mimeType: '',
    source: 'network',
    body: { path: '/x', sizeBytes: 1, sha256: `sha256:${bytes.charCodeAt(0).toString(16).padStart(64, '0')}` },
  };
  return {
    id: String(number),
    phase: 'before',
    startedAt: '2026-01-01T00:00:00.000Z',
    resourceType: 'Image',
    requestedBy: 'page',
    initiator: 'parser',
    request: { method: 'GET', url, headers: [], headersComplete: true },
    response,
    ...rest,
  };
}

describe('a load of which everything came', () => {
  test('has no item, and says how much was counted and against what', () => {
    const url = 'https://site.example/';
    const ledger = buildCompleteness({
      exchanges: [
        exchange({ url, resourceType: 'Document' }),
        exchange({ url: `${url}a.png`, phase: 'scroll' }),
        exchange({ url: `${url}b.css`, resourceType: 'Stylesheet' }),
      ],
      lists: {
        drawnImages: [{ url: `${url}a.png#part` }, { url: 'data:image/png;base64,AAAA' }],
        cssImages: [],
        resourceTree: [
          { url, type: 'Document' },
          { url: `${url}b.css`, type: 'Stylesheet' },
          { url: `${url}b.css`, type: 'Stylesheet' },
        ],
      },
    });
    expect(completenessSchema.parse(ledger)).toEqual({
      exchanges: 3,
      byPhase: { before: 2, scroll: 1 },
      incomplete: { shown: 0, supporting: 0, background: 0 },
      checkedAgainst: { drawnImages: 1, cssImages: 0, resourceTree: 2 },
      items: [],
    });
  });
});

describe('what an independent list names and nobody recorded', () => {
  test('is an item of its class, once, by the list that says most', () => {
    const ledger = buildCompleteness({
      exchanges: [exchange({ url: 'https://a.example/one.png' })],
      lists: {
        drawnImages: [{ url: 'https://a.example/two.png' }, { url: 'blob:https://a.example/1234' }],
        cssImages: [
          { url: 'https://a.example/1x.png', alternatives: ['https://a.example/one.png'] },
          { url: 'https://a.example/bg.png', alternatives: ['https://a.example/bg2.png'] },
        ],
        resourceTree: [
          { url: 'https://a.example/two.png', type: 'Image' },
          { url: 'https://a.example/app.js', type: 'Script' },
          { url: 'https://a.example/frame', type: 'Document' },
        ],
        performanceEntries: [
          { url: 'https://a.example/hit', type: 'beacon' },
          { url: 'https://a.example/pixel.gif', type: 'img' },
          { url: 'https://a.example/font.woff2', type: 'css' },
        ],
        drawnFrames: ['https://a.example/frame'],
      },
    });
    expect(ledger.items.map((item) => [item.url, item.class, item.problem, item.namedBy])).toEqual([
      ['https://a.example/two.png', 'shown', 'not-captured', 'drawn-images'],
      ['blob:https://a.example/1234', 'shown', 'not-captured', 'drawn-images'],
      ['https://a.example/bg.png', 'shown', 'not-captured', 'css-images'],
      ['https://a.example/app.js', 'supporting', 'not-captured', 'resource-tree'],
      ['https://a.example/frame', 'shown', 'not-captured', 'resource-tree'],
      ['https://a.example/hit', 'background', 'not-captured', 'performance-entries'],
      ['https://a.example/pixel.gif', 'background', 'not-captured', 'performance-entries'],
      ['https://a.example/font.woff2', 'supporting', 'not-captured', 'performance-entries'],
    ]);
    expect(ledger.incomplete).toEqual({ shown: 4, supporting: 2, background: 2 });
  });
});

describe('what was recorded and is not whole', () => {
  const problem = { kind: 'truncated', detail: '3 of 9 bytes' } as const;

  test.each<readonly [string, Change, string]>([
    ['the document', { resourceType: 'Document', frameId: 'main' }, 'shown'],
    ['a frame in the layout', { resourceType: 'Document', frameId: 'f', url: 'https://site.example/frame#top' }, 'shown'],
    ['a frame nobody sees', { resourceType: 'Document', frameId: 'g', url: 'https://site.example/hidden' }, 'supporting'],
    ['a drawn picture', { url: 'https://site.example/drawn.png' }, 'shown'],
    ['a picture of a style', { url: 'https://site.example/bg.png' }, 'shown'],
    ['a picture that is not drawn', { url: 'https://site.example/count.gif' }, 'background'],
    ['a film', { resourceType: 'Media' }, 'shown'],
    ['a script', { resourceType: 'Script' }, 'supporting'],
    ['a fetch', { resourceType: 'Fetch' }, 'supporting'],
    ['a beacon', { resourceType: 'Ping' }, 'background'],
    ['a report', { resourceType: 'CSPViolationReport' }, 'background'],
    ['the icon', { resourceType: 'Other' }, 'background'],
    ["a worker's script", { resourceType: 'Other', requestedBy: 'worker' }, 'supporting'],
  ])('%s', (_, change, expected) => {
    const ledger = buildCompleteness({
      exchanges: [exchange({ ...change, problem })],
      mainFrameId: 'main',
      lists: {
        drawnImages: [{ url: 'https://site.example/drawn.png' }],
        cssImages: [{ url: 'https://site.example/other.png', alternatives: ['https://site.example/bg.png'] }],
        drawnFrames: ['https://site.example/frame'],
      },
    });
    expect(ledger.items.filter((item) => item.namedBy === undefined)).toEqual([
      { url: change.url ?? 'https://site.example/x', class: expected, problem: 'truncated', detail: '3 of 9 bytes' },
    ]);
  });

  test('counts as shown when the layout is not known', () => {
    const { items } = buildCompleteness({ exchanges: [exchange({ problem })], lists: {} });
    expect(items.map((item) => item.class)).toEqual(['shown']);
  });

  test('is told once with its number when it is the same many times', () => {
    const { items } = buildCompleteness({ exchanges: [exchange({ problem }), exchange({ problem }), exchange({ problem })], lists: {} });
    expect(items).toEqual([{ url: 'https://site.example/x', class: 'shown', problem: 'truncated', detail: '3 of 9 bytes (3 times)' }]);
  });
});

describe('complete exchanges that still miss something', () => {
  test('a picture answered with an error is an item, a document is not', () => {
    const { items } = buildCompleteness({
      exchanges: [exchange({ status: 404 }), exchange({ status: 404, resourceType: 'Document', url: 'https://site.example/' })],
      lists: {},
    });
    expect(items).toEqual([{ url: 'https://site.example/x', class: 'shown', problem: 'failed', detail: 'the server answered 404' }]);
  });

  test('shown content that came with different bytes is an item; the same bytes again are not', () => {
    const different = buildCompleteness({ exchanges: [exchange({ bytes: 'a' }), exchange({ bytes: 'b' })], lists: {} });
    expect(different.items).toMatchObject([{ problem: 'changed-during-capture', class: 'shown' }]);
    expect(buildCompleteness({ exchanges: [exchange({ bytes: 'a' }), exchange({ bytes: 'a' })], lists: {} }).items).toEqual([]);
    const polling = [exchange({ resourceType: 'Fetch', bytes: 'a' }), exchange({ resourceType: 'Fetch', bytes: 'b' })];
    expect(buildCompleteness({ exchanges: polling, lists: {} }).items).toEqual([]);
  });

  test('an inner area pictured in part', () => {
    const input = { exchanges: [], lists: {}, documentUrl: 'https://site.example/' };
    expect(buildCompleteness({ ...input, innerScrollers: [{ picturedPx: 1200, totalPx: 9000 }] }).items).toEqual([
      {
        url: 'https://site.example/',
        class: 'shown',
        problem: 'not-captured',
        detail: 'inner area: 1200 of 9000 px pictured',
        namedBy: 'inner-scroller',
      },
    ]);
    expect(buildCompleteness({ ...input, innerScrollers: [{ picturedPx: 9000, totalPx: 9000 }] }).items).toEqual([]);
  });
});

describe('a drawn picture whose address a script only asked about', () => {
  const url = 'https://site.example/a.png';
  const ledgerAfter = (method: string): ReturnType<typeof buildCompleteness> =>
    buildCompleteness({
      exchanges: [exchange({ resourceType: 'Fetch', request: { method, url, headers: [], headersComplete: true } })],
      lists: { drawnImages: [{ url }], cssImages: [], performanceEntries: [{ url, type: 'fetch' }] },
    });

  test.each(['HEAD', 'OPTIONS', 'POST'])('by %s is an item', (method) => {
    expect(ledgerAfter(method).items).toMatchObject([{ url, class: 'shown', problem: 'not-captured', namedBy: 'drawn-images' }]);
  });

  test('by GET is recorded', () => {
    expect(ledgerAfter('GET').items).toEqual([]);
  });
});

const failed = { problem: { kind: 'failed', detail: 'net::ERR_FAILED' } } as const;
const longUrl = (at: number): string => `https://site.example/${at}?${'x'.repeat(2_000)}`;
const ledgerOf = (count: number): ReturnType<typeof buildCompleteness> =>
  buildCompleteness({
    exchanges: Array.from({ length: count }, (_, at) => exchange({ url: `https://a.test/${at}`, ...failed })),
    lists: {},
  });

describe('a ledger of a load that fails without end', () => {
  test('stays of a size that can be read, lists shown content first, and counts all', () => {
    const exchanges = Array.from({ length: 10_000 }, (_, at) =>
      exchange({ url: longUrl(at), resourceType: at === 9_999 ? 'Document' : 'Script', ...failed }),
    );
    const ledger = buildCompleteness({ exchanges, lists: {} });
    expect(buildCanonicalJson(completenessSchema.parse(ledger)).length).toBeLessThan(2.5 * 1024 * 1024);
    expect(ledger.incomplete).toEqual({ shown: 1, supporting: 9_999, background: 0 });
    expect(ledger.items.at(-1)).toMatchObject({ url: longUrl(9_999), class: 'shown' });
    expect(ledger.items[0]).toMatchObject({ url: longUrl(0) });
    expect(countLeftOut(ledger)).toBe(10_000 - ledger.items.length);
  });

  test('of many short items lists two thousand, and of no more than that every one', () => {
    expect(ledgerOf(2_001).items).toHaveLength(2_000);
    expect(countLeftOut(ledgerOf(2_001))).toBe(1);
    expect(ledgerOf(2_000).items).toHaveLength(2_000);
    expect(countLeftOut(ledgerOf(2_000))).toBe(0);
  });

  test('cuts an address that is longer than anybody reads, and says how long it was', () => {
    const url = `https://site.example/${'y'.repeat(100_000)}`;
    const { items } = buildCompleteness({ exchanges: [exchange({ url, ...failed })], lists: {} });
    expect(items[0]?.url).toBe(`${url.slice(0, 2_048)}... (${url.length} characters)`);
    expect(boundAddress(longUrl(1))).toBe(longUrl(1));
  });
});

describe('a service worker', () => {
  const script = 'https://site.example/worker.js';

  test('whose script was fetched by the worker is no item', () => {
    const exchanges = [exchange({ url: script, resourceType: 'Script', requestedBy: 'service-worker' })];
    expect(buildCompleteness({ exchanges, lists: {}, serviceWorkers: [script] }).items).toEqual([]);
  });

  test('that was installed before is one, also when the page fetched the address', () => {
    const exchanges = [exchange({ url: script, resourceType: 'Fetch' })];
    for (const some of [[], exchanges]) {
      expect(buildCompleteness({ exchanges: some, lists: {}, serviceWorkers: [script] }).items).toMatchObject([
        { url: script, class: 'supporting', problem: 'not-captured' },
      ]);
    }
  });
});
