import { describe, expect, it } from 'vitest';
import { buildCanonicalJson } from '../../src/core/canonical/canonical-json.ts';
import { parseUtf8 } from '../../src/core/digest/encoding.ts';
import { PACKAGE_LANGUAGES, type ReportInput } from '../../src/core/package/report-input.ts';
import type { CaseStatement } from '../../src/core/statements/case-statement.ts';
import { composeReports, composeVolume, textOf } from '../support/composed-report.ts';
import { event, makeReportCase, type ReportCaseOptions } from '../support/report-case.ts';
import { makeStatement, uuidOf } from '../support/report-statements.ts';

const STATEMENTS: readonly CaseStatement[] = [
  makeStatement(1, 'displayed', { kind: 'item', fields: { kind: 'specimen', commonName: 'Grey parrot', quantity: '2', live: true } }),
  makeStatement(2, 'displayed', {
    kind: 'account',
    fields: { status: 'account-holder-shown-on-page', platform: 'Kraampje', displayName: 'Polly' },
  }),
  makeStatement(3, 'asserted', { kind: 'relation', fields: { type: 'offers', from: uuidOf(1002), to: uuidOf(1001) } }),
  makeStatement(
    4,
    'asserted',
    { kind: 'truth', fields: { of: uuidOf(1), opinion: 'doubtful', why: 'three are pictured' } },
    { evidence: [] },
  ),
  makeStatement(
    5,
    'asserted',
    { kind: 'identification', fields: { taxon: 'Psittacus erithacus', method: 'visual', confidence: 80 } },
    { entity: 1 },
  ),
  makeStatement(6, 'asserted', {
    kind: 'translation',
    fields: { from: 'ar', to: 'en', original: 'ببغاء للبيع', text: 'parrot for sale', by: 'M. Dupont', how: 'sworn-translator' },
  }),
  makeStatement(7, 'asserted', { kind: 'location', fields: { shown: 'Teststad', origin: 'derived' } }, { evidence: [] }),
  makeStatement(
    8,
    'displayed',
    { kind: 'event', fields: { type: 'ad-posted', shown: '3 days ago' } },
    { state: { state: 'withdrawn', withdrawn: { time: '2026-03-03T07:30:00.000Z', by: '4712', reason: 'read from another ad' } } },
  ),
];

async function makeCase(statements: readonly CaseStatement[] = STATEMENTS, options: ReportCaseOptions = {}): Promise<ReportInput> {
  const input = await makeReportCase({ exhibits: 2, ...options });
  const made = statements.map(({ statement }, index) =>
    event(
      50 + index,
      { type: 'statement.made', details: { statement: statement.id, kind: statement.content.kind, entity: statement.entity } },
      { statement: parseUtf8(buildCanonicalJson(statement)) },
    ),
  );
  return { ...input, statements, timeline: [...input.timeline, ...made] };
}

/** What stands between two headings. */
function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from);
  const end = text.indexOf(to, start + from.length);
  return start < 0 || end < 0 ? '' : text.slice(start, end);
}

