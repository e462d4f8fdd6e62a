import { expect, it } from 'vitest';
import { knownValuesOfRecord, knownValuesOfStatements } from '../../../src/core/personal-data/collect-known-values.ts';
import { statementSchema, type StatementContent } from '../../../src/core/statements/statement.ts';
import type { CaseStatement } from '../../../src/core/statements/case-statement.ts';
import { makeReportCase } from '../../support/report-case.ts';

const ID = '11111111-2222-4333-8444-555555555555';
function made(content: StatementContent, state: CaseStatement['state'] = 'current'): CaseStatement {
  const statement = statementSchema.parse({
    format: 'statement/v1',
    id: ID,
    entity: ID,
    nature: 'displayed',
    content,
    evidence: [],
    handling: ['H1'],
  });
  return { statement, author: 'BE-4711', madeAt: '2026-03-02T23:30:00.000Z', entry: 'pugmark.test/7', state };
}

it('gathers what statements tell of persons, also of those taken back', () => {
  const values = knownValuesOfStatements([
    made(
      {
        kind: 'person',
        fields: {
          status: 'contact',
          names: ['Ann De Vries'],
          aliases: ['Birdy'],
          born: '1980-05-06',
          identifiers: ['592-1'],
          isIdentified: false,
        },
      },
      'withdrawn',
    ),
    made({ kind: 'account', fields: { status: 'other', platform: 'm', accountId: '8812', url: 'https://market.example/u/@birdy_88/' } }),
    made({ kind: 'organisation', fields: { legalName: 'Birds BV', vat: 'NL001234567B01' } }),
    made({ kind: 'means-of-communication', fields: { type: 'handle', shown: '@birdyking' } }),
    made({ kind: 'item', fields: { kind: 'specimen', taxon: 'Psittacus erithacus', marks: ['BE 2019 0815'] } }),
    made({ kind: 'location', fields: { shown: 'Kerkstraat 12', origin: 'stated' } }),
    made({ kind: 'location', fields: { shown: 'Gent', origin: 'stated' } }),
    made({ kind: 'event', fields: { type: 'seen', description: 'by somebody' } }),
  ]);
  expect(values).toEqual(
    expect.arrayContaining(['BE-4711', 'Ann De Vries', 'Vries', 'Ann', 'Birdy', '1980-05-06', '592-1', '8812', 'birdy_88', 'Birds BV']),
  );
  expect(values).toEqual(expect.arrayContaining(['NL001234567B01', '@birdyking', 'birdyking', 'BE 2019 0815', 'Kerkstraat 12']));
  // What counts are made of is nobody's.
  expect(values.filter((value) => /Psittacus|Gent|somebody|^m$/.test(value))).toEqual([]);
});

it('gathers what a record tells: the seller by the page, and its addresses', async () => {
  const page = { title: 'Parrot', meta: [{ name: 'author', content: 'Ann De Vries' }], openGraph: [], jsonLd: [], microdata: [] };
  const { exhibits } = await makeReportCase({ observation: { page } });
  const [record] = await Promise.all(exhibits.map((exhibit) => exhibit.readRecord()));
  expect(record && knownValuesOfRecord(record)).toEqual(['Ann De Vries', 'https://ads.example/parrot/1', 'https://ads.example/parrot/1']);
});
