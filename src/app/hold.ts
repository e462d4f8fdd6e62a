import { readHold } from '../core/custody/hold.ts';
import { PugmarkError } from '../core/errors.ts';
import type { CaseStore } from '../core/ports.ts';

/**
 * Says that nothing of a case may be erased, or that it may be again, and why. Also in a closed case. Throws `usage` for an empty reason or when it
 * is so already, `case-closed` for an erased case.
 */
export function setHold(store: CaseStore, said: { readonly held: boolean; readonly reason: string }): void {
  const { held } = said;
  const reason = said.reason.toWellFormed().trim();
  if (reason === '') throw new PugmarkError('usage', 'Say why: the reason goes into the custody log');
  const { reference, state } = store.summary;
  if (state === 'erased') throw new PugmarkError('case-closed', `The case ${reference} was erased`);
  if (held === (readHold(store) !== undefined))
    throw new PugmarkError('usage', held ? `Case ${reference} is on hold already` : `Case ${reference} is not on hold`);
  store.record({ type: 'hold.set', details: { held }, texts: { reason } });
}
