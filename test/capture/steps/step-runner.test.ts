import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { PugmarkError } from '../../../src/core/errors.ts';
import { StepRunner, type StepRunnerOptions, type StepSpec } from '../../../src/capture/steps/step-runner.ts';
import { systemClock } from '../../../src/platform/system-clock.ts';

const NEVER = new AbortController().signal;
const hang = (): Promise<never> => new Promise(() => undefined);

function startRunner(options: Partial<StepRunnerOptions> = {}): StepRunner {
  return new StepRunner({
    clock: systemClock,
    totalMs: 60_000,
    reserveMs: 0,
    spentMs: 0,
    lost: NEVER,
    cancelled: NEVER,
    keep: NEVER,
    probe: () => Promise.resolve(),
    documentGone: () => undefined,
    onStep: () => undefined,
    ...options,
  });
}
const step: StepSpec = { stage: 'opened-up', name: 'a step', budgetMs: 40 };
const outcomes = (runner: StepRunner): readonly string[] => runner.steps.map(({ outcome }) => outcome);
const codes = (runner: StepRunner): readonly string[] => runner.reasons.map(({ code }) => code);

describe('a step', () => {
  test('that is done gives its value and no reason', async () => {
    const runner = startRunner();
    expect(await runner.run(step, (scope) => (scope.note('one'), scope.note('two'), Promise.resolve(7)))).toBe(7);
    expect(runner.steps).toMatchObject([{ stage: 'opened-up', name: 'a step', outcome: 'done', detail: 'one; two' }]);
    expect(runner.reasons).toEqual([]);
  });

  test('that fails is told, and the next one is done', async () => {
    const runner = startRunner();
    expect(await runner.run(step, () => Promise.reject(new Error('no\nstack')))).toBeUndefined();
    expect(await runner.run(step, () => Promise.resolve(1))).toBe(1);
    expect(outcomes(runner)).toEqual(['failed', 'done']);
    expect(runner.reasons).toEqual([{ code: 'step-failed', detail: 'a step: no' }]);
  });

  test('that hangs is given up after its budget', async () => {
    const runner = startRunner();
    expect(await runner.run(step, hang)).toBeUndefined();
    expect(runner.reasons).toEqual([{ code: 'step-failed', detail: 'a step: no answer within 40 ms' }]);
  });

  test('that does a part says so and keeps its value', async () => {
    const runner = startRunner();
    const value = await runner.run({ ...step, graceMs: 2_000 }, async (scope) => {
      while (!scope.signal.aborted) await sleep(5);
      scope.limitByStop('half of it');
      return 'half';
    });
    expect(value).toBe('half');
    expect(outcomes(runner)).toEqual(['limited']);
    expect(runner.reasons).toEqual([{ code: 'time-limit', detail: 'a step: half of it' }]);
  });

  test('of a full disk is thrown', async () => {
    const runner = startRunner();
    await expect(runner.run(step, () => Promise.reject(new PugmarkError('disk-full', 'full')))).rejects.toEqual(
      expect.objectContaining({ code: 'disk-full' }),
    );
  });
});

describe('a page that has hung', () => {
  test('is asked before the next step of ours, and left alone while it does not answer', async () => {
    let isAlive = false;
    const runner = startRunner({ probe: () => (isAlive ? Promise.resolve() : hang()) });
    await runner.run(step, hang);
    await runner.run(step, () => Promise.resolve());
    expect(outcomes(runner)).toEqual(['failed', 'skipped']);
    // What the person saw is tried all the same, and what needs no answer of the page as well.
    await runner.run({ ...step, stage: 'as-seen' }, () => Promise.resolve());
    expect(outcomes(runner).at(-1)).toBe('done');
    isAlive = true;
    await runner.run(step, () => Promise.resolve());
    expect(outcomes(runner).at(-1)).toBe('done');
    expect(codes(runner)).toEqual(['step-failed']);
  });

  test('does not keep steps that ask the browser or nobody', async () => {
    const runner = startRunner({ probe: hang });
    await runner.run(step, hang);
    await runner.run({ ...step, needs: 'browser' }, () => Promise.resolve());
    await runner.run({ ...step, needs: 'nobody' }, () => Promise.resolve());
    expect(outcomes(runner)).toEqual(['failed', 'done', 'done']);
  });
});

describe('the end of everything', () => {
  test('a lost tab ends the step under way and leaves out the others but local work', async () => {
    const lost = new AbortController();
    const runner = startRunner({ lost: lost.signal });
    setTimeout(() => lost.abort(new PugmarkError('renderer-crashed', 'The page crashed')), 5);
    await runner.run({ ...step, budgetMs: 5_000 }, hang);
    await runner.run(step, () => Promise.resolve());
    await runner.run({ ...step, needs: 'nobody' }, () => Promise.resolve());
    expect(outcomes(runner)).toEqual(['failed', 'skipped', 'done']);
    expect(new Set(codes(runner))).toEqual(new Set(['renderer-crashed']));
  });

  test('cancelling throws from the step under way and from every other', async () => {
    const cancelled = new AbortController();
    const runner = startRunner({ cancelled: cancelled.signal });
    setTimeout(() => cancelled.abort(), 5);
    const isCancelled = expect.objectContaining({ code: 'cancelled' });
    await expect(runner.run({ ...step, budgetMs: 5_000 }, hang)).rejects.toEqual(isCancelled);
    await expect(runner.run(step, () => Promise.resolve())).rejects.toEqual(isCancelled);
  });

  test("'stop and keep' ends our doings at once, lets the look at the page end, and does not touch the close", async () => {
    const keep = new AbortController();
    const runner = startRunner({ keep: keep.signal });
    setTimeout(() => keep.abort(), 5);
    await runner.run({ ...step, budgetMs: 5_000 }, hang);
    await runner.run(step, () => Promise.resolve());
    await runner.run({ ...step, stage: 'as-seen' }, () => Promise.resolve());
    await runner.run({ ...step, stage: 'close' }, () => Promise.resolve());
    expect(outcomes(runner)).toEqual(['limited', 'skipped', 'done', 'done']);
    expect(new Set(codes(runner))).toEqual(new Set(['stopped-by-operator']));
  });

  test('the time of the whole capture ends steps, but leaves the close its reserve', async () => {
    // A clock that is behind the timers: what it still has left is none once a step was ended for it.
    const clock = { now: () => systemClock.now(), monotonicMs: () => 0 };
    const runner = startRunner({ clock, totalMs: 5_000, reserveMs: 4_000, spentMs: 980 });
    await runner.run({ ...step, budgetMs: 3_000 }, hang);
    await runner.run(step, () => Promise.resolve());
    await runner.run({ ...step, stage: 'close', needs: 'browser' }, () => Promise.resolve());
    expect(outcomes(runner)).toEqual(['limited', 'skipped', 'done']);
    expect(new Set(codes(runner))).toEqual(new Set(['time-limit']));
  });

  test('a document that the tab has left is not looked at any more, and told once', async () => {
    const state: { gone?: string } = {};
    const runner = startRunner({ documentGone: () => state.gone });
    await runner.run({ ...step, sameDocument: true }, () => Promise.resolve());
    state.gone = 'the tab left';
    await runner.run({ ...step, sameDocument: true }, () => Promise.resolve());
    await runner.run({ ...step, sameDocument: true }, () => Promise.resolve());
    await runner.run(step, () => Promise.resolve());
    expect(outcomes(runner)).toEqual(['done', 'skipped', 'skipped', 'done']);
    expect(runner.reasons).toEqual([{ code: 'document-incomplete', detail: 'the tab left' }]);
  });
});
