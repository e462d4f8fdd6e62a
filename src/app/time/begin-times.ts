import type { CaseSession, CaseStore } from '../../core/ports.ts';
import type { AttemptGround } from '../capture-run.ts';
import { withoutTimes, type SessionTimes } from './session-evidence.ts';

/** What shows the times of a session that has just begun. */
export function beginTimes({ times }: Pick<AttemptGround, 'times'>, store: CaseStore, session: CaseSession): SessionTimes {
  return times?.beginSession(store, session) ?? withoutTimes('no time source was asked');
}
