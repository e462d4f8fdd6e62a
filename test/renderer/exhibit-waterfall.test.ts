import { describe, expect, it } from 'vitest';
import { findInText } from '../../src/renderer/features/exhibit/find-in-text.ts';
import { cutPieces } from '../../src/renderer/features/exhibit/text-pieces.ts';
import {
  axisOf,
  filterExchanges,
  isTrouble,
  kindOf,
  markAt,
  markLength,
  shortName,
} from '../../src/renderer/features/exhibit/waterfall-layout.ts';
import type { ExchangeItem } from '../../src/rpc/contract/cases.ts';

function exchange(url: string, startMs: number, more: Partial<ExchangeItem> = {}, resourceType = 'Image'): ExchangeItem {
  return {
    method: 'GET',
    url,
    startMs,
    status: 200,
    ...more,
    metadata: {
      format: 'exchange-metadata/v1',
      exchange: url,
      startedAt: '2026-11-22T00:00:00.000Z',
      phase: 'before',
      resourceType,
      initiator: 'parser',
      requestedBy: 'page',
      request: { headersComplete: true },
      ...more.metadata,
    },
  };
}
const NO_FILTER = { text: '', kinds: new Set<never>(), troubleOnly: false };
const PAGE = exchange('https://a.example/ad', 0, {}, 'Document');
const PICTURE = exchange('https://cdn.example/Tortoise.jpg', 480, { sizeBytes: 240_000 });
const MISSING = exchange('https://cdn.example/gone.jpg', 900, { status: 404 });

describe('waterfall', () => {
  it('has an axis in round steps that holds every exchange', () => {
    expect(axisOf([PAGE, PICTURE, MISSING])).toEqual({ endMs: 1000, ticks: [0, 500, 1000] });
    expect(axisOf([]).endMs).toBeGreaterThan(0);
    const far = axisOf([exchange('x', 61_234)]);
    expect(far.endMs).toBeGreaterThan(61_234);
    expect(far.ticks.length).toBeLessThan(8);
  });

  it('puts each mark where the exchange began', () => {
    expect(markAt(PAGE, 1000)).toBe(0);
    expect(markAt(PICTURE, 1000)).toBeCloseTo(0.48);
    expect(markAt(MISSING, 500)).toBe(1);
  });

  it('gives a larger answer a longer mark, and no answer a mark all the same', () => {
    expect(markLength(PICTURE)).toBeGreaterThan(markLength(exchange('x', 0, { sizeBytes: 10 })));
    expect(markLength(exchange('x', 0))).toBeGreaterThan(0);
    expect(markLength(exchange('x', 0, { sizeBytes: Number.MAX_SAFE_INTEGER }))).toBeLessThan(0.1);
  });

  it('filters by words, kind and trouble', () => {
    const all = [PAGE, PICTURE, MISSING];
    expect(filterExchanges(all, NO_FILTER)).toEqual(all);
    expect(filterExchanges(all, { ...NO_FILTER, text: 'TORTOISE cdn' })).toEqual([PICTURE]);
    expect(filterExchanges(all, { ...NO_FILTER, text: '404' })).toEqual([MISSING]);
    expect(filterExchanges(all, { ...NO_FILTER, kinds: new Set(['document'] as const) })).toEqual([PAGE]);
    expect(filterExchanges(all, { ...NO_FILTER, troubleOnly: true })).toEqual([MISSING]);
    expect(isTrouble(PAGE)).toBe(false);
  });

  it('knows kinds that it has no word for as others', () => {
    expect(kindOf(exchange('x', 0, {}, 'SignedExchange'))).toBe('other');
    expect(kindOf(exchange('x', 0, {}, 'constructor'))).toBe('other');
  });

  it('names an exchange by the end of its path', () => {
    expect(shortName('https://a.example/b/c.jpg?x=/y/z')).toBe('c.jpg');
    expect(shortName('https://a.example/')).toBe('a.example');
    expect(shortName('')).toBe('');
  });
});

describe('find in text', () => {
  it('marks what is found and keeps every letter', () => {
    const text = 'Two tortoises, one Tortoise';
    const pieces = cutPieces(text, findInText(text, 'tortoise'), []);
    expect(pieces.filter(({ found }) => found).map(({ text }) => text)).toEqual(['tortoise', 'Tortoise']);
    expect(pieces.map(({ text }) => text).join('')).toBe(text);
  });

  it('marks nothing where places could be wrong, and is bounded', () => {
    expect(findInText('İİİ tortoise', 'tortoise')).toEqual([]);
    const many = 'ab'.repeat(50_000);
    const pieces = cutPieces(many, findInText(many, 'ab'), []);
    expect(pieces.length).toBeLessThan(4_100);
    expect(pieces.map(({ text }) => text).join('')).toBe(many);
  });
});
