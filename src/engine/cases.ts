import { PugmarkError } from '../core/errors.ts';
import type { CASE_CALLS, CaseItem } from '../rpc/contract/cases.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';

export type CaseHandlers = Pick<Handlers, keyof typeof CASE_CALLS>;

/** Cases, their exhibits, and what is said of them. */
export function createCaseHandlers(context: EngineContext): CaseHandlers {
  return {
    'cases.list': () =>
      context
        .vault()
        .listCases()
        .map(({ id }) => buildCaseItem(context, id)),
    'cases.create': ({ reference, title, basis, practice }) => {
      const made = context.vault().newCase({ reference, title, practice, ...(basis === undefined ? {} : { basis }) });
      context.tellCase(made.id);
      return buildCaseItem(context, made.id);
    },
    'cases.close': ({ case: reference }) => {
      context.vault().closeCase(reference);
      context.tellCase(reference);
      return buildCaseItem(context, reference);
    },
    'exhibits.search': refuse,
    'exhibits.read': refuse,
    'exhibits.text': refuse,
    'exhibits.network': refuse,
    'cases.timeline': refuse,
    'exhibits.at': refuse,
    'notes.add': refuse,
    'files.add': refuse,
  };
}

/** A case as lists show it. Throws `case-unknown`, `vault-closed`. */
export function buildCaseItem(context: EngineContext, reference: string): CaseItem {
  const reader = context.readCase(reference);
  const { id, title, basis, practice, state, openedAt } = reader.summary;
  const checkpoint = reader.latestCheckpoint();
  return {
    id,
    reference: reader.summary.reference,
    title,
    ...(basis === undefined ? {} : { basis }),
    practice,
    state,
    openedAt,
    lastActivityAt: checkpoint === undefined || checkpoint.time < openedAt ? openedAt : checkpoint.time,
    counts: { ...reader.countByState() },
    // No time-stamping authority is asked yet.
    time: checkpoint === undefined ? 'none' : 'pending',
  };
}

function refuse(): never {
  throw new PugmarkError('program-fault', 'Not written yet');
}
