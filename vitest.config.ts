import { defineConfig } from 'vitest/config';

// Real browsers and databases run in these tests; two cores are the machine this suite is planned for.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
