import { sketchExchange } from '../synthetic-exchange.ts';
import { buildPngChunk } from '../pictures.ts';
import { rulerTile } from '../ruler-tile.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { PackageFindingCode } from '../../../src/core/package/verdict.ts';
import { AA, E1, type Wrong } from './faults.ts';
import { CHAIN, FORM_PATH, hashList, REPORT_PATH, reportPage, STATED, type RichHands } from './rich-package.ts';
import { AD_URL, SESSION } from './twists.ts';

const LONG_AGO = '2019-01-01T00:00:00.000Z';
const ATTEMPT = '11111111-1111-4111-8111-111111111111';
const RECORD = `${E1}/capture.json`;
const ARCHIVE = `${E1}/archive.wacz`;
const COPY = `${E1}/redacted/screenshot-full.redacted-1.png`;
const BLACK = [0, 0, 0, 255] as const;

/** One thing that is wrong with a package that has nothing against it: the finding, what was done, by which hands, and where it is named. */
export type Contradiction = readonly [code: PackageFindingCode, what: string, hands: RichHands, subject: string];

const put = (path: string, bytes: Uint8Array): RichHands => ({ twists: { payload: (files) => void files.set(path, bytes) } });
const putForm = (edit: NonNullable<Parameters<typeof hashList>[1]>, path = FORM_PATH): RichHands => ({
  twists: { payload: (files) => void files.set(path, hashList(files, edit)) },
});

/** A picture with a text in a chunk beside its pixels. */
function withWords(): Uint8Array {
  const png = rulerTile(4, 4, 0, BLACK);
  return Buffer.concat([png.subarray(0, -12), buildPngChunk('tEXt', toUtf8('Comment\0Jan de Boer')), png.subarray(-12)]);
}

