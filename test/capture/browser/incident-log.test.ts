import { describe, expect, it } from 'vitest';
import { IncidentLog, quotable } from '../../../src/capture/browser/incident-log.ts';

function ticking() {
  let seconds = 0;
  return { now: () => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds++).toISOString(), monotonicMs: () => 0 };
}

describe('IncidentLog', () => {
  it('keeps the first ones of a kind and counts the rest', () => {
    const log = new IncidentLog(ticking(), { dialogs: 2, popups: 1, downloads: 1 });
    for (let i = 0; i < 1_000; i += 1) log.add('dialog', `alert: ${i}`);
    log.add('popup', 'http://a.test/');
    expect(log.list()).toEqual([
      { code: 'dialog', detail: 'alert: 0', time: '2026-01-01T00:00:00.000Z' },
      { code: 'dialog', detail: 'alert: 1', time: '2026-01-01T00:00:01.000Z' },
      { code: 'popup', detail: 'http://a.test/', time: '2026-01-01T00:16:40.000Z' },
      { code: 'incident-limit', detail: 'dialog: 998 more than the 2 listed', time: '2026-01-01T00:00:02.000Z' },
    ]);
  });

  it('keeps none of a kind whose limit is nought, and still says that it happened', () => {
    const log = new IncidentLog(ticking(), { dialogs: 0, popups: 0, downloads: 0 });
    log.add('popup', 'x');
    expect(log.list().map(({ code }) => code)).toEqual(['incident-limit']);
  });
});

describe('quotable', () => {
  it('makes one short line that turns nothing round', () => {
    expect(quotable('a\nb\u202ec\u0000d\u2028e\u{1b}[31m')).toBe('a b c d e [31m');
    expect(quotable('é'.repeat(1_000))).toHaveLength(303);
    // Cut in the middle of a pair.
    expect(quotable(`${'x'.repeat(299)}\u{1f418}`).isWellFormed()).toBe(true);
  });
});
