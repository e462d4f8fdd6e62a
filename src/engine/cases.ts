import { compareExhibits } from '../app/compare-exhibits.ts';
import { findFoundExhibit } from '../app/exhibit-service.ts';
import { setHold } from '../app/hold.ts';
import { addNote } from '../app/notes.ts';
import type { CaseRegime, Retention } from '../core/model/retention.ts';
import type { CaseReader } from '../core/ports.ts';
import { openNewCase, reviewRetention } from '../app/retention.ts';
import type { CASE_CALLS } from '../rpc/contract/cases.ts';
import type { COMPARISON_CALLS } from '../rpc/contract/statements.ts';
import type { Handlers } from '../rpc/handlers.ts';
import { buildCaseItem, forgetKeeping } from './case-items.ts';
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
      const made = openNewCase(context.vault(), {
        reference,
        title,
        practice,
        ...(basis === undefined ? {} : { basis }),
        ...retentionOf({ regime, retainUntil }),
      });
      context.tellCase(made.id);
      return buildCaseItem(context, made.id);
    },
    'cases.review': ({ case: reference, reason, ...said }) => {
      reviewRetention(context.vault().openCase(reference), { reason, ...retentionOf(said) });
      forgetKeeping(context.readCase(reference));
      context.tellCase(reference);
      return buildCaseItem(context, reference);
    },
    'cases.hold': ({ case: reference, held, reason }) => {
      setHold(context.vault().openCase(reference), { held, reason });
      forgetKeeping(context.readCase(reference));
      context.tellCase(reference);
      return buildCaseItem(context, reference);
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
    'exhibits.save': ({ case: reference, exhibit, name, reason }) => {
      const reader = context.readCase(reference);
      access.save(reader, findFoundExhibit(reader, exhibit), name, reason);
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

function retentionOf({
  regime,
  retainUntil,
}: {
  readonly regime?: CaseRegime | undefined;
  readonly retainUntil?: string | undefined;
}): Retention {
  return { ...(regime === undefined ? {} : { regime }), ...(retainUntil === undefined ? {} : { until: retainUntil }) };
}
