import { addNote } from '../app/notes.ts';
import type { CASE_CALLS, CaseItem } from '../rpc/contract/cases.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';
import { readExhibitText } from './exhibit-text.ts';
import { readExchanges } from './network.ts';
import { readExhibitDetail } from './read-exhibit.ts';
import { addFile } from './receive-file.ts';
import { findExhibitsAt, searchExhibits } from './search.ts';
import { buildTimeline } from './timeline.ts';

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
    'exhibits.search': (search) => searchExhibits(context, search),
    'exhibits.read': ({ case: reference, exhibit }) => readExhibitDetail(context, reference, exhibit),
    'exhibits.text': ({ case: reference, exhibit }) => readExhibitText(context.readCase(reference), exhibit),
    'exhibits.network': ({ case: reference, exhibit }, { signal }) => readExchanges(context.readCase(reference), exhibit, signal),
    'cases.timeline': ({ case: reference, exhibit }, { signal }) => buildTimeline(context.readCase(reference), exhibit, signal),
    'exhibits.at': ({ url }) => findExhibitsAt(context, url),
    'notes.add': ({ case: reference, exhibit, text }) => {
      const store = context.vault().openCase(reference);
      const note = addNote(store, { text, ...(exhibit === undefined ? {} : { exhibit }) });
      context.tellCase(reference);
      return note;
    },
    'files.add': (given, { signal }) => addFile(context, given, signal),
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
    time: reader.findTime().state,
  };
}
