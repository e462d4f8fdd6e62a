import { readCaseErasure } from '../app/erasure.ts';
import { readRetention } from '../app/retention.ts';
import { readHold, type Hold } from '../core/custody/hold.ts';
import type { RetentionReview } from '../core/model/retention.ts';
import type { CaseReader } from '../core/ports.ts';
import { ATTEMPT_STATES, type CaseItem } from '../rpc/contract/cases.ts';
import type { EngineContext } from './engine-context.ts';

/** Of readers that are kept: to find it takes a look at every line of the log, and nobody but this program writes there meanwhile. */
const keepings = new WeakMap<CaseReader, { readonly retention: RetentionReview | undefined; readonly hold: Hold | undefined }>();

/** After it was said anew. */
export function forgetKeeping(reader: CaseReader): void {
  keepings.delete(reader);
}

/** A case as lists show it. Throws `case-unknown`, `vault-closed`. */
export function buildCaseItem(context: EngineContext, reference: string): CaseItem {
  const reader = context.readCase(reference);
  const { id, title, basis, practice, state, openedAt } = reader.summary;
  const checkpoint = reader.latestCheckpoint();
  const { retention, hold } = keepings.get(reader) ?? { retention: readRetention(reader), hold: readHold(reader) };
  keepings.set(reader, { retention, hold });
  const erasure = state === 'erased' ? readCaseErasure(context.vault(), id) : undefined;
  return {
    id,
    reference: reader.summary.reference,
    title,
    ...(basis === undefined ? {} : { basis }),
    practice,
    state,
    openedAt,
    lastActivityAt: checkpoint === undefined || checkpoint.time < openedAt ? openedAt : checkpoint.time,
    ...countAttempts(reader),
    time: reader.findTime().state,
    ...(retention === undefined ? {} : { retention }),
    ...(hold === undefined ? {} : { hold }),
    ...(erasure === undefined ? {} : { erasure }),
  };
}

/** What was erased is not kept: it is counted apart. */
function countAttempts(reader: CaseReader): Pick<CaseItem, 'counts' | 'erased'> {
  const erased = reader.countErased();
  const all = reader.countByState();
  const left = ATTEMPT_STATES.map((state) => [state, (all[state] ?? 0) - (erased[state] ?? 0)] as const);
  const gone = Object.values(erased).reduce((sum, count) => sum + count, 0);
  return { counts: Object.fromEntries(left.filter(([, count]) => count > 0)), ...(gone === 0 ? {} : { erased: gone }) };
}
