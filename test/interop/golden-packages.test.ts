import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { listFiles, readJson, readStatement, unpack } from '../app/export/unpacked.ts';
import { ALL_GOLDEN, GOLDEN_NAMES, GOLDEN_PROFILES, goldenPath, readGolden, verifyBytes } from '../support/package/golden.ts';
import { projectPath } from '../support/project.ts';
import { findMissingPrograms, skipAllWithout } from '../support/needs.ts';
import { keptTempFolder } from '../support/temp-folder.ts';
import { isLongTier } from '../support/tier.ts';
import { checkBag, judgeFiles, JUDGING_PROGRAMS, runReadMe } from './package-judges.ts';

// Programs that are not ours say the same of the packages of an earlier day.

const folder = keptTempFolder();
const bags = new Map<string, string>();
beforeAll(() => {
  for (const name of ALL_GOLDEN) {
    const zip = join(folder, `${name}.zip`);
    writeFileSync(zip, readFileSync(goldenPath(`${name}.zip`)));
    bags.set(name, unpack(zip));
  }
});

function bagOf(name: string): string {
  const bag = bags.get(name);
  if (bag === undefined) throw new Error(`${name} was not unpacked`);
  return bag;
}

/** Works with a file changed, which is as before afterwards. */
function withByteChanged<T>(bag: string, path: string, work: () => T): T {
  const file = join(bag, path);
  const bytes = readFileSync(file);
  const other = Buffer.from(bytes);
  const at = Math.floor(other.length / 2);
  other[at] = (other[at] ?? 0) ^ 1;
  writeFileSync(file, other);
  try {
    return work();
  } finally {
    writeFileSync(file, bytes);
  }
}

/** What a check in another language says: how it ends, and whether the bag is valid. */
function checkWithPython(path: string): unknown {
  const { status, stdout } = spawnSync('python3', [projectPath('test', 'interop', 'check_bag.py'), path], { encoding: 'utf8' });
  return [status, (JSON.parse(stdout) as { valid: boolean }).valid];
}

describe.each(GOLDEN_NAMES)('%s', (name) => {
  it('adds up for sha256sum and sha512sum, and not with a byte changed', () => {
    const bag = bagOf(name);
    const sum = (program: string, manifest: string): number | null => spawnSync(program, ['-c', '--strict', manifest], { cwd: bag }).status;
    for (const kind of ['manifest', 'tagmanifest']) {
      for (const algorithm of ['sha256', 'sha512']) {
        const check = (): number | null => sum(`${algorithm}sum`, `${kind}-${algorithm}.txt`);
        expect([kind, algorithm, check()]).toEqual([kind, algorithm, 0]);
        const changed = kind === 'manifest' ? 'data/exhibits/E-0001/capture.json' : 'bag-info.txt';
        expect([kind, algorithm, withByteChanged(bag, changed, check)]).toEqual([kind, algorithm, 1]);
      }
    }
  });

  it('passes and fails by the commands that it brings along itself', () => {
    const bag = bagOf(name);
    const readMe = readFileSync(join(bag, 'data/README.txt'), 'utf8');
    const commands = /^-------- Linux [^\n]*--------\n\n([^]*?)\n\n-------- end --------$/m.exec(readMe)?.[1];
    if (commands === undefined) throw new Error('the README has no commands for Linux');
    const run = (): readonly [number | null, string] => {
      const { status, stdout, stderr } = spawnSync('bash', ['-c', commands], { cwd: bag, encoding: 'utf8' });
      return [status, stdout + stderr];
    };
    const fingerprint = spawnSync(
      'bash',
      ['-c', 'openssl pkey -pubin -in "$1" -outform DER | sha256sum | cut -c1-64', '-', goldenPath(`${name.split('-')[0] ?? ''}.pem`)],
      {
        encoding: 'utf8',
      },
    ).stdout.trim();
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(run()).toEqual([0, expect.stringContaining(fingerprint)]);
    expect(withByteChanged(bag, 'seal/seal.dsse.json', run)[0]).toBe(1);
    expect(withByteChanged(bag, 'data/custody/checkpoint.note', run)[0]).toBe(1);
  });

  it('is a valid bag by an independent check, packed and unpacked, and not with a byte changed', () => {
    const bag = bagOf(name);
    expect([checkWithPython(bag), checkWithPython(goldenPath(`${name}.zip`))]).toEqual([
      [0, true],
      [0, true],
    ]);
    expect(withByteChanged(bag, 'data/exhibits/E-0001/archive.wacz', () => checkWithPython(bag))).toEqual([1, false]);
    const zip = join(folder, `${name}-damaged.zip`);
    const bytes = readFileSync(goldenPath(`${name}.zip`));
    const at = bytes.indexOf('Bag-Software-Agent');
    bytes[at] = 0x42 ^ 1;
    writeFileSync(zip, bytes);
    expect(checkWithPython(zip)).toEqual([1, false]);
  });
});

/** At every change the same judges are asked of a package that was just made (profile-packages.test.ts). */
const JUDGED_PROFILES = isLongTier() ? GOLDEN_PROFILES : [];

