import { describe, expect, it } from 'vitest';
import { captureRecordSchema, type CaptureRecord, type Observation } from '../../../src/core/model/capture-record.ts';
import { findAdId, findPrice } from '../../../src/core/model/find-offer.ts';
import { findSeller } from '../../../src/core/model/find-seller.ts';
import { compareRecords, COMPARED_FIELDS, COMPARISON_RESULTS, type ComparedField } from '../../../src/core/statements/compare-records.ts';
import { assertCorroborates, type CorroboratingCapture } from '../../../src/core/statements/corroboration.ts';
import { PACKAGE_LANGUAGES } from '../../../src/core/package/report-input.ts';
import { CATALOGUES } from '../../../src/reporting/texts/texts.ts';

const digest = (hex: string): `sha256:${string}` => `sha256:${hex.repeat(32)}`;
const UUIDS = ['0b1f0c9e-1111-4a00-8000-000000000001', '0b1f0c9e-1111-4a00-8000-000000000002'] as const;
const TIME = '2026-03-02T08:00:00.000Z';
const offer = (price: string): string =>
  JSON.stringify({
    '@type': 'Product',
    sku: 'LG-4711',
    offers: { price, priceCurrency: 'EUR', seller: { '@type': 'Person', identifier: 'tusk', name: 'Jo' } },
  });

function artifact(role: string, name: string, hex: string): Observation['artifacts'][number] {
  const bytes = { sha256: digest(hex), sha512: `sha512:${hex.repeat(64)}` };
  return { role, name, mediaType: 'application/octet-stream', sizeBytes: 1, ...bytes } as Observation['artifacts'][number];
}

function record(changes: Partial<Observation> = {}, who: Partial<CaptureRecord> = {}): CaptureRecord {
  return captureRecordSchema.parse({
    format: 'capture-record/v1',
    kind: 'capture',
    nonce: 'AAAAAAAAAAAAAAAAAAAAAA==',
    case: UUIDS[0],
    exhibit: 'E-0001',
    attempt: UUIDS[0],
    practice: false,
    session: { id: UUIDS[0], startedEntry: digest('aa') },
    station: digest('ab'),
    tool: { name: 'pugmark', version: '0.1.0', digest: digest('ac') },
    clock: { state: 'not-checked', reason: 'offline' },
    observation: {
      state: 'sealed',
      reasons: [],
      times: { clickedAt: TIME, finishedAt: TIME },
      steps: [],
      limits: {},
      address: {
        requestedUrl: 'https://a.example/ad',
        documentUrl: 'https://a.example/ad',
        shownUrl: 'https://A.example/ad#photo',
        inPage: [],
        path: [],
      },
      http: {
        status: 200,
        method: 'GET',
        headers: [],
        headersAs: 'exact',
        redirects: [],
        remoteAddress: { ip: '192.0.2.1', port: 443, isProxy: false },
        source: 'network',
      },
      tls: { protocol: 'TLS 1.3', valid: true, chainSha256: [digest('01'), digest('02')] },
      page: {
        title: 'Ivory',
        language: 'fr',
        meta: [
          { name: 'csrf', content: '1' },
          { name: 'author', content: 'Jo' },
        ],
        openGraph: [],
        jsonLd: [offer('180')],
        microdata: [],
      },
      browser: { product: 'Chrome/1', userAgent: 'UA', headless: true, sandbox: true },
      frames: [],
      artifacts: [artifact('text', 'text.txt', '11'), artifact('media', 'a.jpg', '21'), artifact('media', 'b.jpg', '22')],
      recipes: [],
      completeness: { exchanges: 4, byPhase: {}, incomplete: { shown: 0, supporting: 1, background: 1 }, checkedAgainst: {}, items: [] },
      injectedScripts: [],
      warnings: [],
      ...changes,
    },
    ...who,
  });
}

const results = (first: CaptureRecord, second: CaptureRecord, operators = {}): Readonly<Record<ComparedField, unknown>> =>
  Object.fromEntries(
    compareRecords(first, second, operators).map(({ field, result, first: ours, second: theirs }) => [field, [result, ours, theirs]]),
  ) as Record<ComparedField, unknown>;

