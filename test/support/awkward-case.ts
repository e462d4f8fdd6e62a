import { makeExampleInput } from '../../scripts/forms/example-input.ts';
import type { FormInput } from '../../src/core/forms/form-input.ts';
import { FORM_QUESTIONS } from '../../src/core/forms/form-questions.ts';
import { PERSON_STATUSES } from '../../src/core/statements/codes.ts';
import type { PackageLanguage } from '../../src/core/package/report-input.ts';
import type { Profile } from '../../src/core/package/profiles.ts';
import type { CaseStatement } from '../../src/core/statements/case-statement.ts';
import type { Statement, StatementContent } from '../../src/core/statements/statement.ts';
import { makeFormCase } from './form-case.ts';
import { makeStatement, uuidOf } from './report-statements.ts';

/** What documents break on: controls, a lone surrogate, directions, markup, emoji, and a word that no line holds. */
export const AWKWARD = `<w:t>&amp;]]> "O'Brien" \u0000\u0007\u000B\u202Egpj.exe\u202C\uD800\uFFFE \u{1F99C}\u{1F468}\u200D\u{1F52C} {{count}} $t(form.title) %n`;
export const LONG_WORD = 'Nashornhornschnitzereiankaufsgenehmigung'.repeat(12);
export const ARABIC = 'ببغاء رمادي أفريقي أليف، بدون أوراق، 0470 12 34 56 (WhatsApp)';
export const CHINESE = '出售非洲灰鹦鹉，驯服，没有证件。象牙雕刻0.5公斤。';
const LONG_TEXT = 'The buyer asked twice whether papers exist; the account answered that none are needed. '.repeat(116);
const LONG_URL = `https://ads.example/fr/annonces/oiseaux/perroquets/gris-du-gabon?${'utm_campaign=spring&ref=home%2Fpage%3D2&'.repeat(14)}#photo`;
const NAMES = [
  'Jan Janssens',
  'محمد العربي',
  '王小明',
  'Łukasz Żółć',
  "Siobhán O'Brien",
  'Ngozi Adichie-Okonkwo',
  'Đặng Thị Ánh',
  'Иван Петров',
];
const TAXA = [
  'Psittacus erithacus',
  'Loxodonta africana',
  'Testudo hermanni boettgeri',
  'Panthera tigris',
  'Python regius',
  'Dalbergia nigra',
];
const asserted = { nature: 'asserted', evaluation: { source: 'B', information: '2' } } as const;

/**
 * A case as no example is: 40 persons, 60 items, relations between them, texts of 10,000 signs, scripts of several directions, hostile values. What every
 * form and the report have to bear, in each language.
 */
export async function makeAwkwardCase(profile: Profile, language: PackageLanguage): Promise<FormInput> {
  const input = await makeFormCase({
    language,
    exhibits: 3,
    input: { statements: makeAwkwardStatements(), caseTitle: `Perroquets ${ARABIC} ${CHINESE}`, caseBasis: `Order of 12 March ${AWKWARD}` },
    observation: { page: { title: `${ARABIC} \u2013 ${CHINESE}`, language: 'ar', meta: [], openGraph: [], jsonLd: [], microdata: [] } },
    record: (index) => (index === 2 ? { clock: { state: 'not-checked', reason: LONG_TEXT.slice(0, 300) } } : {}),
  });
  const { seal, redactions, disclosed } = makeExampleInput(profile, language);
  return {
    ...input,
    seal: {
      ...input.seal,
      profile,
      operator: `4711 ${ARABIC}`,
      recipient: `Parket ${CHINESE} ${LONG_WORD}`,
      purpose: `${AWKWARD} ${LONG_TEXT.slice(0, 400)}`,
      createdAt: seal.createdAt,
    },
    ...(redactions === undefined ? {} : { redactions }),
    ...(disclosed === undefined ? {} : { disclosed }),
    handling: { codes: ['H1', 'H3'], text: `Not to third countries. ${LONG_TEXT.slice(0, 900)}` },
    answers: answer(profile),
  };
}

/** Every question of the profile, the texts of it with 10,000 signs. */
function answer(profile: Profile): FormInput['answers'] {
  const answers: Record<string, string> = {};
  for (const { id, kind, choices = [] } of FORM_QUESTIONS[profile]) {
    if (kind === 'line') answers[id] = `${ARABIC} ${LONG_WORD.slice(0, 300)}`;
    else if (kind === 'text') answers[id] = `${CHINESE}\n\t${AWKWARD.replaceAll(/[\p{Cc}]/gu, '')}\n${LONG_TEXT}`;
    else answers[id] = { date: '2027-01-31', 'yes-no': 'yes', choice: choices[0] ?? '' }[kind];
  }
  return answers;
}

const quoted = (quote: string): Partial<Statement> => ({ evidence: [{ exhibit: 'E-0002', role: 'text', quote }] });

