import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { listProjectFiles, PROJECT_ROOT, projectPath } from '../support/project.ts';

const LONGEST_LINES = 350;

const files = listProjectFiles();
const texts = files
  .filter((path) => !/\.(png|ico|jpg|woff2|bin)$/.test(path))
  .map((path) => ({ path, text: readFileSync(projectPath(path), 'utf8') }));

/** Paths of files in which `pattern` occurs. */
function naming(pattern: RegExp): readonly string[] {
  return texts.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

describe('files of the project', () => {
  it('is a list that holds what is known to be there', () => {
    expect(files).toContain('package.json');
    expect(files).toContain('src/core/errors.ts');
    expect(naming(/^\{\n  "name": "pugmark",/)).toEqual(['package-lock.json', 'package.json']);
  });

  it('keeps source files short enough to be read', () => {
    const sources = texts.filter(({ path }) => /^(src|scripts|bench|test)\/.*\.(tsx?|mjs)$/.test(path));
    const long = sources.filter(({ text }) => text.split('\n').length - 1 > LONGEST_LINES);
    expect(long.map(({ path, text }) => `${path}: ${text.split('\n').length - 1} lines`)).toEqual([]);
  });

  it('names source files in kebab-case and calls none of them helpers', () => {
    const sources = files.filter((path) => path.startsWith('src/'));
    expect(sources.filter((path) => !/^src(\/[a-z0-9]+(-[a-z0-9]+)*)+\.[a-z]+(\.[a-z]+)?$/.test(path))).toEqual([]);
    expect(sources.filter((path) => /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.)/.test(path))).toEqual([]);
  });

  it('names no package registry and no proxy of one', () => {
    // Put together here, so that this file does not name them itself.
    const hosts = ['registry[.]npmjs', 'registry[.]yarnpkg', 'npm[.]pkg[.]github', 'deb[.]debian', 'artifactory', 'nexus'];
    const pattern = new RegExp(`(${hosts.join('|')})[.]`);
    expect(pattern.test(['registry', 'npmjs', 'org'].join('.'))).toBe(true);
    expect(naming(pattern)).toEqual([]);
    expect(naming(/"resolved":/).filter((path) => path.endsWith('lock.json'))).toEqual([]);
  });

  it('names no folder of a machine', () => {
    const folders = [PROJECT_ROOT, homedir()].filter((folder) => folder.split('/').length > 2).map((folder) => `${folder}/`);
    expect(texts.filter(({ text }) => folders.some((folder) => text.includes(folder))).map(({ path }) => path)).toEqual([]);
    const people = /(?:\/home\/|\/Users\/|C:\\Users\\)(?!\.\.\.|someone|you\b)[a-z]+[/\\]/i;
    expect(people.test(['', 'home', 'ana', 'work'].join('/'))).toBe(true);
    expect(naming(people)).toEqual([]);
  });

  it('holds no merge that was left half done', () => {
    // Also as a formatter of Markdown leaves the last of the marks.
    const marks = /^(?:<{7} |>{7} |(?:> ){7})/m;
    expect(marks.test(`${'<'.repeat(7)} HEAD`)).toBe(true);
    expect(marks.test(`${'> '.repeat(7)}main`)).toBe(true);
    expect(naming(marks)).toEqual([]);
  });

  it('pins every package exactly', () => {
    const manifest = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as Record<string, Record<string, string> | undefined>;
    const ranges = ['dependencies', 'devDependencies', 'optionalDependencies']
      .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
      .filter(([, version]) => !/^(npm:(@[a-z0-9-]+\/)?[a-z0-9-]+@)?\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version));
    expect(ranges).toEqual([]);
  });
});
