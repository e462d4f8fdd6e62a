import { beforeAll, describe, expect, it } from 'vitest';
import { buildCheckpointNote } from '../../../src/core/custody/checkpoint.ts';
import { buildMerkleRoot, hashLeaf } from '../../../src/core/custody/merkle.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { sealTokenPath, subjectPath, tokenPath, type StampedKind } from '../../../src/core/package/time-paths.ts';
import type { Verdict } from '../../../src/core/package/verdict.ts';
import { buildTimestampRequest } from '../../../src/core/timestamp/build-request.ts';
import { sha256BytesOf, sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { AA, stranger } from '../../support/package/faults.ts';
import { buildPackage } from '../../support/package/builder.ts';
import { digestOf, ORIGIN, PACKAGE_ID, type PackageFiles, type Station, type Twists } from '../../support/package/twists.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';
import { CA_EXTENSIONS, CertificateShop, type IssuedCertificate, SIGNER_EXTENSIONS } from '../../support/time/certificate-shop.ts';
import { makeTstInfo, signTstInfo, wrapToken } from '../../support/time/made-token.ts';
import { verifyFiles } from '../../support/verify-files.ts';

const NONCE = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
/** One second. */
const ACCURACY = Uint8Array.of(2, 1, 1);

const folder = keptTempFolder();
let root: IssuedCertificate;
let signer: IssuedCertificate;
/** Line of `session.started`: the same in every package of a run. */
let session: Uint8Array;

beforeAll(async () => {
  const shop = new CertificateShop(folder);
  const validFrom = new Date('2026-01-01T00:00:00Z');
  root = shop.issue({ name: 'Root', extensions: CA_EXTENSIONS, validFrom });
  signer = shop.issue({ name: 'Signer', issuer: root, extensions: SIGNER_EXTENSIONS, validFrom });
  const log = new TextDecoder().decode((await buildPackage()).files.get(PACKAGE_PATHS.log));
  session = toUtf8(log.split('\n')[1] ?? '');
});

function makeToken(subject: Uint8Array, genTime: string): Uint8Array {
  const tstInfo = makeTstInfo({ subject, genTime: new Date(genTime), nonce: NONCE, accuracy: ACCURACY });
  return wrapToken(signTstInfo(folder, tstInfo, { signer }));
}

function requestFor(subject: Uint8Array): Uint8Array {
  return buildTimestampRequest({ hash: 'sha256', digest: sha256BytesOf(digestOf(subject)), nonce: NONCE });
}

/** Puts a stamped subject with its request, and its token if there is one, where a package has them. */
function put(files: PackageFiles, subject: Uint8Array, of: StampedKind, token: Uint8Array | undefined, authority = 'local'): void {
  const sha256 = digestOf(subject);
  files.set(subjectPath(sha256, of), subject);
  files.set(tokenPath(sha256, authority, 'tsq'), requestFor(subject));
  if (token !== undefined) files.set(tokenPath(sha256, authority, 'tsr'), token);
}

const newestNote = (files: PackageFiles): Uint8Array => files.get(PACKAGE_PATHS.checkpoint) ?? new Uint8Array();

/** A token over the newest checkpoint, which covers every exhibit. */
const upper =
  (genTime: string, authority?: string) =>
  (files: PackageFiles): void =>
    put(files, newestNote(files), 'note', makeToken(newestNote(files), genTime), authority);

/** A token over the start of the session, named by every record. */
function lower(genTime: string): Required<Pick<Twists, 'record' | 'payload'>> {
  const token = makeToken(session, genTime);
  return {
    record: (record) => ({ ...record, session: { ...record.session, tokenDigest: digestOf(token) } }),
    payload: (files) => put(files, session, 'entry', token),
  };
}

async function judge(twists: Twists, knowledge: { readonly roots?: readonly Uint8Array[] } = {}): Promise<Verdict> {
  const { files, station } = await buildPackage(twists);
  return verifyFiles(files, { trusted: [station.id], timestampRoots: knowledge.roots ?? [root.der] });
}

const codesOf = ({ axes: { time } }: Verdict): readonly string[] => [...new Set(time.findings.map(({ code }) => code))];
const notesOf = ({ axes: { time } }: Verdict): readonly string[] => [...new Set(time.notes.map(({ code }) => code))];
const bracketsOf = ({ exhibits }: Verdict): readonly (readonly (string | undefined)[])[] => [
  ...new Map(exhibits.map(({ notBefore, notAfter }) => [`${notBefore} ${notAfter}`, [notBefore, notAfter]])).values(),
];

describe('the time of an exhibit', () => {
  it('lies between a token over the start of its session and one over a checkpoint that covers it', async () => {
    const { record, payload } = lower('2026-03-02T08:00:01Z');
    const verdict = await judge({ record, payload: (files, station) => [payload(files, station), upper('2026-03-02T09:00:00Z')(files)] });
    expect(verdict.axes.integrity.findings).toEqual([]);
    expect([verdict.axes.time.state, codesOf(verdict), notesOf(verdict)]).toEqual(['pass', [], []]);
    expect(bracketsOf(verdict)).toEqual([['2026-03-02T08:00:00.000Z', '2026-03-02T09:00:01.000Z']]);
  });

  it('has the earliest of several upper bounds, and may have no lower one', async () => {
    const verdict = await judge({
      payload: (files) => {
        upper('2026-03-02T09:04:00Z', 'first')(files);
        upper('2026-03-02T09:02:00Z', 'second')(files);
      },
    });
    expect([verdict.axes.time.state, notesOf(verdict)]).toEqual(['pass', ['no-lower-bound']]);
    expect(bracketsOf(verdict)).toEqual([[undefined, '2026-03-02T09:02:01.000Z']]);
  });

  it('is not bounded by a checkpoint from before its end', async () => {
    const verdict = await judge({
      payload: (files, station) => {
        const note = earlyNote(station, files);
        put(files, note, 'note', makeToken(note, '2026-03-02T08:00:05Z'));
      },
    });
    expect([verdict.axes.time.state, codesOf(verdict), bracketsOf(verdict)]).toEqual([
      'not-checked',
      ['time-not-checked'],
      [[undefined, undefined]],
    ]);
  });
});

describe('a time stamp that cannot be judged', () => {
  it('is no fault where its root is not known', async () => {
    const verdict = await judge({ payload: upper('2026-03-02T09:00:00Z') }, { roots: [] });
    expect([verdict.axes.time.state, codesOf(verdict), bracketsOf(verdict)]).toEqual([
      'not-checked',
      ['token-root-unknown'],
      [[undefined, undefined]],
    ]);
  });

  it('is pending where the authority had not answered', async () => {
    const verdict = await judge({ payload: (files) => put(files, newestNote(files), 'note', undefined) });
    expect([verdict.axes.time.state, codesOf(verdict)]).toEqual(['pending', ['token-pending']]);
  });

  it('is missing where the record or the log names it', async () => {
    const named = await judge({
      record: (record) => ({ ...record, session: { ...record.session, tokenDigest: AA } }),
      payload: upper('2026-03-02T09:00:00Z'),
    });
    expect([named.axes.time.state, codesOf(named)]).toEqual(['not-checked', ['token-missing']]);
    const logged = await judge({
      event: (event) =>
        event.type === 'exhibit.viewed'
          ? [event, { type: 'checkpoint.timestamped', digest: AA, details: { subject: 'checkpoint' } }]
          : [event],
      payload: upper('2026-03-02T09:00:00Z'),
    });
    expect([logged.axes.time.state, codesOf(logged)]).toEqual(['not-checked', ['token-missing']]);
  });
});

describe('a time stamp speaks against the package', () => {
  it.each<readonly [what: string, code: string, payload: (files: PackageFiles, station: Station) => void]>([
    [
      'when it was changed',
      'token-wrong',
      (files) => {
        const token = Uint8Array.from(makeToken(newestNote(files), '2026-03-02T09:00:00Z'));
        token[token.length - 1] = (token.at(-1) ?? 0) ^ 1;
        put(files, newestNote(files), 'note', token);
      },
    ],
    [
      'when it is over something else',
      'token-wrong',
      (files) => put(files, newestNote(files), 'note', makeToken(session, '2026-03-02T09:00:00Z')),
    ],
    [
      'when another key signed the checkpoint',
      'token-subject-wrong',
      (files) => {
        const note = toUtf8(buildCheckpointNote(nodeHashing, { origin: ORIGIN, size: 2, root: AA }, stranger));
        put(files, note, 'note', makeToken(note, '2026-03-02T09:00:00Z'));
      },
    ],
    [
      'when the log was rewritten since',
      'token-subject-wrong',
      (files, { log }) => {
        const note = toUtf8(buildCheckpointNote(nodeHashing, { origin: ORIGIN, size: 2, root: AA }, log));
        put(files, note, 'note', makeToken(note, '2026-03-02T08:30:00Z'));
      },
    ],
    [
      'when it is over an entry that the log does not have',
      'token-subject-wrong',
      (files) =>
        put(files, toUtf8('{"type":"session.started"}'), 'entry', makeToken(toUtf8('{"type":"session.started"}'), '2026-03-02T08:00:00Z')),
    ],
    [
      'when what it is over was left out',
      'token-subject-wrong',
      (files) => void files.set(tokenPath(AA, 'local', 'tsr'), makeToken(session, '2026-03-02T08:00:00Z')),
    ],
    [
      'when what it is over has another name',
      'token-subject-wrong',
      (files) => {
        files.set(subjectPath(AA, 'note'), newestNote(files));
        files.set(tokenPath(AA, 'local', 'tsr'), makeToken(newestNote(files), '2026-03-02T09:00:00Z'));
      },
    ],
  ])('%s', async (_, code, payload) => {
    const verdict = await judge({ payload });
    expect([verdict.axes.time.state, codesOf(verdict).filter((one) => one !== 'time-not-checked')]).toEqual(['fail', [code]]);
  });

  it('when the claims of the station lie outside of it', async () => {
    const late = await judge({ payload: upper('2026-03-02T07:30:00Z') });
    expect([late.axes.time.state, codesOf(late)]).toEqual(['fail', ['time-contradiction']]);
    const { record, payload } = lower('2026-03-02T08:30:00Z');
    const early = await judge({ record, payload: (files, station) => [payload(files, station), upper('2026-03-02T09:00:00Z')(files)] });
    expect([early.axes.time.state, codesOf(early)]).toEqual(['fail', ['time-contradiction']]);
  });

  it('but not when the clock of the station was a little off', async () => {
    const verdict = await judge({ payload: upper('2026-03-02T07:59:00Z') });
    expect([verdict.axes.time.state, codesOf(verdict), notesOf(verdict)]).toEqual(['pass', [], ['clock-off', 'no-lower-bound']]);
  });

  it('by coming more than a day late, which confirms no day', async () => {
    const exportedAt = '2026-03-04T09:00:00.000Z';
    const verdict = await judge({
      payload: upper('2026-03-04T09:00:00Z'),
      entry: (entry) => (entry.details['package'] === PACKAGE_ID ? { ...entry, time: exportedAt } : entry),
      statement: (seal) => ({ ...seal, createdAt: exportedAt }),
    });
    expect([verdict.axes.time.state, codesOf(verdict)]).toEqual(['not-checked', ['time-lag']]);
    expect(bracketsOf(verdict)).toEqual([[undefined, '2026-03-04T09:00:01.000Z']]);
  });
});

/** A token over the seal, or only the request for one. */
const sealed =
  (genTime: string | undefined, change: (token: Uint8Array) => Uint8Array = (token) => token) =>
  (files: PackageFiles): void => {
    const seal = files.get(PACKAGE_PATHS.seal) ?? new Uint8Array();
    files.set(sealTokenPath('local', 'tsq'), requestFor(seal));
    if (genTime !== undefined) files.set(sealTokenPath('local', 'tsr'), change(makeToken(seal, genTime)));
  };

describe('a time stamp over the seal', () => {
  it('says until when the package was made', async () => {
    const verdict = await judge({ payload: upper('2026-03-02T09:00:00Z'), sealed: sealed('2026-03-02T09:30:00Z') });
    expect([verdict.axes.time.state, notesOf(verdict)]).toEqual(['pass', ['seal-stamped', 'no-lower-bound']]);
    // By the name in the certificate: that of the file is whatever the maker of the package likes.
    expect(verdict.axes.time.notes[0]?.message).toBe(
      'The seal was there not after 2026-03-02T09:30:01.000Z, by CN=Signer, O=Pugmark test, C=BE',
    );
    const alone = await judge({ sealed: sealed('2026-03-02T09:30:00Z') });
    expect([alone.axes.time.state, codesOf(alone)]).toEqual(['not-checked', ['time-not-checked']]);
  });

  it('may not have come', async () => {
    const verdict = await judge({ payload: upper('2026-03-02T09:00:00Z'), sealed: sealed(undefined) });
    expect([verdict.axes.time.state, notesOf(verdict)]).toEqual(['pass', ['seal-token-pending', 'no-lower-bound']]);
  });

  it('speaks against the package when it is wrong, or older than what it seals', async () => {
    const wrong = await judge({ sealed: sealed('2026-03-02T09:30:00Z', (token) => token.subarray(0, -1)) });
    expect([wrong.axes.time.state, codesOf(wrong)]).toEqual(['fail', ['token-wrong']]);
    const older = await judge({ sealed: sealed('2026-03-01T09:30:00Z') });
    expect([older.axes.time.state, codesOf(older)]).toEqual(['fail', ['time-contradiction']]);
  });
});

/** A checkpoint of the two first entries alone. */
function earlyNote({ log }: Station, files: PackageFiles): Uint8Array {
  const [, first = '', second = ''] = new TextDecoder().decode(files.get(PACKAGE_PATHS.log)).split('\n');
  return toUtf8(buildCheckpointNote(nodeHashing, { origin: ORIGIN, size: 2, root: rootOfTwo(first, second) }, log));
}

function rootOfTwo(first: string, second: string): `sha256:${string}` {
  return sha256DigestOf(
    buildMerkleRoot(
      nodeHashing,
      [first, second].map((line) => hashLeaf(nodeHashing, toUtf8(line))),
    ),
  );
}
