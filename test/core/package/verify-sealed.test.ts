import { beforeAll, describe, expect, it } from 'vitest';
import { buildCheckpointNote } from '../../../src/core/custody/checkpoint.ts';
import { buildEntryLine, parseEntryLine } from '../../../src/core/custody/entry.ts';
import { parseBase64, parseUtf8, toBase64, toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { Observation } from '../../../src/core/model/capture-record.ts';
import type { JsonValue } from '../../../src/core/model/primitives.ts';
import { keyPath, PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { AXES, PACKAGE_FINDING_CODES, type PackageFindingCode, type Verdict } from '../../../src/core/package/verdict.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeCryptography, nodeHashing } from '../../../src/platform/cryptography.ts';
import {
  buildPackage,
  digestOf,
  EARLIER_ID,
  PACKAGE_ID,
  stationOf,
  type BuiltPackage,
  type EventSketch,
  type PackageFiles,
  type Station,
  type Twists,
} from '../../support/package-builder.ts';
import { otherBody } from '../../support/synthetic-exchange.ts';
import { verifyFiles, verifyPorts, type Knowledge } from '../../support/verify-files.ts';

const ORIGIN = 'pugmark.aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const SECOND = 'pugmark.bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
const E1 = 'data/exhibits/E-0001';
const AA = `sha256:${'aa'.repeat(32)}` as const;
const stranger = nodeCryptography.signingKeys.generate().signer;

function codesOf(verdict: Verdict): readonly PackageFindingCode[] {
  return AXES.flatMap((axis) => verdict.axes[axis].findings.map(({ code }) => code));
}

function change(files: PackageFiles, path: string, edit: (text: string) => string): void {
  const before = files.get(path);
  if (before === undefined) throw new Error(`${path} is not there`);
  const after = edit(Buffer.from(before).toString('latin1'));
  if (after === Buffer.from(before).toString('latin1')) throw new Error(`nothing was changed in ${path}`);
  files.set(path, Buffer.from(after, 'latin1'));
}

/** Flips a bit in the middle. */
function damage(files: PackageFiles, path: string): void {
  const bytes = Buffer.from(files.get(path) ?? []);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  files.set(path, bytes);
}

const logLines = (edit: (lines: string[]) => string[]): Twists => ({ lines: (lines) => edit([...lines]) });
const editLine = (marker: string, edit: (line: string) => string): Twists =>
  logLines((lines) => lines.map((line) => (line.includes(marker) ? edit(line) : line)));
const inLog = (edit: (text: string) => string): Twists => ({ payload: (files) => change(files, PACKAGE_PATHS.log, edit) });
const addNote = (name: string, note: (station: Station) => string): Twists => ({
  payload: (files, station) => files.set(`${PACKAGE_PATHS.checkpoints}/${name}`, toUtf8(note(station))),
});
const noteOf = (size: number, root: string, station: Pick<Station, 'log'>): string =>
  buildCheckpointNote(nodeHashing, { origin: ORIGIN, size, root: `sha256:${root.repeat(32)}` }, station.log);
const retyped = (edit: (payload: string) => string): Twists => ({
  sealed: (files) =>
    change(files, PACKAGE_PATHS.seal, (text) =>
      text.replace(/"payload":"([^"]*)"/, (_, payload: string) => `"payload":"${toBase64(toUtf8(edit(parseUtf8(parseBase64(payload)))))}"`),
    ),
});

function revocation(): EventSketch {
  return { type: 'key.revoked', details: { key: fingerprintOf(nodeHashing, stationOf(false).seal.publicKey) } };
}

function deleteNewestNotes(files: PackageFiles): void {
  files.delete(PACKAGE_PATHS.checkpoint);
  const sizes = [...files.keys()].flatMap((path) => /checkpoints\/.*\/(\d+)\.note$/.exec(path)?.[1] ?? []).map(Number);
  files.delete(`${PACKAGE_PATHS.checkpoints}/${ORIGIN}/${Math.max(...sizes)}.note`);
}

function lineOf(text: string, index: number): string {
  return text.split('\n')[index] ?? '';
}

/** A first entry of a further segment that goes on from a state that the log never had. */
function joinOf(text: string): string {
  const entry = parseEntryLine(lineOf(text, 1));
  const details = { origin: ORIGIN, size: 1, root: AA, highestAttempt: 3 };
  return buildEntryLine({ ...entry, nonce: '/////////////////////w==', type: 'segment.joined', details });
}

function swap(files: PackageFiles, one: string, other: string): void {
  const bytes = files.get(one) ?? new Uint8Array();
  files.set(one, files.get(other) ?? new Uint8Array());
  files.set(other, bytes);
}

const ofObservation = (edit: (observation: Observation) => Partial<Observation>): Twists => ({
  record: (record) =>
    record.exhibit === 'E-0001' ? { ...record, observation: { ...record.observation, ...edit(record.observation) } } : record,
});
const ofExport = (details: Readonly<Record<string, JsonValue>>): Twists => ({
  event: (event) => [event.details?.['package'] === PACKAGE_ID ? { ...event, details: { ...event.details, ...details } } : event],
});

/** One thing that is wrong: the finding that names it, what was done, and where it is named. */
type Wrong = readonly [code: PackageFindingCode, what: string, twists: Twists, subject?: string];

const WRONG: readonly Wrong[] = [
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
  [
    'earlier-package-differs',
    'another package before it than the log says',
    { statement: (seal) => ({ ...seal, previous: { package: EARLIER_ID, seal: `sha256:${'67'.repeat(32)}` } }) },
  ],
  ['earlier-package-differs', 'no package before it, though the log has one', { statement: ({ previous: _previous, ...seal }) => seal }],

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

/** Codes of the container and of the bag, which have tests of their own. */
const OF_THE_BAG: ReadonlySet<PackageFindingCode> = new Set([
  'container-not-canonical',
  'name-duplicate',
  'name-unsafe',
  'entry-kind-refused',
  'size-limit',
  'bag-declaration-invalid',
  'manifest-missing',
  'manifest-invalid',
  'file-missing',
  'file-unlisted',
  'file-changed',
  'oxum-differs',
]);

describe('a package as it was sealed', () => {
  let whole: BuiltPackage;
  let knowledge: Knowledge;
  beforeAll(async () => {
    whole = await buildPackage();
    knowledge = { trusted: [whole.station.id] };
  });

  it('has nothing against it', async () => {
    const verdict = await verifyFiles(whole.files, knowledge);
    expect(codesOf(verdict)).toEqual(['time-not-checked']);
    expect(Object.fromEntries(AXES.map((axis) => [axis, verdict.axes[axis].state]))).toEqual({
      integrity: 'pass',
      authorship: 'pass',
      custody: 'pass',
      time: 'not-checked',
      completeness: 'as-recorded',
    });
    expect(verdict).toMatchObject({
      package: PACKAGE_ID,
      profile: 'prosecutor',
      practice: false,
      signedBy: whole.station.id,
      scope: { case: 'OP-2026/17', exhibitsInPackage: 3, exhibitsInCase: 2, failedAttempts: 1, withheldEntries: 0, earlierPackages: 1 },
    });
    expect(verdict.exhibits.map(({ exhibit, state }) => `${exhibit} ${state}`)).toEqual([
      'E-0001 sealed',
      'E-0002 failed',
      'E-0003 partial',
    ]);
    expect(verdict.exhibits[0]?.completeness).toEqual({ exchanges: 3, incomplete: { shown: 0, supporting: 1, background: 0 } });
    expect(AXES.flatMap((axis) => verdict.axes[axis].notes.map(({ code }) => code)).toSorted()).toEqual(
      ['artifact-withheld', 'artifact-withheld', 'attempt-failed', 'exhibit-partial', 'key-trusted'].toSorted(),
    );
  });

  it('has nothing against it where exhibits are left out, or where it is practice', async () => {
    const part = await buildPackage({ exhibits: ['E-0001'] });
    const verdict = await verifyFiles(part.files, knowledge);
    expect(codesOf(verdict)).toEqual(['time-not-checked']);
    expect(verdict.scope).toMatchObject({ exhibitsInPackage: 1, exhibitsInCase: 2, withheldEntries: 4 });
    const practice = await buildPackage({ practice: true });
    expect(codesOf(await verifyFiles(practice.files, { trusted: [practice.station.id] }))).toEqual(['time-not-checked']);
  });

  it('says who signed it where nothing was brought to compare with, and fails where something else was', async () => {
    const alone = await verifyFiles(whole.files);
    expect(alone.axes.authorship).toMatchObject({ state: 'not-checked', findings: [{ code: 'key-untrusted', subject: whole.station.id }] });
    const other = await verifyFiles(whole.files, { trusted: [AA] });
    expect(other.axes.authorship).toMatchObject({ state: 'fail', findings: [{ code: 'key-untrusted' }] });
  });

  it('says which pictures it could not put together again', async () => {
    const { images: _images, ...ports } = verifyPorts;
    const verdict = await verifyFiles(whole.files, { ...knowledge, ports });
    expect(verdict.axes.integrity.state).toBe('pass');
    expect(verdict.axes.integrity.notes).toContainEqual(
      expect.objectContaining({ code: 'recipe-not-checked', subject: `${E1}/screenshot-full.png` }),
    );
  });

  it('says which addresses cannot be opened', async () => {
    const silent = await buildPackage({ payload: (files) => void files.delete(PACKAGE_PATHS.texts) });
    const verdict = await verifyFiles(silent.files, knowledge);
    expect(codesOf(verdict)).toEqual(['time-not-checked']);
    expect(verdict.axes.custody.notes.filter(({ code }) => code === 'address-not-shown')).toHaveLength(3);
  });
});

describe('a package with one thing wrong', () => {
  it.each(WRONG.map(([code, what, twists, subject]) => ({ code, what, twists, subject })))(
    '$code: $what',
    async ({ code, twists, subject }) => {
      const { files, station } = await buildPackage(twists);
      const verdict = await verifyFiles(files, code === 'key-untrusted' ? { trusted: [AA] } : { trusted: [station.id] });
      const axis = AXES.find((one) => (PACKAGE_FINDING_CODES[one] as readonly string[]).includes(code));
      if (axis === undefined) throw new Error(`${code} has no axis`);
      const named = verdict.axes[axis].findings.filter((finding) => finding.code === code);
      expect(named, `findings: ${JSON.stringify(AXES.map((one) => verdict.axes[one].findings))}`).not.toEqual([]);
      expect(named.map((finding) => finding.subject)).toContain(subject ?? named[0]?.subject);
      expect(verdict.axes[axis].state).toBe('fail');
    },
  );

  it('is tried for every code from the seal on', () => {
    const tried = new Set<PackageFindingCode>([...WRONG.map(([code]) => code), 'time-not-checked']);
    const all = AXES.flatMap((axis): readonly PackageFindingCode[] => PACKAGE_FINDING_CODES[axis]);
    expect(all.filter((code) => !tried.has(code) && !OF_THE_BAG.has(code))).toEqual([]);
  });

  it('never passes custody without a seal', async () => {
    const { files } = await buildPackage({ sealed: (made) => void made.delete(PACKAGE_PATHS.seal) });
    const verdict = await verifyFiles(files);
    expect(AXES.map((axis) => verdict.axes[axis].state)).toEqual(['fail', 'not-checked', 'not-checked', 'not-checked', 'not-checked']);
    expect(verdict.package).toBe('a package');
  });
});

describe('an earlier package of the case', () => {
  /** The same log, three entries shorter. */
  const before: Twists = {
    event: (event) => (event.details?.['package'] === PACKAGE_ID || event.type === 'package.sealed' ? [] : [event]),
    statement: ({ previous: _previous, ...seal }) => ({ ...seal, package: EARLIER_ID, earlierPackages: 0 }),
  };

  async function buildPair(
    later: Twists = {},
    earlier: Twists = {},
  ): Promise<{ readonly first: BuiltPackage; readonly second: BuiltPackage }> {
    const first = await buildPackage({ ...before, ...earlier });
    const digest = digestOf(first.files.get(PACKAGE_PATHS.seal) ?? new Uint8Array());
    const second = await buildPackage({
      event: (event) => [event.type === 'package.sealed' ? { ...event, digest } : event],
      statement: (seal) => ({ ...seal, previous: { package: EARLIER_ID, seal: digest } }),
      ...later,
    });
    return { first, second };
  }

  it('is a beginning of this one', async () => {
    const { first, second } = await buildPair();
    const verdict = await verifyFiles(second.files, { trusted: [second.station.id], earlier: first.files });
    expect(codesOf(verdict)).toEqual(['time-not-checked']);
    expect(verdict.axes.custody.notes).toContainEqual(expect.objectContaining({ code: 'earlier-package-matches', subject: EARLIER_ID }));
  });

  const otherActor: Twists = { entry: (entry) => (entry.seq === 0 ? { ...entry, actor: 'NL-5678' } : entry) };
  it.each<[what: string, later: Twists, earlier: Twists]>([
    ['the log was rewritten since', otherActor, {}],
    ['it is of another case', {}, { statement: (seal) => ({ ...seal, package: EARLIER_ID, case: { ...seal.case, id: PACKAGE_ID } }) }],
    ['its seal is by another key', {}, { sealer: () => stranger }],
    ['its seal is not there', {}, { sealed: (files) => void files.delete(PACKAGE_PATHS.seal) }],
    ['this one names another seal of it', { statement: (seal) => ({ ...seal, previous: { package: EARLIER_ID, seal: AA } }) }, {}],
  ])('is told apart where %s', async (_what, later, earlier) => {
    const { first, second } = await buildPair(later, earlier);
    const verdict = await verifyFiles(second.files, { trusted: [second.station.id], earlier: first.files });
    expect(verdict.axes.custody.state).toBe('fail');
    expect(verdict.axes.custody.findings.map(({ code }) => code)).toContain('earlier-package-differs');
  });

  it('is told apart where it is the later one of the two', async () => {
    const { first, second } = await buildPair();
    const verdict = await verifyFiles(first.files, { trusted: [second.station.id], earlier: second.files });
    expect(verdict.axes.custody.findings.map(({ code }) => code)).toContain('earlier-package-differs');
  });
});