/** What somebody signs who holds every key, and forgets what another part of the package says. */
export const CONTRADICTIONS: readonly Contradiction[] = [
  [
    'time-contradiction',
    'a first picture from years before the start in the log',
    { observation: ({ times }) => ({ times: { ...times, seenAt: LONG_AGO } }) },
    'E-0001',
  ],
  [
    'time-contradiction',
    'a first picture from years after the end of the capture',
    { observation: ({ times }) => ({ times: { ...times, seenAt: '2031-01-01T00:00:00.000Z' } }) },
    'E-0001',
  ],
  [
    'time-contradiction',
    'a click from years before the start in the log, in record and log alike',
    {
      observation: ({ times, steps }) => ({
        times: { ...times, clickedAt: LONG_AGO, seenAt: times.finishedAt },
        steps: steps.map((step) => ({ ...step, startedAt: times.finishedAt })),
      }),
      twists: {
        event: (event) =>
          event.exhibit === 'E-0001' && event.type === 'capture.started'
            ? [{ ...event, details: { ...event.details, clickedAt: LONG_AGO } }]
            : [event],
      },
    },
    'E-0001',
  ],
  [
    'time-contradiction',
    'a step of the capture from another day',
    { observation: ({ steps }) => ({ steps: steps.map((step) => ({ ...step, startedAt: '2026-03-09T08:00:00.000Z' })) }) },
    'E-0001',
  ],
  [
    'time-contradiction',
    'a document that the archive has from another day',
    { observation: ({ address }) => ({ address: { ...address, documentStartedAt: '2026-02-02T08:00:00.000Z' } }) },
    ARCHIVE,
  ],
  [
    'time-contradiction',
    'an exchange in the archive from after the end of the capture',
    {
      twists: {
        exchanges: (exchanges) => [
          ...exchanges,
          sketchExchange({ url: `${AD_URL}/x`, startedAt: '2026-03-09T08:00:00.000Z', more: { id: 'x4' } }),
        ],
      },
    },
    ARCHIVE,
  ],
  [
    'archive-changed',
    'the archive of another page',
    {
      observation: ({ address }) => ({
        address: { ...address, documentUrl: 'https://other.example/ad/1', shownUrl: 'https://other.example/ad/1' },
      }),
    },
    ARCHIVE,
  ],
  [
    'archive-changed',
    'another answer than the archive has',
    { observation: ({ http }) => (http ? { http: { ...http, status: 404 } } : {}) },
    ARCHIVE,
  ],
  [
    'archive-changed',
    'another server than the archive has',
    { observation: ({ http }) => (http ? { http: { ...http, remoteAddress: { ip: '198.51.100.9', port: 443, isProxy: false } } } : {}) },
    ARCHIVE,
  ],
  [
    'record-differs',
    'other certificates than the record names',
    { observation: ({ tls }) => (tls ? { tls: { ...tls, chainSha256: [AA] } } : {}) },
    `${E1}/tls-chain.pem`,
  ],
  [
    'record-differs',
    'a session that starts once more after its captures',
    {
      twists: {
        event: (event) => (event.type === 'exhibit.viewed' ? [event, { type: 'session.started', details: { session: SESSION } }] : [event]),
      },
    },
    RECORD,
  ],
  [
    'artifact-unlisted',
    'an exhibit that was erased and is here',
    {
      twists: {
        event: (event) =>
          event.type === 'exhibit.viewed'
            ? [event, { type: 'exhibit.erased', exhibit: 'E-0001', details: { attempt: ATTEMPT, artifacts: 9 } }]
            : [event],
        statement: (seal) => ({ ...seal, scope: { ...seal.scope, erasedInCase: 1 } }),
      },
    },
    'E-0001',
  ],
  [
    'statement-invalid',
    'a statement that rests on a file which the exhibit has not',
    { statement: { ...STATED, evidence: [{ exhibit: 'E-0001', role: 'dom', artifact: 'dom.html', sha256: AA }] } },
    'data/custody/texts.jsonl',
  ],
  [
    'layout-unknown-file',
    'a report that goes somewhere else by itself',
    put(REPORT_PATH, reportPage('<meta http-equiv="refresh" content="0;url=https://evil.example/">')),
    REPORT_PATH,
  ],
  [
    'layout-unknown-file',
    'a report with a link that leads away',
    put(REPORT_PATH, reportPage('<a href="https://evil.example/">verify</a>')),
    REPORT_PATH,
  ],
  [
    'layout-unknown-file',
    'a report that has names looked up',
    put(REPORT_PATH, reportPage('<link rel="dns-prefetch" href="//x.evil.example">')),
    REPORT_PATH,
  ],
  ['layout-unknown-file', 'a report with something hidden in a comment', put(REPORT_PATH, reportPage('<!-- x -->')), REPORT_PATH],
  ['form-differs', 'a form that is nested without end', put(FORM_PATH, toUtf8('['.repeat(100_000))), FORM_PATH],
  ['form-differs', 'a form that is none', put(FORM_PATH, toUtf8('{"format":"form/v1"}')), FORM_PATH],
  [
    'form-differs',
    'a list with another digest of a file that is here',
    putForm((form) => JSON.parse(JSON.stringify(form).replace(/"[0-9a-f]{64}"/, `"${'aa'.repeat(32)}"`)) as object),
    FORM_PATH,
  ],
  [
    'form-differs',
    'a form under the name of another',
    putForm((form) => form, 'data/forms/europol-cover.en.json'),
    'data/forms/europol-cover.en.json',
  ],
  ['practice-differs', 'a form for practice in a package for evidence', putForm((form) => ({ ...form, practice: true })), FORM_PATH],
  ['redaction-differs', 'a redacted copy that is not covered', { copy: rulerTile(4, 4, 3) }, COPY],
  ['redaction-differs', 'a redacted copy that is covered by something see-through', { copy: rulerTile(4, 4, 0, [0, 0, 0, 0]) }, COPY],
  ['redaction-differs', 'a redacted copy with words beside its pixels', { copy: withWords() }, COPY],
  ['redaction-differs', 'a redacted copy that is no picture', { copy: CHAIN }, COPY],
];

/** What is wrong with what a package shows of a part of its case. */
export const COUNT_FAULTS: readonly Wrong[] = [
  [
    'seal-invalid',
    'a failed attempt that is counted nowhere, its entries withheld',
    {
      exhibits: ['E-0003'],
      statement: (seal) => ({ ...seal, scope: { ...seal.scope, attemptsInCase: 2, sealedInCase: 2, failedInCase: 0 } }),
    },
    'seal/seal.dsse.json',
  ],
];
