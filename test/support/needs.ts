import { spawnSync } from 'node:child_process';
import { beforeEach } from 'vitest';

/**
 * What of these programs this machine lacks, in words; undefined when all are here. In CI nothing may skip: there it throws.
 * `npm test` installs them where that needs no questions (scripts/test.ts).
 */
export function findMissingPrograms(...programs: readonly string[]): string | undefined {
  const missing = programs.filter((program) => spawnSync(program, ['--version']).error !== undefined);
  return missing.length === 0 ? undefined : refuseInCi(`not installed on this machine: ${missing.join(', ')}`);
}

/** The reason why something is skipped, as it stands; in CI nothing may skip: there it throws. */
export function refuseInCi(reason: string): string {
  if (process.env['CI'] === 'true') throw new Error(`${reason}, and CI must not skip`);
  return reason;
}

/**
 * Skips every test of the suite in which it is called, and says why: `skipIf` gives no reason, and a skip without one fails the run.
 * Does nothing when nothing is missing.
 */
export function skipAllWithout(missing: string | undefined): void {
  if (missing !== undefined) beforeEach((context) => context.skip(missing));
}
