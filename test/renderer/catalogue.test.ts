import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { AXES, PACKAGE_FINDING_CODES, PACKAGE_NOTE_CODES } from '../../src/core/package/verdict.ts';
import { EXPORT_WARNINGS } from '../../src/core/package/export-warnings.ts';
import { PACKAGE_PARTS, PART_REASONS, PROFILES } from '../../src/core/package/profiles.ts';
import { STATEMENT_RULES } from '../../src/core/statements/rules.ts';
import { stepCode } from '../../src/renderer/features/captures/progress.ts';
import { LICENCES } from '../../src/renderer/features/settings/licences.ts';
import { listProjectFiles, projectPath } from '../support/project.ts';

// That the three catalogues have the same keys, placeholders and plural forms, test/reporting/texts.test.ts says of all keys.

const sources = listProjectFiles().filter((path) => path.startsWith('src/renderer/') && /\.tsx?$/.test(path));
/** Whoever else speaks to people by these catalogues: the page of the workstation that comes before the window. */
const speakers = [...sources, ...listProjectFiles().filter((path) => /^src\/(workstation|main)\/.*\.ts$/.test(path))];
const text = speakers.map((path) => readFileSync(projectPath(path), 'utf8')).join('\n');
const keys = [...new Set(Object.keys(en).map((key) => key.replace(/_(one|other)$/, '')))];
const appKeys = keys.filter((key) => key.startsWith('app.'));

describe('the catalogue of the window', () => {
  it('holds no key that nothing says', () => {
    const said = new Set([...text.matchAll(/'((?:app|report)\.[\w.-]+)'/g)].map(([, key = '']) => key));
    const patterns = [
      ...[...text.matchAll(/`(app\.[^`]*\$\{[^`]*)`/g)].map(([, pattern = '']) => pattern.replaceAll(/\$\{[^}]*\}/g, '*')),
      ...[...text.matchAll(/sayCode\('(app\.[\w.]+)'/g)].map(([, prefix = '']) => `${prefix}.*`),
      ...[...text.matchAll(/sayCode\(`(app\.[^`]+)`/g)].map(([, prefix = '']) => `${prefix.replaceAll(/\$\{[^}]*\}/g, '*')}.*`),
    ].map((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[\\w-]+')}$`));
    const isSaid = (key: string): boolean => said.has(key) || patterns.some((pattern) => pattern.test(key));
    expect(isSaid('app.nobody.saysThis')).toBe(false);
    expect(appKeys.filter((key) => !isSaid(key))).toEqual([]);
  });

  it('has words for every code of an error, and for no other', () => {
    const source = readFileSync(projectPath('src/core/errors.ts'), 'utf8');
    const codes = [...source.slice(0, source.indexOf('export class')).matchAll(/[|=] '([a-z-]+)'/g)].map(([, code = '']) => code);
    expect(codes).toContain('vault-corrupt');
    expect(codes).toContain('program-fault');
    const worded = appKeys.filter((key) => key.startsWith('app.error.')).map((key) => key.slice('app.error.'.length));
    expect(worded.toSorted()).toEqual([...new Set(codes)].toSorted());
  });

  it('has words for every step of a capture, and for no other', () => {
    const steps = listProjectFiles().filter((path) => /^src\/capture\/(steps\/[^/]*|capture-page)\.ts$/.test(path));
    const source = steps.map((path) => readFileSync(projectPath(path), 'utf8')).join('\n');
    // What names a step says too how long it may take, or whom it needs; names of files come with a role.
    const named = [...source.matchAll(/\bname: '([^']+)',\s+(?:budgetMs|needs|sameDocument)/g)].map(([, name = '']) => name);
    expect(named).toContain('picture of the view');
    const stitched = ['stitch screenshot-full', 'stitch screenshot-inner'];
    const worded = appKeys.filter((key) => key.startsWith('app.capture.step.')).map((key) => key.slice('app.capture.step.'.length));
    expect(worded.toSorted()).toEqual([...new Set([...named, ...stitched].map(stepCode))].toSorted());
  });

  it('has words for every state of every axis, every part of a package and every profile that is made', () => {
    const states: Readonly<Record<(typeof AXES)[number], readonly string[]>> = {
      integrity: ['pass', 'fail'],
      authorship: ['pass', 'fail', 'not-checked'],
      custody: ['pass', 'fail', 'not-checked'],
      time: ['pass', 'fail', 'pending', 'not-checked'],
      completeness: ['as-recorded', 'fail', 'not-checked'],
    };
    const wanted = [
      ...AXES.flatMap((axis) => states[axis].map((state) => `app.verdict.words.${axis}.${state}`)),
      ...[...Object.values(PACKAGE_FINDING_CODES).flat(), ...PACKAGE_NOTE_CODES].map((code) => `app.finding.${code}`),
      ...PACKAGE_PARTS.map((part) => `app.export.part.${part}`),
      ...PROFILES.flatMap((profile) => [`app.export.profile.${profile}`, `app.export.profileWhat.${profile}`]),
      ...PART_REASONS.map((reason) => `app.export.reason.${reason}`),
      ...EXPORT_WARNINGS.map((warning) => `app.export.warning.${warning}`),
      ...STATEMENT_RULES.map((rule) => `app.statements.rule.${rule}`),
    ];
    expect(wanted.filter((key) => !appKeys.includes(key))).toEqual([]);
  });
});

describe('styles of the window', () => {
  const modules = listProjectFiles().filter((path) => path.startsWith('src/renderer/') && path.endsWith('.module.css'));
  it.each(modules)('%s has the classes that are named, and no other', (path) => {
    const css = readFileSync(projectPath(path), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
    const classes = [...new Set([...css.matchAll(/\.([a-zA-Z][\w-]*)(?=[^{}]*\{)/g)].map(([, name = '']) => name))];
    const users = sources.filter((source) => readFileSync(projectPath(source), 'utf8').includes(`/${path.split('/').at(-1) ?? ''}'`));
    expect(users.length).toBeGreaterThan(0);
    const code = users.map((user) => readFileSync(projectPath(user), 'utf8')).join('\n');
    const named = [...code.matchAll(/styles\['(\w+)'\]/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !classes.includes(name))).toEqual([]);
    // Where a class is chosen by a value, all of the module count as used.
    const isChosenByValue = /styles\[\w/.test(code);
    expect(classes.filter((name) => !isChosenByValue && !named.includes(name))).toEqual([]);
  });
});

describe('licences that the settings tell', () => {
  it('are those of the packages that the product is built with', () => {
    const { dependencies } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as { dependencies: Record<string, string> };
    const installed = Object.keys(dependencies).map((name) => {
      const { license } = JSON.parse(readFileSync(projectPath('node_modules', name, 'package.json'), 'utf8')) as { license: string };
      return [name, license];
    });
    expect(LICENCES).toEqual(installed.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
    const page = readFileSync(projectPath('docs/third-party.md'), 'utf8').split('\n');
    expect(installed.filter(([name = '', licence = '']) => !page.some((row) => row.includes(name) && row.includes(licence)))).toEqual([]);
  });
});
