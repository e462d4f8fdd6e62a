import type { UtcTime } from '../../clock.ts';
import type { CaptureRecord } from '../../model/capture-record.ts';
import type { LoggedCapture } from './check-custody.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** A clock that is set right while a capture or an export runs steps by seconds; more than this is two stories. */
export const MAX_CLOCK_STEP_MS = 5 * 60 * 1000;
/** Between the click and the entry of the log stand the opening of the case and the captures before it in a queue of tabs. */
const MAX_WAIT_MS = 60 * 60 * 1000;

type Claim = readonly [what: string, time: UtcTime | undefined];

/**
 * Step 9, times: claims of one capture in the order in which they must follow each other, by the log and by the record. The first of them is what a
 * verdict calls the claimed time: a record that nobody measures by the log could name any. Between captures a clock may have been set right by any amount.
 */
export function checkClaimedTimes(
  collector: VerdictCollector,
  record: CaptureRecord,
  exhibit: string,
  { start, end }: LoggedCapture,
): void {
  const { times, steps } = record.observation;
  const { clickedAt, seenAt, seenCompleteAt, finishedAt } = times;
  const contradicts = (message: string): void => collector.finding('time-contradiction', exhibit, message);
  const claims: readonly Claim[] = [
    ['its start in the log', start?.entry.time],
    ['its first picture in the record', seenAt],
    ['the end of what was seen in the record', seenCompleteAt],
    ['its end in the record', finishedAt],
    ['its end in the log', end?.entry.time],
  ];
  let last: readonly [what: string, time: UtcTime] = ['that it was asked for in the record', clickedAt];
  for (const [what, time] of claims) {
    if (time === undefined) continue;
    if (Date.parse(time) < Date.parse(last[1]) - MAX_CLOCK_STEP_MS)
      contradicts(`The station claims ${what} at ${time}, and before it ${last[0]} at ${last[1]}`);
    last = [what, time];
  }
  if (start !== undefined && Date.parse(start.entry.time) - Date.parse(clickedAt) > MAX_WAIT_MS)
    contradicts(`The record claims that it was asked for at ${clickedAt}, the log that it started at ${start.entry.time}`);
  const later = laterClaims(record).find(([, time]) => Date.parse(time) > Date.parse(finishedAt) + MAX_CLOCK_STEP_MS);
  if (later !== undefined) contradicts(`The record ends at ${finishedAt}, and claims ${later[0]} at ${later[1]}`);
  const { documentStartedAt } = record.observation.address;
  const redirected = record.observation.http?.redirects.find(
    ({ time }) => documentStartedAt !== undefined && Math.abs(Date.parse(time) - Date.parse(documentStartedAt)) > MAX_WAIT_MS,
  );
  if (redirected !== undefined)
    contradicts(`The record claims that its document was loaded at ${documentStartedAt}, and was redirected to at ${redirected.time}`);
  const outside = steps.find(
    ({ startedAt }) =>
      Date.parse(startedAt) < Date.parse(clickedAt) - MAX_CLOCK_STEP_MS ||
      Date.parse(startedAt) > Date.parse(finishedAt) + MAX_CLOCK_STEP_MS,
  );
  if (outside !== undefined)
    contradicts(`The record claims a step (${outside.stage}) at ${outside.startedAt}, and itself from ${clickedAt} to ${finishedAt}`);
}

/** What a record can only tell of the time before its end. Addresses of hours ago are left out: the clock may have been set right since. */
function laterClaims({ clock, observation: { address, http } }: CaptureRecord): readonly (readonly [what: string, time: UtcTime])[] {
  // Whoever learns from the look how wrong the clock is sets it right: then it is the corrected time that comes before.
  const isCorrected = clock.state === 'checked' && clock.offsetMs < 0;
  return [
    ...(clock.state !== 'checked' || isCorrected ? [] : [['a look at the clock', clock.checkedAt] as const]),
    ...(address.documentStartedAt === undefined ? [] : [['the load of its document', address.documentStartedAt] as const]),
    ...(http?.redirects ?? []).map(({ time }) => ['a redirection', time] as const),
  ];
}
