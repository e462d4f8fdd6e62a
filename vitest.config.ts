import { defineConfig } from 'vitest/config';
import { LongFirst } from './scripts/test/long-first.ts';

// Real browsers and databases run in these tests; two cores are the machine this suite is planned for.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One more than there are cores: a third of the time of a test with a browser is waiting.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // Real browsers on a busy machine: one more try. What needed it is named at the end of the run (scripts/test/run-vitest.ts).
    retry: 1,
  },
});
