import { relative } from 'node:path';
import { startVitest, type TestModule, type TestRunEndReason } from 'vitest/node';

/** What one check or one suite of tests came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Lines for the end of the output: every skip with its reason, every test that needed a second try, and failures that no test stands for. */
  readonly remarks: readonly string[];
}

/** Runs the tests of `root` whose path contains one of `filters` (none: all) with live output on the terminal. */
export async function runVitest(root: string, filters: readonly string[]): Promise<Counts> {
  let counts: Counts | undefined;
  const reporter = {
    onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
      counts = countTests(root, modules, errors.length, reason);
    },
  };
  const vitest = await startVitest('test', [...filters], { root, run: true, watch: false, reporters: ['default', reporter] });
  await vitest.close();
  process.exitCode = undefined;
  return counts ?? { passed: 0, failed: 1, skipped: 0, remarks: ['failed: the tests did not run'] };
}

/**
 * Counts tests; fails for what no test can say: a file that does not load, an error outside any test, nothing to run,
 * a skip that gives no reason.
 */
export function countTests(root: string, modules: readonly TestModule[], unhandledErrors: number, reason: TestRunEndReason): Counts {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const remarks: string[] = [];
  const fail = (remark: string): void => {
    failed += 1;
    remarks.push(`failed: ${remark}`);
  };

  for (const module of modules) {
    const file = relative(root, module.moduleId);
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') {
        passed += 1;
        if (test.diagnostic()?.flaky === true) remarks.push(`passed at the second try only: ${file}: ${test.fullName}`);
      } else if (result.state === 'skipped') {
        skipped += 1;
        if (result.note === undefined) fail(`${file}: ${test.fullName} is skipped without a reason`);
        else remarks.push(`skipped: ${file}: ${test.fullName}: ${result.note}`);
      } else {
        failed += 1;
        failedHere += 1;
      }
    }
    if (module.state() === 'failed' && failedHere === 0) fail(`${file} did not run to its end`);
  }
  if (unhandledErrors > 0) fail(`${unhandledErrors} errors outside any test`);
  if (reason === 'interrupted') fail('the run was interrupted');
  if (passed + failed + skipped === 0) fail('no test was found');
  return { passed, failed, skipped, remarks };
}
