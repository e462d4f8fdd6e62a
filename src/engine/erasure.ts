import { judgeErasure, previewErasure } from '../app/erasure.ts';
import { findFoundExhibit } from '../app/exhibit-service.ts';
import { readHold } from '../core/custody/hold.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ERASURE_CALLS } from '../rpc/contract/erasure.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';

export interface ErasureParts {
  readonly context: EngineContext;
  /** Before a whole case goes: its browser, its session and the requests for its time stamps end. Throws `work-under-way`, also for a package that is being made. */
  readonly leaveCase: (reference: string) => Promise<void>;
  /** Afterwards, what this program itself still remembers of it: captures that it lists, pictures that it made. */
  readonly forget: (reference: string, exhibits: ReadonlySet<string>) => Promise<void>;
}

/** Lawful erasure, by the same act as on the command line. */
export function createErasureHandlers({ context, leaveCase, forget }: ErasureParts): Pick<Handlers, keyof typeof ERASURE_CALLS> {
  return {
    'erasure.preview': ({ case: reference, exhibit }) => {
      const { exhibits, ...counts } = previewErasure(context.readCase(reference), exhibit);
      return { exhibits: [...exhibits], ...counts };
    },
    'erasure.run': async ({ case: reference, exhibit: given, ...said }) => {
      const reader = context.readCase(reference);
      const { summary } = reader;
      const exhibit = given === undefined ? undefined : findFoundExhibit(reader, given).summary.exhibit;
      const order = judgeErasure(reader, { ...said, case: summary.id, ...(exhibit === undefined ? {} : { exhibit }) });
      // Before anything of it is closed.
      if (readHold(reader) !== undefined)
        throw new PugmarkError('case-held', `Case ${summary.reference} is on hold: nothing of it is erased until that is lifted`);
      if (exhibit === undefined) await leaveCase(summary.reference);
      const { exhibits, objects, purged } = context.vault().erase(order);
      await forget(summary.reference, new Set(exhibits));
      context.tellCase(summary.id);
      return { exhibits: [...exhibits], files: objects, purged };
    },
  };
}
