import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { startVitest, type TestModule } from 'vitest/node';
import { ensureBrowser } from './setup/browser.ts';

// The long tier: hostile pages through the real command line. What it found is written to docs/validation.md.

const root = dirname(import.meta.dirname);

interface Row {
  readonly suite: string;
  readonly name: string;
  readonly outcome: string;
  /** What the test noted of the thing itself, e.g. how a capture ended. */
  readonly noted: string;
}

/** Tests of every change that have more to do here. */
const LONGER_HERE = [
  'app/export/disclosure',
  'app/export/export-kill',
  'archive/saved-pages',
  'capture/address-changes',
  'capture/browser/containment',
  'capture/browser/loss',
  'capture/browser/open-address',
  'capture/capture-page',
  'capture/pictures/*',
  'capture/recorder/completeness',
  'capture/steps/cut-markup',
  'cli/disclosure',
  'cli/supplement',
  'core/custody/verify-log',
  'core/package/read-zip',
  'core/package/tamper/every-file',
  'core/package/tamper/catalogue',
  'core/personal-data/hidden-values',
  'e2e/newcomer',
  'interop/golden-packages',
  'interop/profile-packages',
  'imaging/burn-in',
  'interop/report-pdf',
  'packaging/zip-writer',
  'renderer/evidence-screens',
  'reporting/graph/graph-maker',
  'storage/kill/kill',
].map((name) => `test/**/${name}.test.ts`);

process.env['PUGMARK_TEST_TIER'] = 'full';
process.env['PUGMARK_BROWSER'] = await ensureBrowser(root);
let rows: readonly Row[] = [];
const reporter = {
  onTestRunEnd(modules: readonly TestModule[]): void {
    rows = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => ({
        suite: test.parent.type === 'suite' ? test.parent.name : module.relativeModuleId,
        name: test.name,
        outcome: test.result().state,
        noted: test
          .annotations()
          .map(({ message }) => message)
          .join('; '),
      })),
    );
  },
};
const vitest = await startVitest('test', process.argv.slice(2), {
  root,
  run: true,
  watch: false,
  include: ['test/**/*.full.ts', ...LONGER_HERE],
  maxWorkers: 1,
  reporters: ['default', reporter],
});
await vitest.close();
const failed = rows.filter(({ outcome }) => outcome === 'failed').length;
const skipped = rows.filter(({ outcome }) => outcome === 'skipped').length;
if (process.argv.length === 2) await writeFile(join(root, 'docs', 'validation.md'), describe(rows));
process.stdout.write(`${rows.length - failed - skipped} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed === 0 && rows.length > 0 ? 0 : 1;

function describe(all: readonly Row[]): string {
  const lines = all.map(({ suite, name, outcome, noted }) => `| ${suite} | ${name} | ${outcome} | ${noted} |`);
  return [
    '# Validation',
    '',
    'Result of the last `npm run test:full`: what is too long for every change. The ordinary tests (`npm test`) are not repeated here.',
    '',
    `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${process.platform}, ${cpus().length} cores.`,
    '',
    '| what | case | outcome | how it ended |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}
