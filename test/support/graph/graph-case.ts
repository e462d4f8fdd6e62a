import { createHash } from 'node:crypto';
import { sha256DigestOf, sha512DigestOf, type Sha256Digest } from '../../../src/core/digest/digest.ts';
import type { FormInput } from '../../../src/core/forms/form-input.ts';
import { captureRecordSchema } from '../../../src/core/model/capture-record.ts';
import { receivedRecordSchema } from '../../../src/core/model/received-record.ts';
import type { ReportArtifact, ReportExhibit, ReportReceived, ReportRedaction } from '../../../src/core/package/report-input.ts';
import { redactionSchema } from '../../../src/core/redaction/redaction.ts';
import type { CaseStatement } from '../../../src/core/statements/case-statement.ts';
import { statementSchema, type StatementContent } from '../../../src/core/statements/statement.ts';
import { event, makeReportCase } from '../report-case.ts';

const TIME = '2026-03-02T23:31:00.000Z';
const ORIGIN = 'pugmark.test';
const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA==';
const digestOf = (text: string): Sha256Digest => sha256DigestOf(createHash('sha256').update(text).digest());
/** Ids of statements and entities. */
export const idOf = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
export const SESSION_TOKEN = digestOf('session token');
export const CHECKPOINT_TOKEN = digestOf('checkpoint token');

/** A case with everything that a graph tells of: two captures (the second over a proxy), a received file, time stamps, log, statements of every kind. */
export async function makeGraphCase(chain: { readonly pem: string; readonly der: Uint8Array }): Promise<FormInput> {
  const base = await makeReportCase({ exhibits: 2, practice: true });
  const [first, second] = base.exhibits;
  if (first === undefined || second === undefined) throw new Error('two exhibits were asked for');
  const certificate = sha256DigestOf(createHash('sha256').update(chain.der).digest());
  const received = makeReceived();
  const exhibits = [
    await withConnection(first, { chain: chain.pem, certificate, isProxy: false }),
    await withConnection(second, { certificate: digestOf('a certificate that the package does not hold'), isProxy: true }),
  ];
  const statements = makeStatements();
  const end = base.timeline.length;
  return {
    ...base,
    exhibits,
    received: [received],
    disclosed: [{ exhibit: 'E-0004', digest: digestOf('E-0004'), kind: 'capture', sealedAt: TIME, artifacts: [], withheld: 7 }],
    redactions: [makeRedaction('E-0001', 'screenshot-full.png', 1), makeRedaction('E-0004', 'page.txt', 2)],
    statements,
    answers: {},
    handling: { codes: ['H1', 'H3'], text: 'not before the search' },
    seal: { ...base.seal, recipient: 'Parket', purpose: 'zaak 7' },
    stamps: [
      {
        authority: 'freetsa',
        digest: SESSION_TOKEN,
        of: { kind: 'session', startedEntry: digestOf('start') },
        earliest: TIME,
        latest: TIME,
      },
      {
        authority: 'freetsa',
        digest: CHECKPOINT_TOKEN,
        of: { kind: 'checkpoint', origin: ORIGIN, size: end + 1 },
        earliest: TIME,
        latest: TIME,
      },
      {
        authority: 'other',
        digest: digestOf('later'),
        of: { kind: 'checkpoint', origin: ORIGIN, size: end + 2 },
        earliest: TIME,
        latest: '2026-03-03T23:31:00.000Z',
      },
    ],
    timeline: [
      ...base.timeline,
      event(end, { type: 'file.added', exhibit: received.exhibit, digest: received.digest }),
      event(end + 1, {
        type: 'checkpoint.timestamped',
        actor: 'system',
        digest: CHECKPOINT_TOKEN,
        details: { subjectSha256: digestOf('note') },
      }),
      event(end + 2, { type: 'exhibit.rechecked', exhibit: 'E-0001' }),
      event(end + 3, { type: 'derivative.made', exhibit: 'E-0001', actor: '4712', digest: digestOf('derivative') }),
      event(end + 5, { type: 'derivative.made', exhibit: 'E-0001', digest: digestOf('redaction 1') }),
      event(end + 4, { type: 'exhibit.viewed', exhibit: 'E-0001' }),
    ],
  };
}

