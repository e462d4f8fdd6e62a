import { ATTACK_GROUPS, type Attack } from './attack.ts';
import { CONTAINER_ATTACKS } from './container-attacks.ts';
import { EARLIER_ATTACKS } from './earlier-attacks.ts';
import { FORGER_ATTACKS, LIMIT_ATTACKS } from './forger-attacks.ts';
import { HAND_ATTACKS } from './hand-attacks.ts';
import { CONTRADICTION_ATTACKS, KEY_HOLDER_ATTACKS } from './key-holder-attacks.ts';
import { READER_ATTACKS } from './reader-attacks.ts';
import { ROTATION_ATTACKS } from './rotation-attacks.ts';
import { TIME_ATTACKS } from './time-attacks.ts';

const GROUPS = {
  container: CONTAINER_ATTACKS,
  reader: READER_ATTACKS,
  hand: HAND_ATTACKS,
  forger: FORGER_ATTACKS,
  'key-holder': [...KEY_HOLDER_ATTACKS, ...ROTATION_ATTACKS, ...CONTRADICTION_ATTACKS],
  earlier: EARLIER_ATTACKS,
  time: TIME_ATTACKS,
  limit: LIMIT_ATTACKS,
} as const;

/** Those that take seconds: `npm test` leaves them to the long tier. */
export const LONG_ATTACKS: ReadonlySet<string> = new Set([
  'container-20-000-empty-files',
  'container-a-bomb-for-the-log',
  'container-a-bomb-that-says-nothing',
  'reader-a-log-of-300-000-short-lines',
  'reader-a-manifest-of-200-000-lines',
  'reader-a-seal-that-names-5-000-exhibits',
  'time-a-hundred-time-stamps-over-one-checkpoint-of-which-the-earliest-was-changed',
  'time-more-certificates-beside-a-time-stamp-than-any-path-needs',
]);

/**
 * The tamper catalogue (test/vectors/hostile/README.md): every checker of packages, on the command line and in a browser, says the same of each,
 * and has nothing against its control. Order is fixed; new ones come at the end of their group.
 */
export const attacks: readonly Attack[] = ATTACK_GROUPS.flatMap((group) => GROUPS[group]);
