import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { Pugmark } from '../support/pugmark.ts';
import type { TruthServer } from '../support/truth-server.ts';

// The commit protocol's own kills, at every named step and at random moments, are in test/storage/kill.
const KILLS = 20;

let pugmark: Pugmark;
let server: TruthServer;

beforeAll(async () => {
  ({ pugmark, server } = await Pugmark.withHostilePages());
});

describe('kill -9 of the command line', () => {
  it(`at ${KILLS} moments of a capture leaves a vault in which everything adds up and every attempt is accounted for`, async () => {
    const capture = ['capture', '--case', 'C-1', '--no-pdf', server.url('/ordinary')];
    const startedMs = performance.now();
    expect((await pugmark.runApart(capture)).code).toBe(0);
    const wholeMs = performance.now() - startedMs;
    expect(await pugmark.listStates()).toEqual(['sealed']);

    for (let i = 0; i < KILLS; i += 1) {
      const running = pugmark.start(capture);
      // One in each part of the time that a whole capture takes; where in it is left to chance.
      await Promise.race([sleep((wholeMs * (i + Math.random())) / KILLS), running.ended]);
      running.child.kill('SIGKILL');
      await running.ended;
    }
    // The next start for writing accounts for what was cut short.
    expect((await pugmark.run(['case', 'new', 'AFTER', '--title', 'x'])).code).toBe(0);
    const states = await pugmark.listStates();
    expect(states.filter((state) => !['sealed', 'cancelled', 'interrupted'].includes(state))).toEqual([]);
    expect(states.length).toBeGreaterThan(1);
    expect(states.length).toBeLessThanOrEqual(1 + KILLS);
    expect(states).toContain('interrupted');
    expect(readdirSync(join(pugmark.vault, 'incoming'))).toEqual([]);
    expect(await pugmark.check()).toEqual({ code: 0, findings: [] });
  }, 600_000);
});
