import type { FormInput } from '../../src/core/forms/form-input.ts';
import { FORM_QUESTIONS } from '../../src/core/forms/form-questions.ts';
import { captureRecordSchema } from '../../src/core/model/capture-record.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../src/core/model/limits.ts';
import type { PackageLanguage, ReportArtifact, ReportExhibit } from '../../src/core/package/report-input.ts';
import type { Profile } from '../../src/core/package/profiles.ts';
import type { CaseStatement } from '../../src/core/statements/case-statement.ts';
import { statementSchema, type StatementContent } from '../../src/core/statements/statement.ts';

// A case that nobody had: enough of everything for every field of every form to be there.

const SHA256 = `sha256:${'5'.repeat(64)}` as const;
const SHA512 = `sha512:${'7'.repeat(128)}` as const;
const TIME = '2026-03-02T23:30:00.000Z';
const uuid = (number: number): string => `11111111-2222-4333-8444-${String(number).padStart(12, '0')}`;
const ID = uuid(0);
const TOOL = 'pugmark/0.1.0+0123456789ab';

/** An input of forms for a profile. `answers` and `statements` replace those of the example. */
export function makeExampleInput(
  profile: Profile,
  language: PackageLanguage = 'en',
  changes: Partial<Pick<FormInput, 'answers' | 'statements' | 'handling' | 'exhibits'>> & { readonly practice?: boolean } = {},
): FormInput {
  const { practice = false, ...others } = changes;
  const exhibits = others.exhibits ?? [
    makeExampleExhibit(1, { address: 'https://ads.example/parrot/1', clickedAt: TIME }),
    makeExampleExhibit(2, { address: 'https://ads.example/ivory/2', clickedAt: '2026-04-05T10:00:00.000Z' }),
  ];
  return {
    language,
    packageName: `2026-118_${profile}_20260406T080000Z`,
    caseTitle: 'Parrots, three platforms',
    caseBasis: 'order of 12 March',
    agency: 'Nature inspectorate',
    keys: { identity: SHA256, seal: SHA256, log: SHA256 },
    received: [],
    ...(profile === 'disclosure' ? EXAMPLE_DISCLOSURE : {}),
    stamps: [],
    statements: EXAMPLE_STATEMENTS,
    timeline: [],
    answers: exampleAnswers(profile),
    handling: { codes: ['H1', 'H3'], text: 'not to authorities of third countries' },
    ...others,
    exhibits,
    seal: {
      format: 'package-seal/v1',
      package: uuid(99),
      profile,
      practice,
      case: { id: ID, reference: '2026-118' },
      createdAt: '2026-04-06T08:00:00.000Z',
      operator: 'BE-4711',
      station: SHA256,
      tool: TOOL,
      scope: {
        exhibits: exhibits.map(({ exhibit, digest }) => ({ exhibit, digest })),
        sealedInCase: exhibits.length,
        attemptsInCase: exhibits.length,
        failedInCase: 0,
        erasedInCase: 0,
        withheldEntries: 0,
      },
      checkpoint: { origin: 'pugmark.example', size: 9, root: SHA256 },
      earlierPackages: 0,
    },
  };
}

/** Every question of the profile answered. */
function exampleAnswers(profile: Profile): FormInput['answers'] {
  const words: Readonly<Record<string, string>> = {
    'public-contact': 'wildlife desk of the agency, room 12',
    'notifier-email': 'desk@agency.example',
    'range-from': '2026-03-01',
    'range-until': '2026-04-05',
    'range-time-zone': 'Europe/Brussels',
  };
  const byKind = { line: 'as written in one line', text: 'As written\nin two lines', date: '2027-01-31', 'yes-no': 'yes' };
  return Object.fromEntries(
    FORM_QUESTIONS[profile].map(({ id, kind, choices = [] }) => [id, words[id] ?? (kind === 'choice' ? (choices[0] ?? '') : byKind[kind])]),
  );
}

export interface ExampleExhibit {
  readonly address: string;
  readonly clickedAt: string;
  readonly state?: 'sealed' | 'failed';
}

