import { PugmarkError } from '../core/errors.ts';
import type { CaseSummary } from '../core/model/case.ts';
import { retentionSchema, type Retention, type RetentionReview } from '../core/model/retention.ts';
import type { CaseReader, CaseStore, VaultStore } from '../core/ports.ts';

/** Opens a case; regime and day of review, where they are said, are the first entry of its log. Throws as `VaultStore.newCase`. */
export function openNewCase(
  vault: Pick<VaultStore, 'newCase' | 'openCase'>,
  given: { readonly reference: string; readonly title: string; readonly basis?: string; readonly practice: boolean } & Retention,
): CaseSummary {
  const { regime, until, ...input } = given;
  const made = vault.newCase(input);
  if (regime !== undefined || until !== undefined)
    vault.openCase(made.id).record({ type: 'retention.reviewed', details: detailsOf(given) });
  return made;
}

/**
 * Says anew how long a case is kept and under which law: what is left out is no longer said. Also in a closed case.
 * Throws `usage` for an empty reason, `case-closed` for an erased case.
 */
export function reviewRetention(store: CaseStore, review: Retention & { readonly reason: string }): void {
  const reason = review.reason.toWellFormed().trim();
  if (reason === '') throw new PugmarkError('usage', 'Say why: the reason goes into the custody log');
  const { reference, state } = store.summary;
  if (state === 'erased') throw new PugmarkError('case-closed', `The case ${reference} was erased`);
  store.record({ type: 'retention.reviewed', details: detailsOf(review), texts: { reason } });
}

/** The last word on it; undefined when nothing was ever said. */
export function readRetention(reader: Pick<CaseReader, 'readEventsOf'>): RetentionReview | undefined {
  const last = reader.readEventsOf('retention.reviewed').at(-1);
  if (last === undefined) return undefined;
  const { details, time, actor } = last.entry;
  // What another release wrote and this one does not know is left out here; the log shows it as it is.
  const said = retentionSchema.safeParse(details).data ?? {};
  const { reason } = last.texts;
  return { ...said, reviewedAt: time, by: actor, ...(reason === undefined ? {} : { reason }) };
}

function detailsOf({ regime, until }: Retention): Readonly<Record<string, string>> {
  return { ...(regime === undefined ? {} : { regime }), ...(until === undefined ? {} : { until }) };
}