describe('statements in a report', () => {
  it('stand at their exhibit: what was displayed, apart from what persons hold', async () => {
    const { markup } = await composeVolume(await makeCase());
    const text = textOf(markup.slice(markup.indexOf('<h1 id="E-0001"'), markup.indexOf('<h1 id="E-0002"')));
    const displayed = between(text, 'What the page displayed', 'Completeness');
    expect(displayed).toMatch(/Item\s*· Grey parrot/);
    expect(displayed).toMatch(/Quantity\s*2/);
    expect(displayed).toContain('account holder shown on the page');
    expect(displayed).toMatch(/Whether it is true:\s*doubtful\s*\(see the assessments\)/);
    expect(displayed).toMatch(/Whether it is true:\s*not assessed/);
    expect(displayed).not.toContain('Psittacus');
    const assessments = text.slice(text.indexOf('Leads and assessments – not findings'));
    expect(assessments).toMatch(/Opinion on whether it is true\s*· Item: Grey parrot/);
    expect(assessments).toContain('three are pictured');
    expect(assessments).toMatch(/From\s*Polly\s*\(Account\)\s*.*To\s*Grey parrot\s*\(Item\)/);
    expect(assessments).toMatch(/Psittacus erithacus.*80 %/);
    expect(assessments).toContain('evaluation X4 (4x4)');
    expect(assessments).not.toContain('parrot for sale');
  });

  it('of the case, and those taken back, have a chapter; nothing of them stands where there are none', async () => {
    const text = textOf((await composeVolume(await makeCase())).markup);
    const chapter = between(text, 'Statements that belong to the case', 'Course of the case');
    expect(chapter).toContain('Teststad');
    expect(chapter).toMatch(/withdrawn by\s*4712,\s*2026-03-03 07:30:00\s*:\s*read from another ad/);
    expect(chapter).toContain('The author names nothing that it rests on.');
    const course = text.slice(text.indexOf('Course of the case'));
    expect(course).toMatch(/Statement made\s*Item: Grey parrot/);
    expect(course).not.toContain('statement/v1');
    const without = textOf((await composeVolume(await makeCase([]))).markup);
    expect(without).not.toMatch(/Statements that belong|Leads and assessments|Translations|What the page displayed/);
  });

  it('translate beside the original, each in its language', async () => {
    const { markup } = await composeVolume(await makeCase());
    const [table = ''] = /<table class="translation">.*?<\/table>/s.exec(markup) ?? [];
    expect(table).toMatch(/dir="auto" lang="ar"\s*>ببغاء للبيع/);
    expect(table).toMatch(/dir="auto" lang="en"\s*>parrot for sale/);
    expect(textOf(table)).toMatch(/Original: Arabic\s*Translation: English/);
    expect(textOf(markup)).toMatch(/translated by a sworn translator\s*,\s*M\. Dupont/);
  });

  it('link two captures, which are compared field by field once', async () => {
    const link = makeStatement(9, 'asserted', { kind: 'corroboration', fields: { exhibit: 'E-0001', by: 'E-0002' } }, { evidence: [] });
    const input = await makeCase([link]);
    const [first, second] = input.exhibits;
    if (first === undefined || second === undefined) throw new Error('no exhibits');
    const other = {
      ...second,
      async readRecord() {
        const record = await second.readRecord();
        return {
          ...record,
          observation: { ...record.observation, page: { meta: [], openGraph: [], jsonLd: [], microdata: [], title: 'Sold' } },
        };
      },
    };
    const text = textOf((await composeVolume({ ...input, exhibits: [first, other] })).markup);
    expect(text).toMatch(/Title of the page\s*different\s*Grey parrot, tame\s*Sold/);
    expect(text).toMatch(/HTTP status\s*same\s*200\s*the same/);
    expect(text).toContain('The comparison of E-0001 with E-0002 stands at E-0001.');
    expect(text.match(/Title of the page/g)).toHaveLength(1);
    const alone = textOf((await composeVolume({ ...input, exhibits: [first] })).markup);
    expect(alone).toContain('This package holds only one of E-0001 and E-0002');
  });
});

describe('the front of a report', () => {
  it('says how it is to be handled as a proposal, what was asked and what was found, in every language', async () => {
    const expected = {
      en: [
        'Handling (proposed)',
        'Not an EU classification',
        'not to be disclosed in judicial proceedings',
        '1 account and 1 item',
        'not stated',
      ],
      fr: [
        'Traitement (proposé)',
        'classification de l’UE',
        'ne pas produire dans une procédure judiciaire',
        '1 compte et 1 objet',
        'non indiqué',
      ],
      nl: [
        'Behandeling (voorgesteld)',
        'Geen EU-rubricering',
        'niet in een gerechtelijke procedure',
        '1 account en 1 voorwerp of dier',
        'niet vermeld',
      ],
    };
    for (const language of PACKAGE_LANGUAGES) {
      const input = await makeCase(STATEMENTS, { language });
      const handled: ReportInput = { ...input, handling: { codes: ['H1', 'H3'], text: 'until 4 December' } };
      const text = textOf((await composeVolume(handled)).markup);
      expect(expected[language].filter((words) => !text.includes(words))).toEqual([]);
      expect(text).toContain('until 4 December');
    }
    const bare = textOf((await composeVolume(await makeCase([]))).markup);
    expect(bare).toContain('no handling code was proposed');
    expect(bare).toMatch(/Noted as displayed\s*none/);
  });

  it('counts the same in the summary', async () => {
    const made = await composeReports(await makeCase());
    for (const ending of ['pdf', 'html']) {
      expect(textOf(made.get(`data/summary.en.${ending}`)?.markup ?? '')).toMatch(/Noted as displayed\s*1 account and 1 item/);
    }
  });
});
