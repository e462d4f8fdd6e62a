import type { CDPSession } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/core/clock.ts';
import { DocumentTracker } from '../../../src/capture/recorder/document-tracker.ts';
import { ExchangeLog } from '../../../src/capture/recorder/exchange-log.ts';
import { readRequestSent, readResponseReceived } from '../../../src/capture/recorder/network-events.ts';
import type { RecordedTarget } from '../../../src/capture/recorder/recorded-target.ts';

const clock: Clock = { now: () => '2026-03-02T08:00:00.000Z', monotonicMs: () => 0 };
const session: Partial<CDPSession> = {};
const target: RecordedTarget = {
  kind: 'page',
  targetId: undefined,
  session: session as CDPSession,
  streamSession: undefined,
  ownerLoaderId: undefined,
  gone: false,
  claimed: true,
};

function startLog(maxExchanges: number): { readonly log: ExchangeLog; readonly request: (requestId: string, url: string) => void } {
  const listener = {
    onRequest: () => undefined,
    onResponse: () => undefined,
    onEnded: () => undefined,
    onLimit: () => undefined,
    onFull: () => undefined,
  };
  const log = new ExchangeLog({ documents: new DocumentTracker('main', clock), clock, maxExchanges, listener });
  const request = (requestId: string, url: string): void => {
    const event = readRequestSent({ requestId, request: { url, method: 'GET', headers: {} }, type: 'Fetch' });
    if (event !== undefined) log.onRequest(target, event);
  };
  return { log, request };
}

describe('addresses that go over no network', () => {
  it.each([0, 1_000])('take no room from those that do (%d of them)', (count) => {
    const { log, request } = startLog(10);
    for (let i = 0; i < count; i += 1) request(`data-${i}`, `data:,${i}`);
    request('net', 'https://site.example/a');
    const event = readResponseReceived({ requestId: 'net', type: 'Fetch', response: { url: 'https://site.example/a', status: 200 } });
    if (event !== undefined) log.onResponse(event);
    log.onFinished('net', 1);
    expect(log.hops.map(({ url, state, response }) => [url, state, response?.status])).toEqual([
      ['https://site.example/a', 'finished', 200],
    ]);
    expect(log.dropped).toBe(0);
  });
});

/** Lengths of the addresses kept of a document that gave itself addresses of these lengths. */
function shownAfter(lengths: readonly number[]): readonly number[] {
  const documents = new DocumentTracker('main', clock);
  documents.onFrameNavigated({ frame: { id: 'main', loaderId: 'l1', url: 'https://site.example/' }, type: 'Navigation' });
  for (const length of lengths) documents.onNavigatedWithinDocument({ frameId: 'main', url: 'x'.repeat(length) });
  expect(documents.current?.shownUrl).toHaveLength(lengths.at(-1) ?? 0);
  return (documents.current?.inPage ?? []).map(({ url }) => url.length);
}

describe('addresses that a page gives itself', () => {
  it('are kept with their order', () => {
    expect(shownAfter([30, 10, 20])).toEqual([30, 10, 20]);
  });

  it('are kept from the newest on, when they are many or together longer than a record can bear', () => {
    expect(shownAfter(Array.from({ length: 600 }, () => 10))).toHaveLength(500);
    const two = 500_000;
    expect(shownAfter([...Array.from({ length: 50 }, () => two), 7])).toEqual([two, two, 7]);
  });

  it.each([
    [500, 0],
    [612, 112],
  ])('are counted when the list no longer holds them (%d, %d left out)', (count, leftOut) => {
    const documents = new DocumentTracker('main', clock);
    for (let i = 0; i <= count; i += 1) {
      documents.onFrameNavigated({ frame: { id: 'main', loaderId: `l${i}`, url: 'https://site.example/' }, type: 'Navigation' });
    }
    for (let i = 0; i < count; i += 1) documents.onNavigatedWithinDocument({ frameId: 'main', url: `https://site.example/#${i}` });
    expect(documents.current?.inPageLeftOut).toBe(leftOut);
    expect(documents.pathLeftOut).toBe(leftOut);
  });

  it('are bounded over all documents of the tab as well', () => {
    const documents = new DocumentTracker('main', clock);
    for (let i = 0; i < 20; i += 1) {
      const url = `https://site.example/${'x'.repeat(250_000)}${i}`;
      documents.onFrameNavigated({ frame: { id: 'main', loaderId: `l${i}`, url }, type: 'Navigation' });
    }
    expect(documents.path.map(({ url }) => url.slice(-2))).toEqual(['15', '16', '17', '18']);
  });
});