export function makeExampleExhibit(number: number, { address, clickedAt, state = 'sealed' }: ExampleExhibit): ReportExhibit {
  const exhibit = `E-${String(number).padStart(4, '0')}`;
  const artifacts: readonly ReportArtifact[] = (['screenshot-viewport.png', 'capture.json'] as const).map((name) => ({
    role: name === 'capture.json' ? 'record' : 'screenshot-viewport',
    name,
    mediaType: name === 'capture.json' ? 'application/json' : 'image/png',
    sizeBytes: 1234,
    sha256: SHA256,
    sha512: SHA512,
    path: `data/exhibits/${exhibit}/${name}`,
  }));
  const record = captureRecordSchema.parse({
    format: 'capture-record/v1',
    kind: 'capture',
    nonce: 'AAAAAAAAAAAAAAAAAAAAAA==',
    case: ID,
    exhibit,
    attempt: ID,
    practice: false,
    session: { id: ID, startedEntry: SHA256 },
    station: SHA256,
    tool: { name: 'pugmark', version: '0.1.0', digest: SHA256 },
    clock: { state: 'checked', source: 'time.example', offsetMs: 12, checkedAt: clickedAt },
    observation: {
      state,
      reasons: state === 'failed' ? [{ code: 'no-document', detail: 'refused' }] : [],
      times: { clickedAt, seenAt: clickedAt, seenCompleteAt: clickedAt, finishedAt: clickedAt },
      steps: [{ stage: 'as-seen', name: 'picture of the view', startedAt: clickedAt, tookMs: 12, outcome: 'done' }],
      limits: { ...DEFAULT_CAPTURE_LIMITS },
      address: { requestedUrl: address, ...(state === 'failed' ? {} : { shownUrl: address }), inPage: [], path: [] },
      page: { title: 'Grey parrot, tame', meta: [], openGraph: [], jsonLd: [], microdata: [] },
      browser: { product: 'Chrome/1', userAgent: 'Mozilla/5.0', headless: false, sandbox: true },
      frames: [],
      artifacts: artifacts.filter(({ role }) => role !== 'record').map(({ path: _path, ...artifact }) => artifact),
      recipes: [],
      completeness: {
        exchanges: 412,
        byPhase: { before: 412 },
        incomplete: { shown: 0, supporting: 0, background: 0 },
        checkedAgainst: {},
        items: [],
      },
      injectedScripts: [],
      warnings: [],
    },
  });
  return {
    exhibit,
    digest: SHA256,
    state,
    startedAt: clickedAt,
    sealedAt: clickedAt,
    artifacts,
    leftOut: [],
    readRecord: () => Promise.resolve(record),
    async *readArtifact() {
      yield await Promise.resolve(new Uint8Array());
    },
  };
}

/** A statement of the example case that stands. `number` tells its id and its entity apart from those of others. */
export function makeExampleStatement(
  number: number,
  content: StatementContent,
  changes: Partial<
    Pick<CaseStatement, 'state'> & Pick<CaseStatement['statement'], 'entity' | 'nature' | 'evidence' | 'evaluation' | 'handlingText'>
  > = {},
): CaseStatement {
  const { state = 'current', ...fields } = changes;
  const statement = statementSchema.parse({
    format: 'statement/v1',
    id: uuid(number),
    entity: uuid(number + 1000),
    nature: 'displayed',
    content,
    evidence: [{ exhibit: 'E-0001', role: 'screenshot-viewport', quote: 'tame, no papers' }],
    handling: ['H1'],
    ...fields,
  });
  return { statement, author: 'BE-4711', madeAt: TIME, entry: `pugmark.example/${number}`, state };
}

const asserted = { nature: 'asserted', evaluation: { source: 'X', information: '4' } } as const;

