import { defineConfig } from 'vitest/config';

// Real browsers and databases run in these tests; two cores are the machine this suite is planned for.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // What the tool itself sends stays on this machine, in every process that a test starts.
    env: { PUGMARK_OUTBOUND: 'loopback' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Real browsers on a busy machine: one more try. What needed it is named at the end of the run (scripts/test/run-vitest.ts).
    retry: 1,
  },
});
