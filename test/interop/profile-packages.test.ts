import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeStatement } from '../../src/app/statements.ts';
import { PROFILES } from '../../src/core/package/profiles.ts';
import { newStatementSchema } from '../../src/core/statements/new-statement.ts';
import { composeExportGround } from '../../src/engine/composition.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { exportProfile, makePictureCase } from '../app/export/profile-parts.ts';
import { listFiles, readJson, readStatement, unpack } from '../app/export/unpacked.ts';
import { findMissingPrograms, skipAllWithout } from '../support/needs.ts';
import { verifyAtPath } from '../support/package/golden.ts';
import { projectPath } from '../support/project.ts';
import { ASSERTED, newPhone } from '../support/statements.ts';
import { isLongTier } from '../support/tier.ts';

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
  makeStatement(store, nodeCryptography.random, newStatementSchema.parse(ASSERTED));
  makeStatement(store, nodeCryptography.random, newStatementSchema.parse(newPhone('E-0001')));
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

function run(program: string, ...words: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

const ajv = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const compiled = new Map<string, ValidateFunction>();
/** The schema as it lies in the package itself. */
function schemaOf(bag: string, name: string): ValidateFunction {
  const known = compiled.get(name) ?? ajv.compile(readJson(bag, `data/schemas/${name}.v1.schema.json`));
  compiled.set(name, known);
  return known;
}

/** Which schema a JSON file of a package is of. */
const SCHEMAS: readonly (readonly [path: RegExp, schema: string])[] = [
  [/^data\/forms\/.*\.json$/, 'form'],
  [/\/capture\.json$/, 'capture-record'],
  [/\/secrets\.json$/, 'secrets'],
  [/^data\/entities\/entities\.json$/, 'entities'],
  [/^data\/species\/taxa\.json$/, 'taxa'],
];

describe.each(NAMES)('the package for %s', (name) => {
  skipAllWithout(findMissingPrograms('unzip', 'qpdf', 'python3', 'openssl'));

  it('is whole for unzip, for a bag validator, and by the openssl commands in its README, and not with a byte changed', () => {
    const path = paths.get(name) ?? '';
    expect(run('unzip', '-tq', path).status).toBe(0);
    const isValid = (at: string): number | null => run('python3', projectPath('test', 'interop', 'check_bag.py'), at).status;
    expect([isValid(path), isValid(bagOf(name))]).toEqual([0, 0]);
    const readMe = readFileSync(join(bagOf(name), 'data/README.txt'), 'utf8');
    const commands = /^-------- Linux [^\n]*--------\n\n([^]*?)\n\n-------- end --------$/m.exec(readMe)?.[1] ?? 'exit 9';
    const check = (): { status: number | null; stdout: string } =>
      spawnSync('bash', ['-c', commands], { cwd: bagOf(name), encoding: 'utf8' });
    expect(check()).toMatchObject({ status: 0, stdout: expect.stringContaining(station.slice('sha256:'.length)) });
    const damaged = join(mkdtempSync(join(tmpdir(), 'pugmark-damaged-')), basename(bagOf(name)));
    expect(run('cp', '-r', bagOf(name), damaged).status).toBe(0);
    expect(run('bash', '-c', `printf x >> "${join(damaged, 'data/README.txt')}"`).status).toBe(0);
    expect([isValid(damaged), spawnSync('bash', ['-c', commands], { cwd: damaged }).status]).toEqual([1, 1]);
  });

  it('holds JSON that its own schemas fit, documents that are XML, and PDF files in order', () => {
    const bag = bagOf(name);
    const files = listFiles(bag);
    const judged = files.flatMap((path) => {
      const schema = SCHEMAS.find(([form]) => form.test(path))?.[1];
      if (schema === undefined) return [];
      const validate = schemaOf(bag, schema);
      return [{ path, valid: validate(readJson(bag, path)), errors: validate.errors ?? [] }];
    });
    expect(judged.filter(({ valid }) => !valid)).toEqual([]);
    expect(judged.length).toBeGreaterThan(0);
    const seal = schemaOf(bag, 'package-seal');
    expect([seal(readStatement(bag, 'seal/seal.dsse.json')), seal.errors ?? []]).toEqual([true, []]);
    const documents = files.filter((path) => path.endsWith('.docx'));
    expect(documents.length).toBeGreaterThan(0);
    for (const path of documents)
      expect([path, run('bash', '-c', `unzip -p "${join(bag, path)}" word/document.xml | python3 -c "${PARSE_XML}"`).status]).toEqual([
        path,
        0,
      ]);
    const printed = files.filter((path) => path.endsWith('.pdf'));
    expect(printed.length > 0).toBe(isLongTier());
    for (const path of printed) expect([path, run('qpdf', '--check', join(bag, path)).status]).toEqual([path, 0]);
  });

  it('passes our own verification too', async () => {
    const { axes } = await verifyAtPath(paths.get(name) ?? '', { trusted: [station as `sha256:${string}`] });
    expect([axes.integrity.findings, axes.authorship.state, axes.custody.state]).toEqual([
      [],
      'pass',
      name === 'pattern' || name === 'platform' || name === 'europol, reduced' ? 'not-checked' : 'pass',
    ]);
  });
});

const PARSE_XML = 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.stdin.buffer)';
