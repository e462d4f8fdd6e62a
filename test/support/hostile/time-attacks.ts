import { buildCheckpointNote } from '../../../src/core/custody/checkpoint.ts';
import { buildMerkleRoot, hashLeaf } from '../../../src/core/custody/merkle.ts';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { keyRevocationPath, PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { sealTokenPath, subjectPath, tokenPath } from '../../../src/core/package/time-paths.ts';
import type { PackageFindingCode } from '../../../src/core/package/verdict.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { buildKeyRevocation } from '../../../src/core/signing/key-revocation.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { buildPackage } from '../package/builder.ts';
import { AA, noteOf, ORIGIN, SECOND, stranger } from '../package/faults.ts';
import { digestOf, stationOf, type PackageFiles, type Station, type Twists } from '../package/twists.ts';
import { makeSeededAuthority } from '../time/seeded-authority.ts';
import { idOf, titleOf, type Attack, type AttackedPackage } from './attack.ts';
import {
  makeStamped,
  newestNoteOf,
  putStamp,
  requestFor,
  sealOf,
  sessionOf,
  stampedTwists,
  tokenOver,
  type TimeHands,
} from './stamped-package.ts';
import { TOKEN_ROWS } from './token-attacks.ts';

interface Row {
  readonly what: string;
  readonly codes: readonly PackageFindingCode[];
  readonly hands: TimeHands | (() => Promise<TimeHands>);
  /** Of `pugmark verify`: 1 when not said. */
  readonly exitCode?: 0;
  readonly control?: TimeHands;
}

const STAMPED_AT = '2026-03-02T09:00:00Z';

/** Files of the package as it was before anybody rewrote it. */
let before: Promise<PackageFiles> | undefined;
const takeBefore = (): Promise<PackageFiles> =>
  (before ??= stampedTwists()
    .then(buildPackage)
    .then(({ files }) => files));

/** An entry is gone, and all after it was signed anew. */
const REWRITTEN: Twists = { event: (event) => (event.type === 'exhibit.viewed' ? [] : [event]) };

const upperPath = (files: PackageFiles, extension: 'tsq' | 'tsr'): string => tokenPath(digestOf(newestNoteOf(files)), 'local', extension);
const lowerPath = (files: PackageFiles, extension: 'tsq' | 'tsr'): string => tokenPath(digestOf(sessionOf(files)), 'local', extension);
const payload = (change: (files: PackageFiles, station: Station) => void): TimeHands => ({ twists: { payload: change } });

/** `noted` is stamped besides, honestly: what counts is what it is over. */
const stampedNote = (noted: (station: Station) => string): TimeHands =>
  payload((files, station) => {
    const note = toUtf8(noted(station));
    putStamp(files, note, 'note', tokenOver(note, STAMPED_AT));
  });

/** The key of the seal is revoked from 09:15 on, before the seal was stamped or after. */
const revoked = (sealedAt: string | undefined, twists: Twists = {}): TimeHands => ({
  times: { seal: sealedAt },
  twists: {
    ...twists,
    certificates: (files, { identity, seal }) => {
      const key = fingerprintOf(nodeHashing, seal.publicKey);
      const revocation = buildKeyRevocation(nodeHashing, [identity], {
        purpose: 'seal',
        practice: false,
        key,
        reason: 'compromised',
        invalidFrom: '2026-03-02T09:15:00.000Z',
        statedAt: '2026-03-02T10:00:00.000Z',
      });
      files.set(keyRevocationPath(key), revocation);
    },
  },
});
const SEALED_BEFORE = revoked('2026-03-02T09:10:00Z');

const LOG_ROWS: readonly Row[] = [
  {
    what: 'the log was rewritten, and the time stamp of its old checkpoint put over the new one',
    codes: ['token-wrong'],
    hands: async () => {
      const old = await takeBefore();
      const token = old.get(upperPath(old, 'tsr')) ?? new Uint8Array();
      return { twists: { ...REWRITTEN, payload: (files) => files.set(upperPath(files, 'tsr'), token) } };
    },
  },
  {
    what: 'the log was rewritten, and its old checkpoint kept with its time stamp',
    codes: ['token-subject-wrong'],
    hands: async () => {
      const old = newestNoteOf(await takeBefore());
      return {
        times: { checkpoint: undefined },
        twists: { ...REWRITTEN, payload: (files) => putStamp(files, old, 'note', tokenOver(old, STAMPED_AT)) },
      };
    },
  },
  {
    what: 'the log was rewritten, and the time stamps over its checkpoints left out',
    codes: [],
    exitCode: 0,
    hands: { times: { checkpoint: undefined }, twists: REWRITTEN },
  },
  {
    what: 'a time stamp was left out that the log tells of',
    codes: ['token-missing'],
    exitCode: 0,
    hands: {
      twists: {
        event: (event) =>
          event.type === 'exhibit.viewed'
            ? [event, { type: 'checkpoint.timestamped', digest: AA, details: { subject: 'checkpoint' } }]
            : [event],
      },
    },
  },
  {
    what: 'captures back-dated to before the start of their session was stamped',
    codes: ['time-contradiction'],
    hands: { times: { session: '2026-03-02T08:30:00Z' } },
  },
  {
    what: 'captures post-dated to after the checkpoint that covers them was stamped',
    codes: ['time-contradiction'],
    hands: { times: { session: undefined, checkpoint: '2026-03-02T07:30:00Z' } },
  },
  {
    what: 'a session stamped after the checkpoint that covers its captures',
    codes: ['time-contradiction'],
    hands: { times: { session: '2026-03-02T08:04:00Z', checkpoint: '2026-03-02T08:02:00Z' } },
  },
  {
    what: 'a package that claims to be made after its seal was stamped',
    codes: ['time-contradiction'],
    hands: { times: { seal: '2026-03-02T08:30:00Z' } },
  },
  {
    what: 'a package back-dated to before the time stamps that it holds',
    codes: ['time-contradiction'],
    hands: { times: { checkpoint: '2026-03-02T09:20:00Z' } },
  },
  {
    what: 'the time stamp of an earlier checkpoint put over the newest one',
    codes: ['token-wrong'],
    hands: payload((files) => {
      const earlier = files.get(`${PACKAGE_PATHS.checkpoints}/${ORIGIN}/3.note`) ?? new Uint8Array();
      files.set(upperPath(files, 'tsr'), tokenOver(earlier, '2026-03-02T08:00:10Z'));
    }),
  },
  {
    what: 'captures whose only stamped checkpoint is from before they ended',
    codes: [],
    exitCode: 0,
    hands: {
      times: { checkpoint: undefined },
      twists: {
        payload: (files) => {
          const note = files.get(`${PACKAGE_PATHS.checkpoints}/${ORIGIN}/3.note`) ?? new Uint8Array();
          putStamp(files, note, 'note', tokenOver(note, '2026-03-02T08:00:10Z'));
        },
      },
    },
  },
  {
    what: 'a stamped checkpoint of another log',
    codes: ['token-subject-wrong'],
    hands: stampedNote(({ log }) => buildCheckpointNote(nodeHashing, { origin: SECOND, size: 3, root: AA }, log)),
  },
  {
    what: 'a stamped checkpoint of another state of the log',
    codes: ['token-subject-wrong'],
    hands: stampedNote((station) => noteOf(5, 'aa', station)),
  },
  {
    what: 'a stamped checkpoint that a stranger signed',
    codes: ['token-subject-wrong'],
    hands: stampedNote(() => noteOf(5, 'aa', { log: stranger })),
  },
  {
    what: 'a stamped start of a session that the log does not have',
    codes: ['token-subject-wrong'],
    hands: payload((files) => {
      const start = toUtf8('{"type":"session.started"}');
      putStamp(files, start, 'entry', tokenOver(start, '2026-03-02T07:00:00Z'));
    }),
  },
  {
    what: 'a time stamp over something that is not in the package',
    codes: ['token-subject-wrong'],
    hands: payload((files) => void files.delete(subjectPath(digestOf(newestNoteOf(files)), 'note'))),
  },
  {
    what: 'a checkpoint among those stamped that nobody was asked to stamp',
    codes: ['token-subject-wrong'],
    hands: payload((files, station) => {
      const note = toUtf8(noteOf(5, 'aa', station));
      files.set(subjectPath(digestOf(note), 'note'), note);
    }),
  },
  {
    what: 'a stamped checkpoint that lies there as an entry too',
    codes: ['token-subject-wrong'],
    hands: payload((files) => {
      const note = newestNoteOf(files);
      files.set(subjectPath(digestOf(note), 'entry'), note);
    }),
  },
];

const FILE_ROWS: readonly Row[] = [
  {
    what: 'a record that names the time stamp of a checkpoint as that of its session',
    codes: ['token-subject-wrong'],
    hands: namingCheckpoint,
  },
  {
    what: 'the time stamp of the session was left out, and the records name it',
    codes: ['token-missing'],
    exitCode: 0,
    hands: payload((files) => {
      for (const path of [lowerPath(files, 'tsq'), lowerPath(files, 'tsr'), subjectPath(digestOf(sessionOf(files)), 'entry')])
        files.delete(path);
    }),
  },
  {
    what: 'the records name no time stamp though the session has one',
    codes: [],
    exitCode: 0,
    hands: {
      twists: {
        record: (record) => {
          const { tokenDigest: _left, ...session } = record.session;
          return { ...record, session };
        },
      },
    },
  },
  {
    what: 'unknown files among the time stamps',
    codes: ['layout-unknown-file'],
    hands: payload((files) => {
      for (const name of ['README.html', `${'ab'.repeat(32)}.local.exe`, 'chain/local.der']) files.set(`data/time/${name}`, toUtf8('x\n'));
    }),
  },
  {
    what: 'a time stamp taken out of a sealed package',
    codes: ['file-missing'],
    hands: { twists: { sealed: (files) => void files.delete(upperPath(files, 'tsr')) } },
  },
  {
    what: 'the time stamp over the seal taken away',
    codes: [],
    exitCode: 0,
    hands: { times: { seal: undefined } },
  },
  {
    what: 'the time stamp over the seal of another package',
    codes: ['token-wrong'],
    hands: async () => {
      const { files: other } = await buildPackage({ exhibits: ['E-0001'] });
      return { twists: { sealed: (files) => files.set(sealTokenPath('local', 'tsr'), tokenOver(sealOf(other), '2026-03-02T09:30:00Z')) } };
    },
  },
  {
    what: 'a seal by a revoked key, stamped after the revocation',
    codes: ['key-revoked'],
    hands: revoked('2026-03-02T09:30:00Z'),
    control: SEALED_BEFORE,
  },
  {
    what: 'a seal by a revoked key that an authority may have stamped before or after the revocation',
    codes: ['key-revoked'],
    hands: revoked('2026-03-02T09:14:59Z'),
    control: SEALED_BEFORE,
  },
  { what: 'a seal by a revoked key, its time stamp left out', codes: ['key-revoked'], hands: revoked(undefined), control: SEALED_BEFORE },
  {
    what: 'a seal by a revoked key, back-dated by an authority that nobody trusts',
    codes: ['key-revoked', 'token-root-unknown'],
    hands: revoked(undefined, {
      sealed: (files) => {
        const seal = sealOf(files);
        files.set(sealTokenPath('local', 'tsq'), requestFor(seal));
        files.set(
          sealTokenPath('local', 'tsr'),
          tokenOver(seal, '2026-03-02T09:10:00Z', makeSeededAuthority({ seed: 'thief', name: 'Thief' })),
        );
      },
    }),
    control: SEALED_BEFORE,
  },
];

/** Every record names the token over a true checkpoint of the log: the first one, which was there before them. */
async function namingCheckpoint(): Promise<TimeHands> {
  const leaf = hashLeaf(nodeHashing, sessionOf(await takeBefore()));
  const head = { origin: ORIGIN, size: 1, root: sha256DigestOf(buildMerkleRoot(nodeHashing, [leaf])) };
  const note = toUtf8(buildCheckpointNote(nodeHashing, head, stationOf(false).log));
  const token = tokenOver(note, '2026-03-02T08:00:01Z');
  return {
    twists: {
      record: (record) => ({ ...record, session: { ...record.session, tokenDigest: digestOf(token) } }),
      payload: (files) => putStamp(files, note, 'note', token),
    },
  };
}

const ROWS: readonly Row[] = [
  ...LOG_ROWS,
  ...TOKEN_ROWS.wrong.map(([what, hands]): Row => ({ what, hands, codes: ['token-wrong'] })),
  ...TOKEN_ROWS.untrusted.map(([what, hands]): Row => ({ what, hands, codes: ['token-root-unknown'], exitCode: 0 })),
  ...FILE_ROWS,
];

let plain: Promise<AttackedPackage> | undefined;

/** What somebody does to time stamps, or around them, who holds every key of the station: none of them bounds what it should not. */
export const TIME_ATTACKS: readonly Attack[] = ROWS.map(({ what, codes, hands, exitCode, control }): Attack => ({
  id: idOf('time', what),
  group: 'time',
  title: titleOf(what),
  expected: { exitCode: exitCode ?? 1, codes },
  make: async () => await makeStamped(typeof hands === 'function' ? await hands() : hands),
  control: () => (control === undefined ? (plain ??= makeStamped()) : makeStamped(control)),
}));