function makeAwkwardStatements(): readonly CaseStatement[] {
  let count = 0;
  const say = (content: StatementContent, more: Partial<Statement> = {}): CaseStatement => {
    count += 1;
    return makeStatement(count, more.nature ?? 'displayed', content, { ...more, entity: count });
  };
  const persons = Array.from({ length: 40 }, (_, index) =>
    say(
      {
        kind: 'person',
        fields: {
          status: PERSON_STATUSES[index % PERSON_STATUSES.length] ?? 'other',
          names: [`${NAMES[index % NAMES.length]} ${index + 1}`, ...(index === 7 ? [LONG_WORD, AWKWARD] : [])],
          isIdentified: index % 3 === 0,
          ...(index % 4 === 0 ? { aliases: ['Parrot King', '鹦鹉王'], born: '1971-02', nationality: 'BE', birthPlace: 'Gent' } : {}),
          ...(index % 5 === 0 ? { address: `Rue de l'Église ${index}, 1000 Bruxelles`, identifiers: ['BE 71.02.28-123.45'] } : {}),
        },
      },
      { ...asserted, handling: ['H1', 'H3'], handlingText: LONG_TEXT.slice(0, 500) },
    ),
  );
  const items = Array.from({ length: 60 }, (_, index) =>
    say(
      {
        kind: 'item',
        fields: {
          kind: index % 9 === 8 ? 'permit' : index % 10 === 9 ? 'parcel' : 'specimen',
          taxon: TAXA[index % TAXA.length] ?? '',
          commonName: index % 2 === 0 ? ARABIC : CHINESE,
          term: 'LIV',
          quantity: `${index + 1}.5`,
          unit: 'kg',
          price: '123456789012345.99',
          currency: 'EUR',
          marks: [`ring BE ${index}`, ...(index === 3 ? [LONG_WORD] : [])],
          description: index === 0 ? LONG_TEXT : `${AWKWARD} ${index}`,
        },
      },
      quoted(index === 1 ? LONG_TEXT.slice(0, 2_000) : `tame ${ARABIC}`),
    ),
  );
  const others = [
    ...Array.from({ length: 12 }, (_, index) =>
      say({
        kind: 'account',
        fields: { status: 'account-holder-shown-on-page', platform: 'Ads', displayName: `${CHINESE}${index}`, url: LONG_URL },
      }),
    ),
    say({ kind: 'organisation', fields: { legalName: `${LONG_WORD.slice(0, 400)} BV`, country: 'NL', activity: AWKWARD } }, asserted),
    say({ kind: 'means-of-communication', fields: { type: 'url', shown: LONG_URL, normalised: LONG_URL } }),
    say({ kind: 'location', fields: { shown: ARABIC, country: 'MA', latitude: '34.02', longitude: '-6.83', origin: 'derived' } }, asserted),
    say({ kind: 'event', fields: { type: 'ad-posted', shown: '3 days ago', description: LONG_TEXT } }),
    say({ kind: 'event', fields: { type: 'seized', when: '2026-03-01T10:00+01:00', description: AWKWARD } }, asserted),
  ];
  const relations = items.map((item, index) =>
    say(
      {
        kind: 'relation',
        fields: {
          type: index % 3 === 0 ? 'offers' : 'ships-to',
          from: persons[index % persons.length]?.statement.entity ?? '',
          to: item.statement.entity,
          why: index === 0 ? LONG_TEXT : 'both show the same ring',
        },
      },
      asserted,
    ),
  );
  const opinions = [
    say({ kind: 'truth', fields: { of: items[0]?.statement.id ?? '', opinion: 'doubtful', why: LONG_TEXT } }, asserted),
    say(
      {
        kind: 'translation',
        fields: { from: 'ar', to: 'en', original: `${ARABIC} `.repeat(150), text: LONG_TEXT, how: 'sworn-translator', by: ARABIC },
      },
      asserted,
    ),
    say(
      {
        kind: 'translation',
        fields: { from: 'zh', to: 'fr', original: CHINESE.repeat(20), text: `${AWKWARD} ${LONG_WORD}`, how: 'machine' },
      },
      asserted,
    ),
    say(
      {
        kind: 'identification',
        fields: { taxon: 'Psittacus erithacus', qualifier: 'cf.', by: ARABIC, method: 'visual', confidence: 80, remarks: LONG_TEXT },
      },
      asserted,
    ),
    say({ kind: 'corroboration', fields: { exhibit: 'E-0001', by: 'E-0002', why: LONG_TEXT.slice(0, 900) } }, asserted),
  ];
  const withdrawn = makeStatement(
    count + 1,
    'asserted',
    { kind: 'person', fields: { status: 'suspect', names: ['Taken Back'], isIdentified: false } },
    {
      state: { state: 'withdrawn', withdrawn: { time: '2026-03-03T07:30:00.000Z', by: '4711', reason: LONG_TEXT.slice(0, 400) } },
    },
  );
  const replaced = makeStatement(
    count + 2,
    'displayed',
    { kind: 'location', fields: { shown: 'Gent', origin: 'stated' } },
    {
      state: { state: 'replaced', replacedBy: uuidOf(1) },
    },
  );
  return [...persons, ...items, ...others, ...relations, ...opinions, withdrawn, replaced];
}
