import { describe, expect, it } from 'vitest';
import { countItems, countLines, droppedText } from '../../src/renderer/features/batch/batch-counts.ts';
import { milestonesOf, sortJobs, stagesOf } from '../../src/renderer/features/captures/progress.ts';
import { NO_FILTERS, isFiltered, toWanted } from '../../src/renderer/features/gallery/filters.ts';
import { columnsFor, movedPlace, pagesOf } from '../../src/renderer/features/gallery/row-pages.ts';
import type { CaptureJob } from '../../src/rpc/contract/captures.ts';
import { searchSchema } from '../../src/rpc/contract/cases.ts';

const TIME = '2026-11-22T00:00:00.000Z';
const job = (more: Partial<CaptureJob> = {}): CaptureJob => ({
  job: 'j',
  case: 'K',
  url: 'https://a.example/',
  startedAt: TIME,
  time: 'none',
  state: 'running',
  stage: 'as-seen',
  steps: [],
  exchanges: 0,
  bytes: 0,
  ...more,
});

describe('the three words of a capture', () => {
  it('are reached one after the other', () => {
    expect(milestonesOf(job())).toEqual({ seen: 'under-way', sealed: 'waiting', confirmed: 'waiting' });
    expect(milestonesOf(job({ seenAt: TIME }))).toEqual({ seen: 'reached', sealed: 'under-way', confirmed: 'waiting' });
    const sealed = job({ seenAt: TIME, sealedAt: TIME, state: 'sealed', time: 'pending' });
    expect(milestonesOf(sealed)).toEqual({ seen: 'reached', sealed: 'reached', confirmed: 'waiting' });
    expect(milestonesOf({ ...sealed, time: 'confirmed' }).confirmed).toBe('reached');
  });

  it('are not claimed of a capture that failed', () => {
    expect(milestonesOf(job({ state: 'failed' }))).toEqual({ seen: 'missed', sealed: 'missed', confirmed: 'missed' });
    expect(milestonesOf(job({ state: 'cancelled', seenAt: TIME }))).toEqual({ seen: 'reached', sealed: 'missed', confirmed: 'missed' });
  });
});

describe('the stages of a capture', () => {
  it('fill in, and the one under way is one', () => {
    const steps = [{ stage: 'as-seen' as const, name: 'picture', atMs: 4 }];
    const states = stagesOf(job({ stage: 'opened-up', steps })).map(({ stage, state }) => [stage, state]);
    expect(states).toEqual([
      ['as-seen', 'done'],
      ['opened-up', 'now'],
      ['print', 'ahead'],
      ['close', 'ahead'],
      ['seal', 'ahead'],
    ]);
  });

  it('that were never begun when it ended were left out', () => {
    const ended = stagesOf(job({ state: 'partial', stage: 'seal', steps: [{ stage: 'as-seen', name: 'picture', atMs: 4 }] }));
    expect(ended.find(({ stage }) => stage === 'print')?.state).toBe('left-out');
    expect(ended.some(({ state }) => state === 'now')).toBe(false);
  });

  it('sort captures under way before those that ended', () => {
    const sorted = sortJobs([job({ job: 'old', state: 'sealed', startedAt: '2026-11-22T00:00:01.000Z' }), job({ job: 'now' })]);
    expect(sorted.map((one) => one.job)).toEqual(['now', 'old']);
  });
});

describe('rows by pages', () => {
  it('are read where they are looked at, with a page on each side', () => {
    expect(pagesOf(0, 30, 100_000)).toEqual([0, 1]);
    expect(pagesOf(50_050, 50_090, 100_000)).toEqual([499, 500, 501]);
    expect(pagesOf(99_990, 99_999, 100_000)).toEqual([998, 999]);
    expect(pagesOf(0, 0, 0)).toEqual([0]);
  });

  it('are moved through by keys in two directions, and end at the ends', () => {
    const grid = { columns: 4, rowsInView: 3, total: 10 };
    expect(movedPlace('ArrowDown', 1, grid)).toBe(5);
    expect(movedPlace('ArrowRight', 9, grid)).toBe(9);
    expect(movedPlace('PageUp', 9, grid)).toBe(0);
    expect(movedPlace('End', 0, grid)).toBe(9);
    expect(movedPlace('ArrowDown', -1, grid)).toBe(0);
    expect(movedPlace('x', 1, grid)).toBeUndefined();
    expect(movedPlace('toString', 1, grid)).toBeUndefined();
    expect(movedPlace('ArrowRight', 1, { ...grid, columns: 1 })).toBeUndefined();
    expect(columnsFor(100, 208, 12)).toBe(1);
    expect(columnsFor(868, 208, 12)).toBe(4);
  });

  it('are asked for as the contract takes it', () => {
    expect(isFiltered(NO_FILTERS)).toBe(false);
    const wanted = toWanted(
      {
        ...NO_FILTERS,
        text: '  tortoise ',
        hosts: ['a.example'],
        sellers: ['jan'],
        species: ['Psittacus erithacus'],
        fromDay: '2026-11-01',
        toDay: '2026-13-99',
      },
      'K 1',
    );
    expect(wanted).toEqual({
      text: 'tortoise',
      cases: ['K 1'],
      hosts: ['a.example'],
      sellers: ['jan'],
      species: ['Psittacus erithacus'],
      states: [],
      sort: 'relevance',
      fromDay: '2026-11-01',
    });
    expect(toWanted(NO_FILTERS, undefined).sort).toBe('newest');
    expect(() => searchSchema.parse(wanted)).not.toThrow();
  });
});

describe('a batch', () => {
  it('is counted by state', () => {
    const item = { id: 'a', case: 'K', url: 'x', from: 'f', tries: 0 };
    expect(
      countItems([
        { ...item, state: 'done' },
        { ...item, state: 'done' },
        { ...item, state: 'failed' },
      ]),
    ).toMatchObject({ done: 2, failed: 1, waiting: 0 });
  });

  it('takes what is dropped as addresses, without the comments of a list', () => {
    const types: Readonly<Record<string, string>> = {
      'text/uri-list': '# list\r\nhttps://a.example/\r\nhttps://b.example/',
      'text/plain': 'other',
    };
    expect(droppedText((type) => types[type] ?? '')).toBe('https://a.example/\nhttps://b.example/');
    expect(droppedText((type) => (type === 'text/plain' ? 'plain' : ''))).toBe('plain');
    expect(countLines('a\n\n b \n')).toBe(2);
  });
});