/** With the exchange of its main document, over TLS and a redirect; `chain`: the package holds the certificate too. */
async function withConnection(
  exhibit: ReportExhibit,
  { chain, certificate, isProxy }: { readonly chain?: string; readonly certificate: Sha256Digest; readonly isProxy: boolean },
): Promise<ReportExhibit> {
  const { observation, ...record } = await exhibit.readRecord();
  const changed = captureRecordSchema.parse({
    ...record,
    session: { ...record.session, tokenDigest: SESSION_TOKEN },
    observation: {
      ...observation,
      address: { ...observation.address, documentUrl: 'https://ads.example/parrot/1?ref=7#top', documentStartedAt: TIME },
      http: {
        ...observation.http,
        protocol: 'h2',
        headers: [
          ['set-cookie', 'a=\ud800'],
          ['set-cookie', 'b=2'],
          ['x-"quoted"', '<b>\u0000\n'],
        ],
        redirects: [{ url: 'http://ads.example/parrot/1', status: 301, location: '/parrot/1?ref=7', time: TIME }],
        remoteAddress: { ip: isProxy ? '2001:db8::7' : '192.0.2.1', port: 443, isProxy },
      },
      tls: { protocol: 'TLS 1.3', valid: true, chainSha256: [certificate] },
      page: { ...observation.page, title: '\u202eAd "@id" \ud83d kb:x', language: 'fr' },
    },
  });
  const pem = Buffer.from(chain ?? '');
  const artifact = makeArtifact(exhibit.exhibit, 'tls-chain', 'tls-chain.pem', pem);
  return {
    ...exhibit,
    artifacts: chain === undefined ? exhibit.artifacts : [artifact, ...exhibit.artifacts],
    leftOut: [{ role: 'secrets', name: 'secrets.json' }],
    readRecord: () => Promise.resolve(changed),
    async *readArtifact(asked) {
      if (asked.name === artifact.name) yield pem;
      else yield* exhibit.readArtifact(asked);
    },
  };
}

function makeArtifact(exhibit: string, role: ReportArtifact['role'], name: string, bytes: Uint8Array): ReportArtifact {
  const sha256 = sha256DigestOf(createHash('sha256').update(bytes).digest());
  const sha512 = sha512DigestOf(createHash('sha512').update(bytes).digest());
  return { role, name, mediaType: 'text/plain', sizeBytes: bytes.length, sha256, sha512, path: `data/exhibits/${exhibit}/${name}` };
}

function makeReceived(): ReportReceived {
  const artifact = makeArtifact('E-0003', 'received', 'letter.txt', Buffer.from('a letter'));
  const { path: _path, ...listed } = artifact;
  const record = receivedRecordSchema.parse({
    format: 'received/v1',
    kind: 'received',
    nonce: NONCE,
    case: idOf('case'),
    attempt: idOf('attempt'),
    practice: true,
    session: { id: idOf('session'), startedEntry: digestOf('start') },
    station: digestOf('station'),
    tool: { name: 'pugmark', version: '0.1.0', digest: digestOf('tool') },
    addedAt: TIME,
    givenName: 'brief "1".txt',
    mediaTypeBy: 'unknown',
    artifacts: [listed],
  });
  const digest = digestOf('received.json');
  return { exhibit: 'E-0003', digest, record, sealedAt: TIME, artifacts: [artifact], leftOut: [], origin: 'from a colleague' };
}

function makeRedaction(exhibit: string, original: string, number: number): ReportRedaction {
  const {
    path: _path,
    role: _role,
    ...derivative
  } = makeArtifact(exhibit, 'received', `redacted-${number}.png`, Buffer.from(String(number)));
  return {
    redaction: redactionSchema.parse({
      format: 'redaction/v1',
      id: idOf(`redaction ${number}`),
      exhibit,
      original: { role: 'screenshot-full', name: original, mediaType: 'image/png' },
      derivative,
      masks: [
        { kind: 'box', x: 0, y: 0, width: 1, height: 1, reason: 'minor' },
        { kind: 'box', x: 2, y: 0, width: 1, height: 1, reason: 'minor' },
      ],
    }),
    digest: digestOf(`redaction ${number}`),
    author: '4712',
    madeAt: TIME,
    path: `data/exhibits/${exhibit}/redacted-${number}.png`,
    recordPath: `data/exhibits/${exhibit}/redacted-${number}.json`,
  };
}

const H0 = { handling: ['H0'] } as const;