describe('two captures', () => {
  it('of the same facts are the same in all that they have, and all fields are told in their order', () => {
    const compared = compareRecords(record(), record(), { first: '1', second: '1' });
    expect(compared.map(({ field }) => field)).toEqual(COMPARED_FIELDS);
    const absent = ['open-graph', 'microdata', 'text-after', 'served-page', 'picture-of-view', 'picture-of-page'];
    expect(compared.filter(({ result }) => result !== 'same').map(({ field, result }) => `${field} ${result}`)).toEqual(
      absent.map((field) => `${field} not-comparable`),
    );
  });

  it('differ where their facts do, with the values as they were recorded', () => {
    const page = { ...record().observation.page, title: 'Ivory', language: 'FR', jsonLd: [offer('150')] };
    const meta = [
      { name: 'author', content: 'Jo' },
      { name: 'csrf', content: '2' },
    ];
    const second = record(
      {
        address: {
          requestedUrl: 'https://a.example/ad?ref=7',
          documentUrl: 'https://a.example/ad',
          shownUrl: 'https://a.example/ad',
          inPage: [],
          path: [],
        },
        page: { ...page, meta, openGraph: [{ property: 'og:title', content: 'Ivory' }], microdata: [] },
        artifacts: [
          artifact('text', 'text.txt', '12'),
          artifact('media', 'b.jpg', '22'),
          artifact('media', 'c.jpg', '23'),
          artifact('media', 'd.jpg', '24'),
        ],
      },
      { station: digest('ba'), session: { id: UUIDS[1], startedEntry: digest('aa') } },
    );
    expect(results(record(), second, { first: '4711' })).toMatchObject({
      'requested-address': ['different', 'https://a.example/ad', 'https://a.example/ad?ref=7'],
      'shown-address': ['same', 'https://A.example/ad#photo', 'https://a.example/ad'],
      language: ['same', 'fr', 'FR'],
      price: ['different', '180 EUR', '150 EUR'],
      seller: ['same', 'Jo', 'Jo'],
      'ad-id': ['same', 'LG-4711', 'LG-4711'],
      meta: ['different', 'csrf: 1', 'csrf: 2'],
      'open-graph': ['only-second', undefined, 'og:title: Ivory'],
      text: ['different', digest('11'), digest('12')],
      media: ['different', '1/2', '1/3'],
      certificates: ['same', `${digest('01')}\n${digest('02')}`, `${digest('01')}\n${digest('02')}`],
      operator: ['only-first', '4711', undefined],
      station: ['different', digest('ab'), digest('ba')],
      session: ['different', UUIDS[0], UUIDS[1]],
      'missing-other': ['same', '2', '2'],
    });
  });

  it('are not compared by the address of a proxy, and long values say how much was cut', () => {
    const { http } = record().observation;
    const proxied = record({ http: http && { ...http, remoteAddress: { ip: '192.0.2.1', port: 443, isProxy: true } } });
    expect(results(record(), record())['server-address']).toEqual(['same', '192.0.2.1 443', '192.0.2.1 443']);
    expect(results(record(), proxied)['server-address']).toEqual(['not-comparable', '192.0.2.1 443', '192.0.2.1 443 (proxy)']);
    const long = record({ page: { title: 'x'.repeat(2_100), meta: [], openGraph: [], jsonLd: [], microdata: [] } });
    expect(results(long, record())['title']).toEqual(['different', `${'x'.repeat(2_000)}… (+100)`, 'Ivory']);
  });

  it.each(PACKAGE_LANGUAGES)('have words for every field and result in %s', (language) => {
    const wanted = [
      ...COMPARED_FIELDS.map((field) => `compare.${field}`),
      ...COMPARISON_RESULTS.map((result) => `compare.result.${result}`),
    ];
    const worded = Object.keys(CATALOGUES[language]).filter((key) => key.startsWith('compare.'));
    expect(worded.toSorted()).toEqual(wanted.toSorted());
  });
});

