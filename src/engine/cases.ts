import { compareExhibits } from '../app/compare-exhibits.ts';
import { findFoundExhibit } from '../app/exhibit-service.ts';
import { addNote } from '../app/notes.ts';
import type { CaseReader } from '../core/ports.ts';
import type { CASE_CALLS, CaseItem } from '../rpc/contract/cases.ts';
import type { COMPARISON_CALLS } from '../rpc/contract/statements.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';
import type { ExhibitAccess } from './exhibit-access.ts';
import { readExhibitText } from './exhibit-text.ts';
import { readExchanges } from './network.ts';
import { readExhibitDetail } from './read-exhibit.ts';
import { addFile } from './receive-file.ts';
import { findExhibitsAt, searchExhibits } from './search.ts';
import { buildTimeline } from './timeline.ts';

export type CaseHandlers = Pick<Handlers, keyof typeof CASE_CALLS | keyof typeof COMPARISON_CALLS>;

/** Cases, their exhibits, and what is said of them. */
export function createCaseHandlers(context: EngineContext, access: ExhibitAccess): CaseHandlers {
  /** The case of an exhibit, after the look at it is in the custody log. Throws as `ExhibitAccess.look`, `case-unknown`, `exhibit-unknown`. */
  const lookAt = (reference: string, exhibit: string): CaseReader => {
    const reader = context.readCase(reference);
    access.look(reader, findFoundExhibit(reader, exhibit));
    return reader;
  };
  return {
    'cases.list': () =>
      context
        .vault()
        .listCases()
        .map(({ id }) => buildCaseItem(context, id)),
    'cases.create': ({ reference, title, basis, practice, regime, retainUntil }) => {
      const made = context.vault().newCase({ reference, title, practice, ...(basis === undefined ? {} : { basis }) });
      if (regime !== undefined || retainUntil !== undefined) {
        const details = { ...(regime === undefined ? {} : { regime }), ...(retainUntil === undefined ? {} : { until: retainUntil }) };
        context.vault().openCase(made.id).record({ type: 'retention.reviewed', details });
      }
      context.tellCase(made.id);
      return buildCaseItem(context, made.id);
    },
    'cases.close': ({ case: reference }) => {
      context.vault().closeCase(reference);
      context.tellCase(reference);
      return buildCaseItem(context, reference);
    },
    'exhibits.search': (search) => searchExhibits(context, search),
    'exhibits.read': ({ case: reference, exhibit }) => readExhibitDetail(lookAt(reference, exhibit), exhibit),
    'access.read': ({ case: reference }) => {
      const reason = access.reasonOf(context.readCase(reference));
      return reason === undefined ? {} : { reason };
    },
    'access.give': ({ case: reference, reason }) => {
      access.giveReason(context.readCase(reference), reason);
      return {};
    },
    'exhibits.save': ({ case: reference, exhibit, name }) => {
      const reader = context.readCase(reference);
      access.save(reader, findFoundExhibit(reader, exhibit), name);
      return {};
    },
    'exhibits.text': ({ case: reference, exhibit }) => readExhibitText(lookAt(reference, exhibit), exhibit),
    'exhibits.compare': async ({ case: reference, exhibit, with: other }) => {
      lookAt(reference, exhibit);
      const { fields } = await compareExhibits(lookAt(reference, other), exhibit, other);
      return [...fields];
    },
    'exhibits.network': ({ case: reference, exhibit }, { signal }) => readExchanges(lookAt(reference, exhibit), exhibit, signal),
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
