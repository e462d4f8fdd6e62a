import { SHORTEST_PASSPHRASE } from './passphrase-strength.ts';

export interface Answers {
  readonly serviceNumber: string;
  readonly agency: string;
  readonly passphrase: string;
  readonly repeat: string;
  readonly recovery: string;
  readonly kind: RecoveryKind;
  readonly encrypt: boolean;
}

/** How a vault can be opened when its passphrase is lost. */
export const RECOVERY_KINDS = ['code', 'key', 'none'] as const;
export type RecoveryKind = (typeof RECOVERY_KINDS)[number];

export type AnswerProblem = 'missing' | 'tooShort' | 'notTheSame' | 'notAge';

/** Bech32 without the signs that it leaves out; whether its checksum holds, the engine says. */
const AGE_RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;

/** What cannot be taken as it stands. */
export function findProblems(answers: Answers): Partial<Record<keyof Answers, AnswerProblem>> {
  const { serviceNumber, agency, passphrase, repeat, recovery, kind } = answers;
  return {
    ...(serviceNumber.trim() === '' ? { serviceNumber: 'missing' } : {}),
    ...(agency.trim() === '' ? { agency: 'missing' } : {}),
    ...(Array.from(passphrase).length < SHORTEST_PASSPHRASE ? { passphrase: 'tooShort' } : {}),
    ...(repeat === passphrase ? {} : { repeat: 'notTheSame' }),
    ...(kind !== 'key' || AGE_RECIPIENT.test(recovery.trim()) ? {} : { recovery: 'notAge' }),
  };
}
