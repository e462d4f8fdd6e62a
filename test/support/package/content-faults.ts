import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { keyPath, PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { EARLIER_ID } from './twists.ts';
import { otherBody } from '../synthetic-exchange.ts';

import { AA, E1, type Wrong, change, damage, ofObservation, stranger, swap } from './faults.ts';

/** What is wrong with the seal's form, the exhibits, their archives and their ledgers. */
export const CONTENT_FAULTS: readonly Wrong[] = [
  ['seal-missing', 'the seal is taken away', { sealed: (files) => void files.delete(PACKAGE_PATHS.seal) }, PACKAGE_PATHS.seal],
  ['seal-invalid', 'the seal is no envelope', { sealed: (files) => void files.set(PACKAGE_PATHS.seal, toUtf8('{}')) }],
  ['seal-invalid', 'a blank in the envelope', { sealed: (files) => change(files, PACKAGE_PATHS.seal, (text) => `${text} `) }],
  [
    'seal-invalid',
    'another keyid, which no signature covers',
    { sealed: (files) => change(files, PACKAGE_PATHS.seal, (text) => text.replace(/"keyid":"sha256:./, '"keyid":"sha256:x')) },
  ],
  [
    'seal-invalid',
    'a second signature beside the first',
    {
      sealed: (files) =>
        change(files, PACKAGE_PATHS.seal, (text) => text.replace(/\[(\{"keyid".*\})\]/, (_, one: string) => `[${one},${one}]`)),
    },
  ],
  [
    'seal-invalid',
    'more sealed exhibits in the case than the log shows',
    { statement: (seal) => ({ ...seal, scope: { ...seal.scope, sealedInCase: 3 } }) },
  ],
  ['seal-invalid', 'withheld entries that are none', { statement: (seal) => ({ ...seal, scope: { ...seal.scope, withheldEntries: 1 } }) }],
  [
    'seal-subject-differs',
    'a tag manifest is another',
    { sealed: (files) => damage(files, 'tagmanifest-sha512.txt') },
    'tagmanifest-sha512.txt',
  ],
  ['bag-info-invalid', 'another profile in bag-info', { info: (info) => void info.set('Pugmark-Profile', 'archive') }, 'bag-info.txt'],
  ['bag-info-invalid', 'another agency in bag-info', { info: (info) => void info.set('Source-Organization', 'Team 8') }, 'bag-info.txt'],
  ['practice-differs', 'bag-info hides practice', { practice: true, info: (info) => void info.delete('Pugmark-Practice') }, 'bag-info.txt'],
  ['practice-differs', 'a record of practice in evidence', { record: (record) => ({ ...record, practice: true }) }, `${E1}/capture.json`],
  [
    'practice-differs',
    'a practice key among the keys',
    {
      certificates: (files, station) =>
        files.set(keyPath(fingerprintOf(nodeHashing, stranger.publicKey)), station.certify(stranger.publicKey, 'log', true)),
    },
    keyPath(fingerprintOf(nodeHashing, stranger.publicKey)),
  ],
  [
    'viewer-forged',
    'a page of its own',
    { payload: (files) => void files.set(PACKAGE_PATHS.viewer, toUtf8('<script>')) },
    PACKAGE_PATHS.viewer,
  ],
  [
    'layout-unknown-file',
    'a file among the keys',
    { payload: (files) => void files.set(`${PACKAGE_PATHS.keys}/more.txt`, toUtf8('x')) },
    `${PACKAGE_PATHS.keys}/more.txt`,
  ],
  [
    'layout-unknown-file',
    'a proof of nothing',
    { payload: (files) => void files.set(`${PACKAGE_PATHS.proofs}/E-0009.tlog-proof`, toUtf8('x')) },
  ],
  [
    'layout-unknown-file',
    'a file among the checkpoints',
    { payload: (files) => void files.set(`${PACKAGE_PATHS.checkpoints}/x`, toUtf8('x')) },
  ],

  [
    'record-invalid',
    'a record that is not canonical',
    { payload: (files) => change(files, `${E1}/capture.json`, (text) => `${text}\n`) },
    `${E1}/capture.json`,
  ],
  [
    'record-invalid',
    'a record nested without end',
    { payload: (files) => void files.set(`${E1}/capture.json`, toUtf8('['.repeat(1_000_000))) },
  ],
  ['record-differs', 'a record of another case', { record: (record) => ({ ...record, case: EARLIER_ID }) }, `${E1}/capture.json`],
  ['record-differs', 'a record of another attempt', { record: (record) => ({ ...record, attempt: EARLIER_ID }) }],
  [
    'record-differs',
    'a record of another session',
    { record: (record) => ({ ...record, session: { ...record.session, id: EARLIER_ID } }) },
  ],
  [
    'record-differs',
    'a record with another entry of its session',
    { record: (record) => ({ ...record, session: { ...record.session, startedEntry: AA } }) },
  ],
  [
    'record-differs',
    'a record of another exhibit',
    { record: (record) => (record.exhibit === 'E-0001' ? { ...record, exhibit: 'E-0003' } : record) },
  ],
  [
    'record-differs',
    'a record with another time of the click',
    ofObservation(({ times }) => ({ times: { ...times, clickedAt: '2026-03-02T07:59:59.000Z' } })),
  ],
  ['artifact-missing', 'an artifact is taken away', { payload: (files) => void files.delete(`${E1}/dom.html.txt`) }, `${E1}/dom.html.txt`],
  ['artifact-missing', 'a record is taken away', { payload: (files) => void files.delete(`${E1}/capture.json`) }, `${E1}/capture.json`],
  [
    'artifact-missing',
    'an exhibit is left out of the seal and not withheld',
    { statement: (seal) => ({ ...seal, scope: { ...seal.scope, exhibits: seal.scope.exhibits.slice(1) } }) },
    'E-0001',
  ],
  [
    'artifact-unlisted',
    'an artifact that no record lists',
    { payload: (files) => void files.set(`${E1}/more.txt`, toUtf8('x')) },
    `${E1}/more.txt`,
  ],
  ['artifact-unlisted', 'an exhibit that nobody sealed', { payload: (files) => void files.set('data/exhibits/E-0009/x.txt', toUtf8('x')) }],
  ['artifact-unlisted', 'a file beside the exhibits', { payload: (files) => void files.set('data/exhibits/x.txt', toUtf8('x')) }],
  [
    'artifact-unlisted',
    'credentials in a profile without them',
    { payload: (files) => void files.set(`${E1}/secrets.json`, toUtf8('{}')) },
    `${E1}/secrets.json`,
  ],
  ['artifact-changed', 'an artifact is another', { payload: (files) => damage(files, `${E1}/dom.html.txt`) }, `${E1}/dom.html.txt`],
  [
    'artifact-changed',
    'two pictures change places',
    { payload: (files) => swap(files, `${E1}/screenshot-tile-01.png`, `${E1}/screenshot-tile-02.png`) },
  ],
  ['archive-invalid', 'an archive that is none', { wacz: () => toUtf8('nothing') }, `${E1}/archive.wacz`],
  ['archive-invalid', 'bytes before the archive', { wacz: (bytes) => Buffer.concat([toUtf8('x'), bytes]) }],
  ['archive-invalid', 'bytes after the archive', { wacz: (bytes) => Buffer.concat([bytes, toUtf8('x')]) }],
  [
    'archive-changed',
    'a served page that the archive does not hold',
    { exchanges: ([page, ...rest]) => [...(page === undefined ? [] : [{ ...page, ...otherBody(page) }]), ...rest] },
    `${E1}/served.html.txt`,
  ],
  [
    'recipe-differs',
    'a recipe with other pixels',
    ofObservation(({ recipes }) => ({ recipes: recipes.map((recipe) => ({ ...recipe, pixelsSha256: AA })) })),
  ],
  [
    'time-contradiction',
    'an end long before the start',
    {
      entry: (entry) =>
        entry.type === 'capture.sealed' && entry.exhibit === 'E-0001' ? { ...entry, time: '2026-03-02T07:00:00.000Z' } : entry,
    },
    'E-0001',
  ],
  ['ledger-differs', 'an exchange less in the archive', { exchanges: (exchanges) => exchanges.slice(0, 2) }],
  [
    'ledger-differs',
    'a problem that the ledger does not tell',
    ofObservation(({ completeness }) => ({
      completeness: { ...completeness, items: [], incomplete: { shown: 0, supporting: 0, background: 0 } },
    })),
  ],
  ['archive-unreadable', 'an archive that is taken away', { payload: (files) => void files.delete(`${E1}/archive.wacz`) }],
];
