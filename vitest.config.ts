import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongFirst } from './scripts/test/long-first.ts';

const CACHE = join(import.meta.dirname, 'node_modules', '.cache');

// Real browsers and databases run in these tests; two cores are the machine this suite is planned for.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build-pages.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One more than there are cores: a third of the time of a test with a browser is waiting.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // Real browsers on a busy machine: one more try. What needed it is named at the end of the run (scripts/test/run-vitest.ts).
    retry: 1,
    env: {
      // What the tool itself sends stays on this machine, in every process that a test starts.
      PUGMARK_OUTBOUND: 'loopback',
      PUGMARK_PRACTICE_PICTURES: findPicturesFolder(),
      // For the processes that tests start: sources compiled once, as the command line does it for itself.
      NODE_COMPILE_CACHE: join(CACHE, 'pugmark-compile'),
    },
  },
});

/** Pictures of the practice market are drawn once for all tests, and again when what draws them has changed. */
function findPicturesFolder(): string {
  const sources = join(import.meta.dirname, 'src', 'practice', 'pictures');
  const hash = createHash('sha256');
  for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' }).toSorted())
    if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(sources, name)));
  return join(CACHE, 'pugmark-pictures', hash.digest('hex').slice(0, 16));
}