/** An item as microdata has it. */
function item(type: string, ...properties: readonly (readonly [string, string])[]) {
  return { type: `https://schema.org/${type}`, properties: properties.map(([name, value]) => ({ name, value })) };
}

describe('what a page says of its offer', () => {
  const page = { jsonLd: [], microdata: [], openGraph: [], meta: [] };
  it("is read from JSON-LD, microdata and its head, and a seller's number is not the ad's", () => {
    const seller = JSON.stringify({
      seller: { '@type': 'Person', identifier: 'tusk' },
      identifier: { '@type': 'PropertyValue', value: 'A-1' },
    });
    expect(findAdId({ ...page, jsonLd: ['{broken', seller] })).toBe('A-1');
    expect(findAdId({ ...page, jsonLd: [JSON.stringify({ seller: { '@type': 'Person', identifier: 'tusk' } })] })).toBeUndefined();
    const microdata = [
      {
        properties: [
          { name: 'price', value: ' 12,50 ' },
          { name: 'priceCurrency', value: 'EUR' },
          { name: 'seller', value: 'https://x.example' },
          { name: 'seller', value: 'Jo' },
        ],
      },
    ];
    expect(findPrice({ ...page, microdata })).toBe('12,50 EUR');
    expect(findSeller({ ...page, microdata })).toBe('Jo');
    expect(findPrice({ ...page, openGraph: [{ property: 'product:price:amount', content: '9' }] })).toBe('9');
    expect([findPrice(page), findAdId(page), findSeller(page)]).toEqual([undefined, undefined, undefined]);
  });

  it('is followed in microdata to the item that is meant, and to no other', () => {
    const of = (...microdata: readonly ReturnType<typeof item>[]) => ({ ...page, microdata: [...microdata] });
    const ad = item('Product', ['name', 'Carved tusk'], ['seller', '#2'], ['identifier', '#3']);
    const whole = of(ad, item('Person', ['url', 'x'], ['name', 'Jo']), item('PropertyValue', ['propertyID', 'n'], ['value', 'K-77']));
    expect([findSeller(whole), findAdId(whole)]).toEqual(['Jo', 'K-77']);
    const others = of(ad, item('Product', ['name', 'Another tusk']), item('Offer', ['value', '9']));
    expect([findSeller(others), findAdId(others)]).toEqual([undefined, undefined]);
    const linked = of(ad, item('Person', ['name', '/seller/jo']), item('Offer', ['value', '9']));
    expect(findSeller(linked)).toBeUndefined();
    const words = of(item('Product', ['seller', '#7'], ['sku', '#12']));
    expect([findSeller(words), findAdId(words)]).toEqual(['#7', '#12']);
  });
});

describe('a corroboration', () => {
  const ours: CorroboratingCapture = { exhibit: 'E-0001', record: record(), operator: '4711' };
  const session = { id: UUIDS[1], startedEntry: digest('aa') };
  const theirs: CorroboratingCapture = { exhibit: 'E-0002', record: record({}, { session }), operator: '4712' };
  const elsewhere = {
    requestedUrl: 'https://a.example/ad',
    documentUrl: 'https://a.example/ad',
    shownUrl: 'https://a.example/login',
    inPage: [],
    path: [],
  };

  it('is by another operator in another session, or by another station', () => {
    expect(() => assertCorroborates(ours, theirs)).not.toThrow();
    expect(() => assertCorroborates(ours, { ...theirs, operator: '4711', record: record({}, { station: digest('ba') }) })).not.toThrow();
  });

  it.each<readonly [string, Partial<CorroboratingCapture>]>([
    ['same-exhibit', { exhibit: 'E-0001' }],
    ['same-operator', { operator: '4711' }],
    ['same-operator', { record: record() }],
    ['operator-unknown', { operator: undefined }],
    ['other-address', { record: record({ address: elsewhere }, { session }) }],
    ['no-page', { record: record({ state: 'failed' }, { session }) }],
  ])('is refused as %s', (reason, changes) => {
    expect(() => assertCorroborates(ours, { ...theirs, ...changes })).toThrow(
      expect.objectContaining({ code: 'usage', details: expect.objectContaining({ reason }) as unknown }),
    );
  });
});