/** One statement of each kind and some beside them: replaced, withdrawn, about what nobody described, about an exhibit that is not here. */
function makeStatements(): readonly CaseStatement[] {
  const made: CaseStatement[] = [];
  const add = (name: string, entity: string, content: object, more: object = {}, state: CaseStatement['state'] = 'current'): void => {
    const statement = statementSchema.parse({
      format: 'statement/v1',
      id: idOf(`statement ${name}`),
      entity: idOf(entity),
      nature: 'asserted',
      content: content as StatementContent,
      evidence: [],
      evaluation: { source: 'X', information: '4' },
      ...H0,
      ...more,
    });
    made.push({ statement, author: made.length % 2 === 0 ? '4711' : '4712', madeAt: TIME, entry: `${ORIGIN}/${100 + made.length}`, state });
  };
  const picture = { exhibit: 'E-0001', artifact: 'screenshot-full.png', quote: 'ivoire ancien' };
  const person = { names: ['Jo'], isIdentified: false };
  add('old name', 'seller', { kind: 'person', fields: { ...person, names: ['Nobody'] } }, {}, 'replaced');
  add('taken back', 'withdrawn', { kind: 'person', fields: person }, {}, 'withdrawn');
  add('person', 'seller', {
    kind: 'person',
    fields: { ...person, names: ['Jo', 'Joanna'], aliases: ['tusk'], born: '1980', address: 'Rue 1, Lille', identifiers: ['12-34'] },
  });
  add(
    'suspect',
    'second person',
    { kind: 'person', fields: { ...person, status: 'suspect' } },
    { handling: ['H3'], handlingText: 'ask first' },
  );
  add('victim', 'third person', { kind: 'person', fields: { ...person, status: 'victim', address: 'Rue 1, Lille' } });
  const account = { platform: 'Le Grenier', accountId: 'u-1', displayName: 'tusk', url: 'https://ads.example/u/1' };
  add('account', 'account', { kind: 'account', fields: account }, { nature: 'displayed', evidence: [picture] });
  add('shop', 'shop', { kind: 'organisation', fields: { legalName: 'Shop bv', vat: 'BE0', address: 'Rue 2', registrationNumber: '7' } });
  for (const type of ['phone', 'email', 'handle', 'url', 'messenger', 'ip', 'wallet', 'iban', 'other']) {
    const shown = type === 'ip' ? '192.0.2.9' : `shown ${type}`;
    add(`means ${type}`, `means ${type}`, { kind: 'means-of-communication', fields: { type, shown, platform: 'Le Grenier' } });
  }
  const item = {
    kind: 'product',
    taxon: 'Loxodonta africana',
    term: 'IVC',
    source: 'U',
    quantity: '2.50',
    unit: 'kg',
    price: '180',
    currency: 'EUR',
    live: false,
    marks: ['a', 'b'],
  };
  add(
    'item',
    'item',
    { kind: 'item', fields: item },
    { evidence: [picture, { exhibit: 'E-0002', role: 'record' }, { exhibit: 'E-0099' }] },
  );
  add('place', 'place', {
    kind: 'location',
    fields: { shown: 'Lille', country: 'FR', region: 'Nord', latitude: '50.6', longitude: '3.06', precisionM: 5000, origin: 'stated' },
  });
  add('posted', 'posted', { kind: 'event', fields: { type: 'ad-posted', when: '2026-02-27', shown: '3 days ago' } });
  add('seen', 'seen', { kind: 'event', fields: { type: 'seen', when: '2026-03-02T10:00:00+01:00' } });
  add('uses', 'uses', { kind: 'relation', fields: { type: 'uses', from: idOf('seller'), to: idOf('account') } });
  add('knows', 'knows', { kind: 'relation', fields: { type: 'contact-of', from: idOf('seller'), to: idOf('nobody described') } });
  add('truth', 'truth', { kind: 'truth', fields: { of: idOf('statement account'), opinion: 'doubtful', why: 'a copy' } });
  add('truth of old', 'truth of old', { kind: 'truth', fields: { of: idOf('statement old name'), opinion: 'refuted' } });
  const words = { from: 'fr', to: 'en', original: 'ivoire ancien', text: 'old ivory', how: 'person' };
  add('translation', 'translation', { kind: 'translation', fields: words }, { evidence: [picture] });
  add('identification', 'item', {
    kind: 'identification',
    fields: {
      taxon: 'Loxodonta africana',
      method: 'visual',
      confidence: 70,
      qualifier: 'cf.',
      by: 'Dr B',
      listing: { cites: 'I', asOf: '2026-01-01' },
    },
  });
  add('corroboration', 'corroboration', { kind: 'corroboration', fields: { exhibit: 'E-0001', by: 'E-0002' } });
  add('truth of another', 'truth of another', { kind: 'truth', fields: { of: idOf('statement of another'), opinion: 'confirmed' } });
  add('of another', 'of another', { kind: 'corroboration', fields: { exhibit: 'E-0001', by: 'E-0098' } });
  return made;
}