describe.each(JUDGED_PROFILES)('%s', (name) => {
  skipAllWithout(findMissingPrograms(...JUDGING_PROGRAMS));

  it('is whole for a bag validator and by the commands in its README, and not with a byte changed', () => {
    const bag = bagOf(name);
    expect([checkBag(bag), checkBag(goldenPath(`${name}.zip`))]).toEqual([0, 0]);
    const fingerprint = createHash('sha256').update(
      createPublicKey(readFileSync(goldenPath('profile.pem'))).export({ type: 'spki', format: 'der' }),
    );
    expect(runReadMe(bag)).toEqual({ status: 0, output: expect.stringContaining(fingerprint.digest('hex')) });
    for (const path of ['data/README.txt', 'seal/seal.dsse.json'])
      expect([path, withByteChanged(bag, path, () => runReadMe(bag).status)]).toEqual([path, 1]);
    expect(withByteChanged(bag, 'data/README.txt', () => checkBag(bag))).toBe(1);
  });

  it('holds nothing but files that pass the judges of their kind', async () => {
    const judged = { bag: bagOf(name), schemas: bagOf('profile-archive') };
    const { wrong, judged: counts } = await judgeFiles(judged, { heavy: isLongTier() });
    expect([wrong, (counts['json'] ?? 0) > 2, (counts['docx'] ?? 0) > 0]).toEqual([[], true, true]);
  }, 600_000);
});

/** A validator by others, with a schema as it lies in a package or in the repository. */
function compile(path: string): ValidateFunction {
  const ajv = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
}

function assertValid(validate: ValidateFunction, value: unknown, what: string): void {
  expect({ what, valid: validate(value), errors: validate.errors ?? [] }).toEqual({ what, valid: true, errors: [] });
}

describe('the schemas that a package brings along', () => {
  const schemas = new Map<string, ValidateFunction>();
  const schemaOf = (name: string): ValidateFunction => {
    const known = schemas.get(name) ?? compile(join(bagOf('evidence-selection'), 'data/schemas', `${name}.v1.schema.json`));
    schemas.set(name, known);
    return known;
  };

  it.each(GOLDEN_NAMES)('fit what is in it: %s', (name) => {
    const bag = bagOf(name);
    const files = listFiles(bag);
    for (const path of files.filter((one) => one.endsWith('/capture.json')))
      assertValid(schemaOf('capture-record'), readJson(bag, path), path);
    for (const kind of ['operator', 'environment']) {
      for (const path of files.filter((one) => one.endsWith(`/${kind}.json`))) assertValid(schemaOf(kind), readJson(bag, path), path);
    }
    assertValid(schemaOf('package-seal'), readStatement(bag, 'seal/seal.dsse.json'), 'seal');
    const keys = files.filter((path) => path.startsWith('data/custody/keys/'));
    expect(keys.length).toBeGreaterThan(2);
    for (const path of keys) assertValid(schemaOf('key-certificate'), readStatement(bag, path), path);
    const lines = readFileSync(join(bag, 'data/custody/log.jsonl'), 'utf8').trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => 'type' in line);
    expect(entries.length).toBeGreaterThan(3);
    for (const entry of entries) assertValid(schemaOf('custody-entry'), entry, JSON.stringify(entry));
  });

  it('do not fit anything else', () => {
    const bag = bagOf('evidence-selection');
    const record = readJson(bag, 'data/exhibits/E-0001/capture.json');
    expect(schemaOf('capture-record')({ ...record, more: 1 })).toBe(false);
    expect(schemaOf('capture-record')({ ...record, station: 'sha256:AB' })).toBe(false);
    expect(schemaOf('package-seal')({ ...readStatement(bag, 'seal/seal.dsse.json'), subject: [] })).toBe(false);
    expect(readdirSync(join(bag, 'data/schemas')).filter((file) => file.endsWith('.schema.json')).length).toBeGreaterThan(6);
  });
});

describe('the schema of a verdict', () => {
  it('fits verdicts, frozen and fresh, of whole packages and of damaged ones', async () => {
    const validate = compile(projectPath('schemas', 'verdict.v1.schema.json'));
    for (const name of GOLDEN_NAMES) {
      assertValid(validate, JSON.parse(readFileSync(goldenPath(`${name}.verdict.json`), 'utf8')), name);
      const { zip, trusted } = await readGolden(name);
      assertValid(validate, JSON.parse(JSON.stringify(await verifyBytes(zip, { trusted: [trusted] }))), name);
      assertValid(validate, JSON.parse(JSON.stringify(await verifyBytes(zip.subarray(0, 9_000)))), `${name}, cut off`);
      const damaged = Buffer.from(zip).fill(0, 20_000, 60_000);
      assertValid(validate, JSON.parse(JSON.stringify(await verifyBytes(damaged))), `${name}, damaged`);
    }
    const verdict = JSON.parse(JSON.stringify(await verifyBytes((await readGolden('evidence-first')).zip))) as Record<string, unknown>;
    expect([validate(verdict), validate({ ...verdict, closing: 'All is well.' }), validate({ ...verdict, axes: {} })]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
