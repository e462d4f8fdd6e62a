import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectPath } from '../support/project.ts';
import { tempFolder } from '../support/temp-folder.ts';

interface Run {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly remarks: readonly string[];
}

/** Runs a small suite in a process of its own, as `npm test` does. */
function run(files: Readonly<Record<string, string>>): Run {
  const root = tempFolder();
  mkdirSync(join(root, 'test'));
  symlinkSync(realpathSync(projectPath('node_modules')), join(root, 'node_modules'), 'junction');
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  const head = "import { beforeEach, describe, expect, it } from 'vitest';\n";
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'test', `${name}.test.ts`), head + text);
  const script = `import { runVitest } from ${JSON.stringify(projectPath('scripts/test/run-vitest.ts'))};
    const counts = await runVitest(${JSON.stringify(root)}, []);
    process.stdout.write('\\nCOUNTS ' + JSON.stringify(counts) + '\\n');`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
  return JSON.parse(/^COUNTS (.*)$/m.exec(stdout)?.[1] ?? 'null') as Run;
}

describe('counting tests', () => {
  it('counts what passed', () => {
    expect(run({ good: "it('a', () => { expect(1).toBe(1); });\nit('b', () => { expect(1).toBe(1); });\n" })).toEqual({
      passed: 2,
      failed: 0,
      skipped: 0,
      remarks: [],
    });
  });

  it('counts what failed, a file that does not load and an error outside any test', () => {
    const counts = run({
      bad: "it('a', () => { expect(1).toBe(2); });\n",
      broken: "throw new Error('does not load');\n",
      loose:
        "it('a', () => { setTimeout(() => { throw new Error('loose'); }, 0); expect(1).toBe(1); });\nit('b', () => new Promise((r) => setTimeout(r, 50)));\n",
    });
    expect(counts).toMatchObject({ passed: 2, failed: 3, skipped: 0 });
    expect(counts.remarks).toEqual(['failed: test/broken.test.ts did not run to its end', 'failed: 1 errors outside any test']);
  });

  it('lists a skip with its reason and fails one without', () => {
    const counts = run({ skips: "it('a', (context) => { context.skip('no camera'); });\nit.skip('b', () => {});\nit('c', () => {});\n" });
    expect(counts).toMatchObject({ passed: 1, failed: 1, skipped: 2 });
    expect(counts.remarks).toEqual([
      'skipped: test/skips.test.ts: a: no camera',
      'failed: test/skips.test.ts: b is skipped without a reason',
    ]);
  });

  it('lists the skips of a suite that lacks what it needs, each with the reason', () => {
    const counts = run({ lacks: "beforeEach((context) => context.skip('no camera'));\nit('a', () => { throw new Error('ran'); });\n" });
    expect(counts).toEqual({ passed: 0, failed: 0, skipped: 1, remarks: ['skipped: test/lacks.test.ts: a: no camera'] });
  });

  it('names what needed a second try', () => {
    const counts = run({ again: "let tries = 0;\nit('a', { retry: 1 }, () => { tries += 1; expect(tries).toBe(2); });\n" });
    expect(counts).toMatchObject({ passed: 1, failed: 0, remarks: ['passed at the second try only: test/again.test.ts: a'] });
  });

  it('fails when there is nothing to run', () => {
    expect(run({})).toMatchObject({ passed: 0, failed: 1 });
  });
});
