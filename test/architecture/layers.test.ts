import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { LAYERS, PACKAGE_OWNERS } from '../../oxlint.config.ts';
import { findTool } from '../../scripts/setup/node-runtime.mjs';
import { PROJECT_ROOT, projectPath } from '../support/project.ts';

// A rule that does not fire protects nothing: every rule is shown to fire, and to let through what it allows.

const folder = mkdtempSync(join(tmpdir(), 'pugmark-lint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
symlinkSync(realpathSync(projectPath('node_modules')), join(folder, 'node_modules'), 'junction');
for (const file of ['oxlint.config.ts', 'tsconfig.json', 'package.json']) writeFileSync(join(folder, file), configFile(file));

function configFile(name: string): string {
  // The project's own configuration, seen from elsewhere.
  if (name === 'oxlint.config.ts') return `export { default } from ${JSON.stringify(pathToFileURL(projectPath(name)).href)};\n`;
  if (name === 'package.json') return '{ "type": "module" }\n';
  return `${JSON.stringify({ extends: projectPath(name), include: ['src'] })}\n`;
}

/** Lints `files` (path below the folder → text) and returns `rule(path)` for everything found. */
function lint(files: Readonly<Record<string, string>>): readonly string[] {
  rmSync(join(folder, 'src'), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const options = [findTool(PROJECT_ROOT, 'oxlint'), '--type-aware', '--no-ignore', '--format=json', 'src'];
  const { stdout } = spawnSync(process.execPath, options, { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { code: string; filename: string }[] };
  return diagnostics.map(({ code, filename }) => `${code} ${filename.replaceAll('\\', '/')}`);
}

describe('layers', () => {
  it('has a rule for every folder of src/ and no rule for a layer that nobody may name', () => {
    const folders = readdirSync(projectPath('src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).filter((name) => LAYERS[name] === undefined)).toEqual([]);
    for (const allowed of Object.values(LAYERS)) expect(allowed.filter((name) => LAYERS[name] === undefined)).toEqual([]);
  });

  const layers = Object.keys(LAYERS);
  it('fires for every import between layers that is not allowed, and for no other', () => {
    const files: Record<string, string> = {};
    const expected: string[] = [];
    for (const from of layers) {
      files[`src/${from}/thing.ts`] = `export const ${from} = 1;\n`;
      for (const to of layers) {
        if (from === to) continue;
        const path = `src/${from}/deeper/to-${to}.ts`;
        files[path] = `import { ${to} } from '../../${to}/thing.ts';\nexport const sum = ${to} + 1;\n`;
        if (LAYERS[from]?.includes(to) !== true) expected.push(`eslint(no-restricted-imports) ${path}`);
      }
    }
    expect(lint(files).toSorted()).toEqual(expected.toSorted());
    expect(expected.length).toBeGreaterThan(layers.length);
  });

  it('fires for every form of an import', () => {
    const found = lint({
      'src/storage/thing.ts': 'export interface Thing {\n  readonly a: number;\n}\n',
      'src/app/all.ts': "export * from '../storage/thing.ts';\n",
      'src/app/type.ts': "import type { Thing } from '../storage/thing.ts';\nexport type Other = Thing;\n",
      'src/app/late.ts': "export const load = (): Promise<unknown> => import('../storage/thing.ts');\n",
    });
    expect(found.toSorted()).toEqual(['all', 'late', 'type'].map((name) => `eslint(no-restricted-imports) src/app/${name}.ts`));
  });

  it('lets each package be named in its own layer only', () => {
    const files: Record<string, string> = {};
    const expected: string[] = [];
    for (const [name, owner] of Object.entries(PACKAGE_OWNERS)) {
      for (const layer of layers) {
        const path = `src/${layer}/use-${name.replaceAll(/\W+/g, '-')}.ts`;
        files[path] = `export * from '${name}';\n`;
        if (layer !== owner) expected.push(`eslint(no-restricted-imports) ${path}`);
      }
    }
    expect(lint(files).toSorted()).toEqual(expected.toSorted());
    expect(expected.length).toBeGreaterThan(layers.length);
  });

  it('keeps node modules out of core, also under their short names', () => {
    const found = lint({
      'src/core/long.ts': "export { readFile } from 'node:fs/promises';\n",
      'src/core/short.ts': "export { readFile } from 'fs/promises';\n",
      'src/storage/long.ts': "export { readFile } from 'node:fs/promises';\n",
    });
    expect(found.toSorted()).toEqual(['eslint(no-restricted-imports) src/core/long.ts', 'unicorn(prefer-node-protocol) src/core/short.ts']);
  });
});

describe('rules of the code', () => {
  it('fire', () => {
    const bad = [
      ['import(no-default-export)', 'export default 1;\n'],
      ['typescript(no-explicit-any)', 'export const a = (b: any): unknown => b;\n'],
      ['typescript(no-non-null-assertion)', 'export const a = (b?: string): number => b!.length;\n'],
      ['typescript(no-floating-promises)', 'const a = async (): Promise<void> => {};\nexport function b(): void {\n  a();\n}\n'],
      [
        'typescript(switch-exhaustiveness-check)',
        "export function a(b: 'x' | 'y'): void {\n  switch (b) {\n    case 'x':\n      break;\n  }\n}\n",
      ],
      ['typescript(consistent-type-imports)', "import { Buffer } from 'node:buffer';\nexport type A = Buffer;\n"],
      ['eslint(no-empty)', 'export function a(b: () => void): void {\n  try {\n    b();\n  } catch {}\n}\n'],
      ['eslint(no-console)', "export function a(): void {\n  console.log('a');\n}\n"],
    ] as const;
    const found = lint(Object.fromEntries(bad.map(([, text], i) => [`src/app/bad-${i}.ts`, text])));
    expect(found.toSorted()).toEqual(bad.map(([rule], i) => `${rule} src/app/bad-${i}.ts`).toSorted());
  });

  it('import(no-cycle) fires', () => {
    const found = lint({
      'src/app/one.ts': "import { two } from './two.ts';\nexport const one = (): number => two() + 1;\n",
      'src/app/two.ts': "import { one } from './one.ts';\nexport const two = (): number => one() + 1;\n",
    });
    expect(found.toSorted()).toEqual(['import(no-cycle) src/app/one.ts', 'import(no-cycle) src/app/two.ts']);
  });

  it('finds nothing in code that keeps them', () => {
    expect(lint({ 'src/app/good.ts': 'export const good = (a: string): number => a.length;\n' })).toEqual([]);
  });
});
