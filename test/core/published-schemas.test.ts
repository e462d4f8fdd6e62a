import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { custodyEntrySchema, parseEntryLine } from '../../src/core/custody/entry.ts';
import { buildPublishedSchemas } from '../../src/core/published-schemas.ts';
import { projectPath } from '../support/project.ts';

const folder = projectPath('schemas');

/** A validator by others, strict: a keyword it does not know is an error. */
function compile(fileName: string): ValidateFunction {
  const ajv = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as object);
}

test('the files in schemas/ are those that the schemas in the code print (npm run schemas)', () => {
  const printed = buildPublishedSchemas();
  expect(readdirSync(folder).toSorted()).toEqual(printed.map(({ fileName }) => fileName).toSorted());
  expect(printed.map(({ fileName }) => ({ fileName, text: readFileSync(join(folder, fileName), 'utf8') }))).toEqual(printed);
});

test.each(buildPublishedSchemas().map(({ fileName }) => fileName))('%s is a JSON Schema that a strict validator takes', (fileName) => {
  const validate = compile(fileName);
  expect(validate({})).toBe(false);
});

const line =
  '{"actor":"BE-1","case":"6e0b4c3e-5ac1-4a5f-8f1a-6c2c8a4c9f10","details":{"size":3},"format":"custody-entry/v1","nonce":"AAAAAAAAAAAAAAAAAAAAAA==","seq":0,"station":"sha256:' +
  `${'a'.repeat(64)}","time":"2026-01-02T03:04:05.678Z","tool":"pugmark/0.1.0+0123456789ab","type":"session.started"}`;

test('a custody entry passes by both, and each change is refused by both', () => {
  const validate = compile('custody-entry.v1.schema.json');
  const good = parseEntryLine(line) as Record<string, unknown>;
  expect({ passes: validate(good), errors: validate.errors ?? [] }).toEqual({ passes: true, errors: [] });
  const changes: Readonly<Record<string, unknown>> = {
    format: 'custody-entry/v2',
    seq: -1,
    nonce: 'short',
    time: '2026-01-02T03:04:05Z',
    type: 'capture.stolen',
    station: `sha256:${'A'.repeat(64)}`,
    case: 'no uuid',
    exhibit: 'E-1',
    details: { rate: 0.5 },
    other: 1,
  };
  for (const [name, value] of Object.entries(changes)) {
    expect({ name, passes: validate({ ...good, [name]: value }) }).toEqual({ name, passes: false });
    expect({ name, passes: custodyEntrySchema.safeParse({ ...good, [name]: value }).success }).toEqual({ name, passes: false });
  }
});
