import { describe, expect, it } from 'vitest';
import { parseExhibitList, selectExhibits } from '../../src/app/export-selection.ts';
import type { ExhibitSummary } from '../../src/core/model/case.ts';

function summary(number: number, sealed = true): ExhibitSummary {
  return {
    exhibit: `E-000${number}`,
    attempt: 'a',
    kind: 'capture',
    state: sealed ? 'sealed' : 'cancelled',
    requestedUrl: 'https://a.example/',
    startedAt: '2026-03-02T08:00:00.000Z',
    ...(sealed ? { digest: `sha256:${'0'.repeat(64)}` as const } : {}),
  };
}

describe('a list of exhibits', () => {
  it.each([
    ['E-0001', [1]],
    ['E-0001,E-0003-E-0005', [1, 3, 4, 5]],
    ['3-5, 1,4', [1, 3, 4, 5]],
    ['e-7 - e-8', [7, 8]],
    ['E0012', [12]],
  ])('%s', (text, numbers) => {
    expect(parseExhibitList(text)).toEqual(numbers);
  });

  it.each(['', 'all', '1,,2', '5-3', 'E-0000', '1-2-3', '1-999999999', '-1', '1.5'])('is not %j', (text) => {
    expect(() => parseExhibitList(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('a selection', () => {
  const all = [summary(1), summary(2, false), summary(3)];

  it('is the whole case without numbers, and when every number is named', () => {
    for (const numbers of [undefined, [1, 2, 3]]) {
      const { exhibits, selected } = selectExhibits(all, numbers, 'C');
      expect([exhibits.map(({ exhibit }) => exhibit), selected]).toEqual([['E-0001', 'E-0003'], undefined]);
    }
  });

  it('shows the entries of an attempt of which nothing was kept', () => {
    const { exhibits, selected } = selectExhibits(all, [2, 3], 'C');
    expect([exhibits.map(({ exhibit }) => exhibit), [...(selected ?? [])]]).toEqual([['E-0003'], ['E-0002', 'E-0003']]);
  });

  it('refuses what is not there, and nothing at all', () => {
    expect(() => selectExhibits(all, [4], 'C')).toThrow(expect.objectContaining({ code: 'exhibit-unknown' }));
    expect(() => selectExhibits(all, [2], 'C')).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => selectExhibits([], undefined, 'C')).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
