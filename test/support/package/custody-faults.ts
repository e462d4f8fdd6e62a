import { toBase64, toUtf8 } from '../../../src/core/digest/encoding.ts';
import { keyLinkPath, keyPath, keyRevocationPath, PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { buildKeyRevocation } from '../../../src/core/signing/key-revocation.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { MADE } from '../statements.ts';
import { EARLIER_ID, PACKAGE_ID, type EventSketch, type Twists } from './twists.ts';

import {
  AA,
  E1,
  ORIGIN,
  SECOND,
  type Wrong,
  addNote,
  change,
  damage,
  deleteNewestNotes,
  editLine,
  inLog,
  joinOf,
  lineOf,
  logLines,
  noteOf,
  ofExport,
  ofObservation,
  retyped,
  revocation,
  stranger,
} from './faults.ts';

const STATEMENT = JSON.stringify(MADE.statement);

/** One more entry in the log, with what somebody said of E-0001. */
export function saying(statement: string, changes: Partial<EventSketch> = {}): Twists {
  const made: EventSketch = { type: 'statement.made', exhibit: 'E-0001', details: MADE.details, ...changes, texts: { statement } };
  return { event: (event) => (event.type === 'exhibit.viewed' ? [event, made] : [event]) };
}

/** What is wrong with keys, signatures and the custody log. */
export const CUSTODY_FAULTS: readonly Wrong[] = [
  ['seal-signature', 'a key that is not certified', { sealer: () => stranger }, PACKAGE_PATHS.seal],
  ['seal-signature', 'the sealed statement is changed', retyped((payload) => payload.replace('Parket 7', 'Parket 8'))],
  ['key-purpose', 'the log key signs a seal', { sealer: ({ log }) => log }, PACKAGE_PATHS.seal],
  ['key-purpose', 'the identity key signs a seal', { sealer: ({ identity }) => identity }],
  [
    'key-certificate-invalid',
    'a certificate is damaged',
    { payload: (files, { log }) => damage(files, keyPath(fingerprintOf(nodeHashing, log.publicKey))) },
  ],
  ['key-certificate-invalid', 'there is no identity', { payload: (files, { id }) => void files.delete(keyPath(id)) }, PACKAGE_PATHS.keys],
  [
    'key-certificate-invalid',
    'a certificate under the name of another key',
    {
      payload: (files, { log }) =>
        files.set(
          `${PACKAGE_PATHS.keys}/0123456789abcdef.dsse.json`,
          files.get(keyPath(fingerprintOf(nodeHashing, log.publicKey))) ?? toUtf8(''),
        ),
    },
  ],
  [
    'key-revoked',
    'the log revokes the seal key',
    { event: (event) => (event.type === 'exhibit.viewed' ? [event, revocation()] : [event]) },
  ],
  ['key-untrusted', 'a key that the checker does not know', {}],
  [
    'agency-seal-wrong',
    'a signature of an agency that is none',
    { sealed: (files) => void files.set(PACKAGE_PATHS.agencySeal, toUtf8('0')) },
  ],
  ['key-link-invalid', 'a link that nobody signed', { payload: (files, { id }) => void files.set(keyLinkPath(id), toUtf8('{}')) }],
  [
    'key-revocation-invalid',
    'a revocation by somebody else',
    {
      payload: (files, { seal }) => {
        const key = fingerprintOf(nodeHashing, seal.publicKey);
        const time = '2026-03-02T08:00:00.000Z';
        const said = { purpose: 'seal', practice: false, key, reason: 'lost', invalidFrom: time, statedAt: time } as const;
        files.set(keyRevocationPath(key), buildKeyRevocation(nodeHashing, [stranger], said));
      },
    },
  ],
  [
    'key-link-missing',
    'a rotation that the log tells and no link shows',
    {
      event: (event) =>
        event.type === 'exhibit.viewed' ? [event, { type: 'key.rotated', details: { key: AA, purpose: 'identity' } }] : [event],
      entry: (entry) => (entry.type === 'key.rotated' ? { ...entry, details: { ...entry.details, next: entry.station } } : entry),
    },
  ],

  [
    'line-not-canonical',
    'a blank in a line',
    editLine('exhibit.viewed', (line) => line.replace('"actor":', '"actor": ')),
    `${ORIGIN} entry 7`,
  ],
  [
    'line-invalid',
    'an unknown event',
    editLine('exhibit.viewed', (line) => line.replace('exhibit.viewed', 'exhibit.praised')),
    `${ORIGIN} entry 7`,
  ],
  ['line-invalid', 'bytes that are no text', inLog((text) => `${text}\u00ff\n`), PACKAGE_PATHS.log],
  ['line-foreign', 'an entry of another case', editLine('exhibit.viewed', (line) => line.replace('2f6e1c1e', '3f6e1c1e'))],
  ['sequence-gap', 'a line is left out', logLines((lines) => lines.toSpliced(7, 1))],
  [
    'nonce-repeated',
    'a nonce comes twice',
    { entry: (entry) => (entry.type === 'exhibit.viewed' ? { ...entry, nonce: toBase64(new Uint8Array(16)) } : entry) },
  ],
  ['log-empty', 'no segment', inLog(() => '')],
  ['checkpoint-invalid', 'a checkpoint under another name', addNote(`${ORIGIN}/2.note`, (station) => noteOf(4, 'aa', station))],
  ['checkpoint-invalid', 'a checkpoint that is none', addNote(`${ORIGIN}/2.note`, () => 'nothing')],
  ['checkpoint-signature', 'a checkpoint by a stranger', addNote(`${ORIGIN}/2.note`, () => noteOf(2, 'aa', { log: stranger }))],
  [
    'checkpoint-signature',
    'the newest checkpoint by a stranger',
    { payload: (files) => files.set(PACKAGE_PATHS.checkpoint, toUtf8(noteOf(11, 'aa', { log: stranger }))) },
    PACKAGE_PATHS.checkpoint,
  ],
  ['checkpoint-beyond-log', 'a checkpoint of more entries', addNote(`${ORIGIN}/99.note`, (station) => noteOf(99, 'aa', station))],
  ['checkpoint-root', 'a checkpoint of other entries', addNote(`${ORIGIN}/2.note`, (station) => noteOf(2, 'aa', station))],
  [
    'checkpoint-missing',
    'no newest checkpoint',
    { payload: (files) => void files.delete(PACKAGE_PATHS.checkpoint) },
    PACKAGE_PATHS.checkpoint,
  ],
  ['checkpoint-missing', 'entries that no checkpoint covers', { payload: (files) => deleteNewestNotes(files) }, ORIGIN],
  [
    'checkpoint-inconsistent',
    'two stories of one size',
    { payload: (files, station) => files.set(PACKAGE_PATHS.checkpoint, toUtf8(noteOf(11, 'aa', station))) },
    `${ORIGIN} checkpoint 11`,
  ],
  ['segment-not-joined', 'a second segment that joins nothing', inLog((text) => `${text}{"origin":"${SECOND}"}\n${lineOf(text, 1)}\n`)],
  ['segment-differs', 'a second segment that goes on from elsewhere', inLog((text) => `${text}{"origin":"${SECOND}"}\n${joinOf(text)}\n`)],
  [
    'start-repeated',
    'a capture starts twice',
    { event: (event) => (event.type === 'capture.started' && event.exhibit === 'E-0003' ? [event, event] : [event]) },
    'E-0003',
  ],
  ['end-repeated', 'a capture ends twice', { event: (event) => (event.type === 'capture.failed' ? [event, event] : [event]) }, 'E-0002'],
  [
    'end-without-start',
    'a start is dropped',
    { event: (event) => (event.type === 'capture.started' && event.exhibit === 'E-0003' ? [] : [event]) },
    'E-0003',
  ],
  ['number-gap', 'a number is left out', { event: (event) => (event.exhibit === 'E-0002' ? [] : [event]) }, 'E-0003'],

  ['log-missing', 'the log is not there', { payload: (files) => void files.delete(PACKAGE_PATHS.log) }, PACKAGE_PATHS.log],
  ['log-key-missing', 'no log key', { payload: (files, { log }) => void files.delete(keyPath(fingerprintOf(nodeHashing, log.publicKey))) }],
  [
    'sealed-checkpoint-differs',
    'another root is sealed',
    { statement: (seal) => ({ ...seal, checkpoint: { ...seal.checkpoint, root: AA } }) },
  ],
  ['sealed-checkpoint-differs', 'the last entry is cut off', inLog((text) => text.replace(/[^\n]*\n$/, ''))],
  ['export-unlogged', 'the export is not in the log', { event: (event) => (event.details?.['package'] === PACKAGE_ID ? [] : [event]) }],
  ['export-unlogged', 'it was logged for another profile', ofExport({ profile: 'archive' })],
  ['export-unlogged', 'it was logged for other exhibits', ofExport({ exhibits: ['E-0001'] })],
  ['export-unlogged', 'it was logged for another recipient', { statement: (seal) => ({ ...seal, recipient: 'Parket 8' }) }],
  ['export-unlogged', 'it was logged by another operator', { statement: (seal) => ({ ...seal, operator: 'NL-9' }) }],
  [
    'exhibit-unlogged',
    'an exhibit that never ended',
    { event: (event) => (event.type === 'capture.sealed' && event.exhibit === 'E-0003' ? [] : [event]) },
    'E-0003',
  ],
  [
    'record-digest',
    'the log sealed another record',
    { event: (event) => [event.exhibit === 'E-0001' && event.digest !== undefined ? { ...event, digest: AA } : event] },
    'E-0001',
  ],
  [
    'record-digest',
    'the record is another',
    { payload: (files) => change(files, `${E1}/capture.json`, (text) => text.replace('offline', 'on line')) },
    `${E1}/capture.json`,
  ],
  ['proof-missing', 'a proof is taken away', { payload: (files) => void files.delete(`${PACKAGE_PATHS.proofs}/E-0001.tlog-proof`) }],
  [
    'proof-invalid',
    'a proof is damaged',
    { payload: (files) => change(files, `${PACKAGE_PATHS.proofs}/E-0001.tlog-proof`, (text) => text.replace('index 2', 'index 3')) },
  ],
  [
    'proof-invalid',
    'a proof with more in it',
    {
      payload: (files) =>
        change(files, `${PACKAGE_PATHS.proofs}/E-0001.tlog-proof`, (text) => text.replace('index 2', 'extra eA==\nindex 2')),
    },
  ],
  [
    'proof-invalid',
    'the proof of another exhibit',
    {
      payload: (files) =>
        void files.set(`${PACKAGE_PATHS.proofs}/E-0001.tlog-proof`, files.get(`${PACKAGE_PATHS.proofs}/E-0003.tlog-proof`) ?? toUtf8('')),
    },
  ],
  [
    'address-commitment-differs',
    'a text is another',
    { payload: (files) => change(files, PACKAGE_PATHS.texts, (text) => text.replace('to show it', 'to hide it')) },
  ],
  [
    'address-commitment-differs',
    'a text of no entry',
    { payload: (files) => change(files, PACKAGE_PATHS.texts, (text) => text.replace('"seq":1,', '"seq":0,')) },
  ],
  [
    'address-commitment-differs',
    'a record with another address',
    ofObservation(({ address }) => ({ address: { ...address, requestedUrl: 'https://other.example/' } })),
    'E-0001',
  ],
  ['statement-invalid', 'a statement that is none', saying('{}')],
  ['statement-invalid', 'a statement said to be of another kind', saying(STATEMENT, { details: { ...MADE.details, kind: 'account' } })],
  ['statement-invalid', 'a statement said to rest on another exhibit', saying(STATEMENT, { exhibit: 'E-0003' })],
  ['statement-invalid', 'a statement as the text of a note', saying(STATEMENT, { type: 'note.added' })],
  [
    'earlier-package-differs',
    'another package before it than the log says',
    { statement: (seal) => ({ ...seal, previous: { package: EARLIER_ID, seal: `sha256:${'67'.repeat(32)}` } }) },
  ],
  ['earlier-package-differs', 'no package before it, though the log has one', { statement: ({ previous: _previous, ...seal }) => seal }],
];
