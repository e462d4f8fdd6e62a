import { appendFileSync, cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeStatement } from '../../src/app/statements.ts';
import { PROFILES } from '../../src/core/package/profiles.ts';
import { newStatementSchema } from '../../src/core/statements/new-statement.ts';
import { composeExportGround } from '../../src/engine/composition.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { exportProfile, makePictureCase } from '../app/export/profile-parts.ts';
import { unpack } from '../app/export/unpacked.ts';
import { findMissingPrograms, skipAllWithout } from '../support/needs.ts';
import { verifyAtPath } from '../support/package/golden.ts';
import { ASSERTED, newPhone } from '../support/statements.ts';
import { isLongTier } from '../support/tier.ts';
import { checkBag, judgeFiles, findWhyNoGraph, JUDGING_PROGRAMS, run, runReadMe } from './package-judges.ts';

// A package of every profile, made by all that makes packages, says the same to programs that are not ours. At every change the one that may not name
// anybody, without a browser; in the long tier all of them, with everything printed.

const CHOSEN = PROFILES.filter((profile) => isLongTier() || profile === 'pattern');
const NAMES = [...CHOSEN, ...(isLongTier() ? ['europol, reduced' as const] : [])];

const bags = new Map<string, string>();
const paths = new Map<string, string>();
let station = '';
beforeAll(async () => {
  const made = await makePictureCase(2);
  const { store, vault, fixture } = made;
  station = store.station;
  await makeStatement(store, nodeCryptography.random, newStatementSchema.parse(ASSERTED));
  await makeStatement(store, nodeCryptography.random, newStatementSchema.parse(newPhone('E-0001')));
  const ground = await composeExportGround(fixture.folder, isLongTier());
  for (const profile of CHOSEN) {
    const { path, reduced } = await exportProfile(made, profile, { ground });
    paths.set(profile, path);
    if (reduced !== undefined && 'path' in reduced) paths.set('europol, reduced', reduced.path);
  }
  vault.close();
  for (const [name, path] of paths) bags.set(name, unpack(path));
}, 600_000);

function bagOf(name: string): string {
  const bag = bags.get(name);
  if (bag === undefined) throw new Error(`${name} was not made`);
  return bag;
}

describe.each(NAMES)('the package for %s', (name) => {
  skipAllWithout(findMissingPrograms(...JUDGING_PROGRAMS));

  it('is whole for unzip, for a bag validator, and by the openssl commands in its README, and not with a byte changed', () => {
    const path = paths.get(name) ?? '';
    const bag = bagOf(name);
    expect([run('unzip', ['-tq', path]).status, checkBag(path), checkBag(bag)]).toEqual([0, 0, 0]);
    expect(runReadMe(bag)).toEqual({ status: 0, output: expect.stringContaining(station.slice('sha256:'.length)) });
    const damaged = join(mkdtempSync(join(tmpdir(), 'pugmark-damaged-')), basename(bag));
    cpSync(bag, damaged, { recursive: true });
    appendFileSync(join(damaged, 'data/README.txt'), 'x');
    expect([checkBag(damaged), runReadMe(damaged).status]).toEqual([1, 1]);
  });

  it('holds nothing but files that pass the judges of their kind, by the schemas in it', async ({ skip }) => {
    const { wrong, judged } = await judgeFiles({ bag: bagOf(name) }, { heavy: isLongTier() });
    expect(wrong).toEqual([]);
    // Of a case in which nothing was redacted or released the defence gets no log of redactions.
    const kinds = name === 'disclosure' ? ['json'] : ['docx', 'json', 'txt'];
    const heavy = isLongTier() ? [...(judged['pdf'] === undefined ? [] : ['pdf']), ...(isBare(name) ? [] : ['jsonld'])] : [];
    const missing = findWhyNoGraph();
    if (missing !== undefined && heavy.includes('jsonld')) skip(missing);
    expect(Object.keys(judged)).toEqual(expect.arrayContaining([...kinds, ...heavy]));
    // What is printed is judged wherever a form or a report was made.
    expect(judged['pdf'] !== undefined).toBe(isLongTier());
  }, 600_000);

  it('passes our own verification too', async () => {
    const { axes } = await verifyAtPath(paths.get(name) ?? '', { trusted: [station as `sha256:${string}`] });
    expect([axes.integrity.findings, axes.authorship.state, axes.custody.state]).toEqual([
      [],
      'pass',
      isBare(name) ? 'not-checked' : 'pass',
    ]);
  });
});

describe('the judges', () => {
  skipAllWithout(findMissingPrograms(...JUDGING_PROGRAMS));

  const form = 'data/forms/pattern-counts.en';
  const breaks: readonly (readonly [path: string, change: (text: string) => string])[] = [
    [`${form}.json`, (text) => text.replace('{', '{ "more": 1,')],
    [`${form}.txt`, (text) => `${text.replaceAll('\r', '')}\u202e`],
    [`${form}.docx`, (text) => text.slice(0, 2_000)],
    ...(isLongTier() ? [[`${form}.pdf`, (text: string) => text.slice(0, 9_000)] as const] : []),
  ];
  it('find a member that no form has, other ends of lines, documents that are cut off', async () => {
    const bag = join(mkdtempSync(join(tmpdir(), 'pugmark-judged-')), 'bag');
    cpSync(bagOf('pattern'), bag, { recursive: true });
    for (const [path, change] of breaks) {
      const encoding = /txt|json/.test(path) ? 'utf8' : 'latin1';
      writeFileSync(join(bag, path), change(readFileSync(join(bag, path), encoding)), encoding);
    }
    const { wrong } = await judgeFiles({ bag }, { heavy: isLongTier() });
    expect(new Set(wrong.map((one) => one.split(':')[0]))).toEqual(new Set(breaks.map(([path]) => path)));
    expect(wrong).toContain(`${form}.txt: not so: nothing hides`);
  });
});

/** Without exhibits, custody log, report and graph. */
function isBare(name: string): boolean {
  return name === 'pattern' || name === 'platform' || name === 'europol, reduced';
}
