import { PugmarkError } from '../errors.ts';
import type { ExhibitNumber } from '../ids.ts';
import type { CaptureRecord } from '../model/capture-record.ts';
import { urlWithoutFragment } from '../url-without-fragment.ts';

/** A capture as a corroboration looks at it. */
export interface CorroboratingCapture {
  readonly exhibit: ExhibitNumber;
  readonly record: CaptureRecord;
  /** Service number from the entry of the log that sealed it; absent when nobody knows it. */
  readonly operator?: string | undefined;
}

/**
 * Lets through what a `corroboration` may be said of: two captures that showed the same address (without fragment), the second by another station,
 * or by another operator in a session of their own. A person who captures twice corroborates nothing.
 *
 * Throws `usage` with `details.reason`: `same-exhibit`, `no-page`, `other-address`, `same-operator`, `operator-unknown`.
 */
export function assertCorroborates(first: CorroboratingCapture, second: CorroboratingCapture): void {
  if (first.exhibit === second.exhibit) throw refusal(first, second, 'same-exhibit', 'it is the same exhibit');
  const [ours, theirs] = [shownAddress(first.record), shownAddress(second.record)];
  if (ours === undefined || theirs === undefined) {
    throw refusal(first, second, 'no-page', `${ours === undefined ? first.exhibit : second.exhibit} shows no page`);
  }
  if (ours !== theirs) throw refusal(first, second, 'other-address', 'they show different addresses');
  if (first.record.station !== second.record.station) return;
  if (first.operator === undefined || second.operator === undefined) {
    throw refusal(first, second, 'operator-unknown', 'both are of one station, and the log does not tell who captured them');
  }
  if (first.operator === second.operator || first.record.session.id === second.record.session.id) {
    throw refusal(first, second, 'same-operator', 'one operator captured both at one station');
  }
}

/** What stood in the address bar at the click, or what was loaded; nothing where there was no document. */
function shownAddress({ observation: { state, address } }: CaptureRecord): string | undefined {
  const shown = state === 'failed' ? undefined : (address.shownUrl ?? address.documentUrl);
  return shown === undefined ? undefined : urlWithoutFragment(shown);
}

function refusal(first: CorroboratingCapture, second: CorroboratingCapture, reason: string, why: string): PugmarkError {
  return new PugmarkError('usage', `${second.exhibit} does not corroborate ${first.exhibit}: ${why}`, {
    details: { reason, exhibit: first.exhibit, by: second.exhibit },
  });
}