const EXAMPLE_STATEMENTS: readonly CaseStatement[] = [
  makeExampleStatement(1, {
    kind: 'account',
    fields: {
      status: 'account-holder-shown-on-page',
      platform: 'Ads Example',
      accountId: '8812',
      displayName: 'parrotking',
      url: 'https://ads.example/u/8812',
    },
  }),
  makeExampleStatement(2, {
    kind: 'item',
    fields: {
      kind: 'specimen',
      taxon: 'Psittacus erithacus',
      commonName: 'Grey parrot',
      term: 'LIV',
      source: 'C',
      quantity: '2',
      unit: 'no.',
      live: true,
      marks: ['ring BE 19'],
      price: '1200',
      currency: 'EUR',
    },
  }),
  makeExampleStatement(
    3,
    { kind: 'item', fields: { kind: 'product', taxon: 'Loxodonta africana', term: 'IVC', quantity: '0.5', unit: 'kg' } },
    { evidence: [{ exhibit: 'E-0002' }] },
  ),
  makeExampleStatement(
    4,
    {
      kind: 'person',
      fields: { status: 'account-holder-shown-on-page', names: ['Jan Example'], aliases: ['Parrot King'], isIdentified: false },
    },
    asserted,
  ),
  makeExampleStatement(5, { kind: 'organisation', fields: { legalName: 'Example Birds BV', tradeName: 'Birds', country: 'NL' } }, asserted),
  makeExampleStatement(6, {
    kind: 'means-of-communication',
    fields: { type: 'phone', shown: '0470 00 00 00', normalised: '+32470000000' },
  }),
  makeExampleStatement(7, { kind: 'location', fields: { shown: 'Gent', country: 'BE', origin: 'stated' } }),
  makeExampleStatement(8, { kind: 'event', fields: { type: 'ad-posted', shown: '3 days ago' } }),
  makeExampleStatement(9, { kind: 'relation', fields: { type: 'located-at', from: uuid(1002), to: uuid(1007) } }),
  makeExampleStatement(10, { kind: 'location', fields: { country: 'FR', origin: 'derived' } }, asserted),
  makeExampleStatement(11, { kind: 'relation', fields: { type: 'ships-to', from: uuid(1002), to: uuid(1010) } }, asserted),
  makeExampleStatement(12, { kind: 'truth', fields: { of: uuid(2), opinion: 'not-assessed' } }, { ...asserted, evidence: [] }),
  makeExampleStatement(13, {
    kind: 'item',
    fields: { kind: 'permit', marks: ['BE 2025 0815'], description: 'certificate named in the ad' },
  }),
  makeExampleStatement(14, { kind: 'item', fields: { kind: 'parcel', description: 'sent by courier' } }, asserted),
  makeExampleStatement(
    15,
    {
      kind: 'identification',
      fields: {
        taxon: 'Psittacus erithacus',
        by: 'A. Expert',
        method: 'visual',
        listing: { cites: 'I', euAnnex: 'A', asOf: '2026-03-01' },
      },
    },
    { ...asserted, entity: uuid(1002) },
  ),
  makeExampleStatement(
    16,
    { kind: 'translation', fields: { from: 'nl', to: 'en', original: 'tam, geen papieren', text: 'tame, no papers', how: 'person' } },
    asserted,
  ),
  makeExampleStatement(17, { kind: 'corroboration', fields: { exhibit: 'E-0001', by: 'E-0002' } }, asserted),
  makeExampleStatement(
    18,
    { kind: 'person', fields: { status: 'suspect', names: ['Taken Back'], isIdentified: false } },
    { ...asserted, state: 'withdrawn' },
  ),
];

/** A picture with two masks, and an exhibit of which one file is released. */
const EXAMPLE_DISCLOSURE: Pick<FormInput, 'redactions' | 'disclosed'> = {
  redactions: [
    {
      redaction: {
        format: 'redaction/v1',
        id: uuid(80),
        exhibit: 'E-0001',
        original: { role: 'screenshot-viewport', name: 'screenshot-viewport.png', mediaType: 'image/png', sha256: SHA256 },
        derivative: { name: 'redacted-1.png', mediaType: 'image/png', sizeBytes: 1234, sha256: SHA256, sha512: SHA512 },
        masks: [
          { kind: 'box', x: 10, y: 20, width: 30, height: 40, reason: 'minor' },
          { kind: 'box', x: 50, y: 20, width: 30, height: 40, reason: 'third-party' },
        ],
      },
      digest: SHA256,
      author: 'BE-4711',
      madeAt: TIME,
      path: 'data/exhibits/E-0001/redacted/redacted-1.png',
      recordPath: 'data/exhibits/E-0001/redacted/redacted-1.png.redaction.json',
    },
  ],
  disclosed: [{ exhibit: 'E-0001', digest: SHA256, kind: 'capture', sealedAt: TIME, artifacts: [], withheld: 12 }],
};
