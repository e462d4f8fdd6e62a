import { sha256BytesOf } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { sealTokenPath, subjectPath, tokenPath, type StampedKind } from '../../../src/core/package/time-paths.ts';
import type { PackageFindingCode } from '../../../src/core/package/verdict.ts';
import { buildTimestampRequest } from '../../../src/core/timestamp/build-request.ts';
import { buildPackage } from '../package/builder.ts';
import { lineOf } from '../package/faults.ts';
import { digestOf, type PackageFiles, type Station, type Twists } from '../package/twists.ts';
import { makeTstInfo, wrapToken, type TstInfoWish } from '../time/made-token.ts';
import { makeSeededAuthority, type SeededAuthority } from '../time/seeded-authority.ts';
import type { AttackedPackage } from './attack.ts';
import { makePacked } from './key-holder-attacks.ts';

/** The one whose root the checker has. */
export const AUTHORITY = makeSeededAuthority({ seed: 'authority', name: 'Time Authority' });

const NONCE = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
/** One second. */
const ACCURACY = Uint8Array.of(2, 1, 1);

/** Times of the tokens over the start of the session, the newest checkpoint and the seal. Undefined: not stamped. */
export interface StampTimes {
  readonly session: string | undefined;
  readonly checkpoint: string | undefined;
  readonly seal: string | undefined;
}

const HONEST: StampTimes = { session: '2026-03-02T08:00:01Z', checkpoint: '2026-03-02T09:00:00Z', seal: '2026-03-02T09:30:00Z' };

/** What somebody does while a stamped package is made: `twists` see it as it would honestly be. */
export interface TimeHands {
  readonly times?: Partial<StampTimes>;
  readonly by?: SeededAuthority;
  readonly twists?: Twists;
}

export function tokenOver(
  subject: Uint8Array,
  genTime: string,
  by: Pick<SeededAuthority, 'sign'> = AUTHORITY,
  tst: Partial<TstInfoWish> = {},
): Uint8Array {
  return wrapToken(by.sign(makeTstInfo({ subject, genTime: new Date(genTime), nonce: NONCE, accuracy: ACCURACY, ...tst })));
}

export function requestFor(subject: Uint8Array, nonce: Uint8Array = NONCE): Uint8Array {
  return buildTimestampRequest({ hash: 'sha256', digest: sha256BytesOf(digestOf(subject)), nonce });
}

/** Puts what was stamped with its request and token where a package has them. */
export function putStamp(files: PackageFiles, subject: Uint8Array, of: StampedKind, token: Uint8Array, authority = 'local'): void {
  const sha256 = digestOf(subject);
  files.set(subjectPath(sha256, of), subject);
  files.set(tokenPath(sha256, authority, 'tsq'), requestFor(subject));
  files.set(tokenPath(sha256, authority, 'tsr'), token);
}

export const sealOf = (files: PackageFiles): Uint8Array => files.get(PACKAGE_PATHS.seal) ?? new Uint8Array();
export const newestNoteOf = (files: PackageFiles): Uint8Array => files.get(PACKAGE_PATHS.checkpoint) ?? new Uint8Array();
/** Leaf bytes of the first `session.started`. */
export const sessionOf = (files: PackageFiles): Uint8Array => toUtf8(lineOf(Buffer.from(files.get(PACKAGE_PATHS.log) ?? []).toString(), 1));

let session: Promise<Uint8Array> | undefined;

/** A package whose session, newest checkpoint and seal an authority has stamped. */
export async function stampedTwists({ times = {}, by = AUTHORITY, twists = {} }: TimeHands = {}): Promise<Twists> {
  const start = await (session ??= buildPackage().then(({ files }) => sessionOf(files)));
  const at = { ...HONEST, ...times };
  const lower = at.session === undefined ? undefined : tokenOver(start, at.session, by);
  return {
    ...twists,
    record: (record) => {
      const named = lower === undefined ? record : { ...record, session: { ...record.session, tokenDigest: digestOf(lower) } };
      return twists.record?.(named) ?? named;
    },
    payload: (files, station) => {
      if (lower !== undefined) putStamp(files, start, 'entry', lower);
      const note = newestNoteOf(files);
      if (at.checkpoint !== undefined) putStamp(files, note, 'note', tokenOver(note, at.checkpoint, by));
      twists.payload?.(files, station);
    },
    sealed: (files, station) => {
      if (at.seal !== undefined) {
        files.set(sealTokenPath('local', 'tsq'), requestFor(sealOf(files)));
        files.set(sealTokenPath('local', 'tsr'), tokenOver(sealOf(files), at.seal, by));
      }
      twists.sealed?.(files, station);
    },
  };
}

/** The same as a checker gets it who has the root of the honest authority. */
export async function makeStamped(hands: TimeHands = {}): Promise<AttackedPackage> {
  return { ...(await makePacked(await stampedTwists(hands))), timestampRoots: [AUTHORITY.root] };
}

/** One thing that somebody does to time stamps. */
export interface TimeAttackRow {
  readonly what: string;
  readonly codes: readonly PackageFindingCode[];
  readonly hands: TimeHands | (() => Promise<TimeHands>);
  /** Of `pugmark verify`: 1 when not said. */
  readonly exitCode?: 0;
  readonly control?: TimeHands;
}

/** When the honest token over the newest checkpoint was made. */
export const STAMPED_AT = '2026-03-02T09:00:00Z';

/** Files of the package as it was before anybody rewrote it. */
let before: Promise<PackageFiles> | undefined;
export const takeBefore = (): Promise<PackageFiles> =>
  (before ??= stampedTwists()
    .then(buildPackage)
    .then(({ files }) => files));

export const upperPath = (files: PackageFiles, extension: 'tsq' | 'tsr'): string =>
  tokenPath(digestOf(newestNoteOf(files)), 'local', extension);
export const lowerPath = (files: PackageFiles, extension: 'tsq' | 'tsr'): string =>
  tokenPath(digestOf(sessionOf(files)), 'local', extension);
export const payload = (change: (files: PackageFiles, station: Station) => void): TimeHands => ({ twists: { payload: change } });
