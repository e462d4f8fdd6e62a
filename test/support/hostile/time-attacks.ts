import type { Attack } from './attack.ts';

/** What somebody does to time stamps. None yet that is not told apart by the tests of tokens themselves. */
export const TIME_ATTACKS: readonly Attack[] = [];
