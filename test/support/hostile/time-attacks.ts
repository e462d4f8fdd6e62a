import { buildCheckpointNote } from '../../../src/core/custody/checkpoint.ts';
import { buildMerkleRoot, hashLeaf } from '../../../src/core/custody/merkle.ts';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { keyRevocationPath } from '../../../src/core/package/layout.ts';
import { sealTokenPath, subjectPath } from '../../../src/core/package/time-paths.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { buildKeyRevocation } from '../../../src/core/signing/key-revocation.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { buildPackage } from '../package/builder.ts';
import { ORIGIN } from '../package/faults.ts';
import { digestOf, stationOf, type Twists } from '../package/twists.ts';
import { makeSeededAuthority } from '../time/seeded-authority.ts';
import { idOf, titleOf, type Attack, type AttackedPackage } from './attack.ts';
import {
  lowerPath,
  makeStamped,
  payload,
  putStamp,
  requestFor,
  sealOf,
  sessionOf,
  takeBefore,
  tokenOver,
  upperPath,
  type TimeAttackRow,
  type TimeHands,
} from './stamped-package.ts';
import { STAMPED_LOG_ROWS } from './stamped-log-attacks.ts';
import { TOKEN_ROWS } from './token-attacks.ts';

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

const FILE_ROWS: readonly TimeAttackRow[] = [
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

const ROWS: readonly TimeAttackRow[] = [
  ...STAMPED_LOG_ROWS,
  ...TOKEN_ROWS.wrong.map(([what, hands]): TimeAttackRow => ({ what, hands, codes: ['token-wrong'] })),
  ...TOKEN_ROWS.untrusted.map(([what, hands]): TimeAttackRow => ({ what, hands, codes: ['token-root-unknown'], exitCode: 0 })),
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
