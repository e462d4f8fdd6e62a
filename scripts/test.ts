import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ensureBrowser } from './setup/browser.ts';
import { runChild } from './setup/child.mjs';
import { canInstallDebianPackages, installDebianPackages } from './setup/debian.mjs';
import { findTool } from './setup/node-runtime.mjs';
import { SetupError } from './setup/say.mjs';
import { runVitest, type Counts } from './test/run-vitest.ts';

// Everything that has to hold before a change lands: format, lint, types, dead code, tests.
// The last line is always the counts; every static check counts as one. Words given after the command are parts of
// paths: only tests that match are run, and no static check.

const root = dirname(import.meta.dirname);

/** Programs that tests run as independent judges of what we write. */
const JUDGES: readonly { readonly program: string; readonly debianPackage: string }[] = [
  { program: 'openssl', debianPackage: 'openssl' },
  { program: 'python3', debianPackage: 'python3' },
  { program: 'pdftotext', debianPackage: 'poppler-utils' },
  { program: 'qpdf', debianPackage: 'qpdf' },
  { program: 'unzip', debianPackage: 'unzip' },
  { program: 'docx2txt', debianPackage: 'docx2txt' },
  { program: 'xmllint', debianPackage: 'libxml2-utils' },
  { program: 'zsh', debianPackage: 'zsh' },
  { program: 'softhsm2-util', debianPackage: 'softhsm2' },
  { program: 'pkcs11-tool', debianPackage: 'opensc' },
  { program: 'zbarimg', debianPackage: 'zbar-tools' },
  { program: 'shasum', debianPackage: 'perl' },
  { program: 'age', debianPackage: 'age' },
  { program: 'firefox-esr', debianPackage: 'firefox-esr' },
];

const STATIC_CHECKS: readonly { readonly name: string; readonly tool: string; readonly options: readonly string[] }[] = [
  { name: 'Format', tool: 'oxfmt', options: ['--check', '.'] },
  { name: 'Lint and layers', tool: 'oxlint', options: ['--type-aware', '--deny-warnings', '.'] },
  { name: 'Types', tool: 'tsc', options: ['-p', '.'] },
  { name: 'Dead code', tool: 'knip', options: ['--no-progress'] },
];

async function main(filters: readonly string[]): Promise<number> {
  const results: Counts[] = [];
  try {
    await section('Set-up', prepareMachine);
    for (const check of filters.length === 0 ? STATIC_CHECKS : []) {
      results.push(await section(check.name, () => runStaticCheck(check.tool, check.options)));
    }
    results.push(await section('Tests', () => runVitest(root, filters)));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    results.push({ passed: 0, failed: 1, skipped: 0, remarks: [`failed: ${error.message}`] });
  }
  for (const remark of results.flatMap((result) => result.remarks)) process.stdout.write(`${remark}\n`);
  const sum = (key: 'passed' | 'failed' | 'skipped'): number => results.reduce((total, result) => total + result[key], 0);
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
  return sum('failed') === 0 ? 0 : 1;
}

async function section<T>(name: string, act: () => Promise<T>): Promise<T> {
  process.stdout.write(`== ${name}\n`);
  const startedMs = performance.now();
  const result = await act();
  process.stdout.write(`== ${name}: ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n\n`);
  return result;
}

/** Packages are there already (scripts/run.mjs); what is left is a browser and the judges. */
async function prepareMachine(): Promise<void> {
  process.env['PUGMARK_BROWSER'] = await ensureBrowser(root);
  const missing = JUDGES.filter(({ program }) => !isOnPath(program)).map(({ debianPackage }) => debianPackage);
  if (missing.length > 0 && canInstallDebianPackages()) await installDebianPackages(missing);
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

async function runStaticCheck(tool: string, options: readonly string[]): Promise<Counts> {
  const exitCode = await runChild(process.execPath, [findTool(root, tool), ...options], { cwd: root });
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0, remarks: [] } : { passed: 0, failed: 1, skipped: 0, remarks: [] };
}

process.exitCode = await main(process.argv.slice(2));
