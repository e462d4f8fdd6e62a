import { isExhibitEnd } from '../../../core/custody/event-types.ts';
import type { ReportEvent } from '../../../core/package/report-input.ts';

/** A clock check as the log has it. */
export interface LoggedClockCheck {
  readonly source?: string;
  readonly offsetMs: number;
  readonly checkedAt: string;
}

/** What the log of the package says around one capture. */
export interface CaptureCourse {
  /** Entries about this exhibit. */
  readonly events: number;
  /** Place of the entry that ended it. */
  readonly end?: { readonly origin: string; readonly seq: number };
  /** The last clock check before it began and the first after it ended, both within the session as far as the log of the package shows it. */
  readonly clockBefore?: LoggedClockCheck;
  readonly clockAfter?: LoggedClockCheck;
}

/** Looks the course of any exhibit up, with one pass over the log. */
export function findCourse(timeline: readonly ReportEvent[]): (exhibit: string) => CaptureCourse {
  const byExhibit = new Map<string, ReportEvent[]>();
  const checks: ReportEvent[] = [];
  const borders: ReportEvent[] = [];
  for (const event of timeline) {
    const { exhibit, type } = event.entry;
    if (exhibit !== undefined) byExhibit.set(exhibit, [...(byExhibit.get(exhibit) ?? []), event]);
    if (type === 'clock.checked') checks.push(event);
    if (type === 'session.started' || type === 'session.ended') borders.push(event);
  }
  return (exhibit) => {
    const own = byExhibit.get(exhibit) ?? [];
    const start = own.find(({ entry }) => entry.type === 'capture.started');
    const end = own.find(({ entry }) => isExhibitEnd(entry.type));
    if (start === undefined || end === undefined) return { events: own.length };
    const { origin } = end;
    const inLog = (list: readonly ReportEvent[]): readonly ReportEvent[] => list.filter((one) => one.origin === origin);
    const from = inLog(borders).findLast(({ entry }) => entry.type === 'session.started' && entry.seq < start.entry.seq)?.entry.seq ?? -1;
    const to =
      inLog(borders).find(({ entry }) => entry.type === 'session.ended' && entry.seq > end.entry.seq)?.entry.seq ?? Number.MAX_SAFE_INTEGER;
    const near = inLog(checks).filter(({ entry }) => entry.seq > from && entry.seq < to);
    const before = readCheck(near.findLast(({ entry }) => entry.seq < start.entry.seq));
    const after = readCheck(near.find(({ entry }) => entry.seq > end.entry.seq));
    return {
      events: own.length,
      end: { origin, seq: end.entry.seq },
      ...(before === undefined ? {} : { clockBefore: before }),
      ...(after === undefined ? {} : { clockAfter: after }),
    };
  };
}

function readCheck(event: ReportEvent | undefined): LoggedClockCheck | undefined {
  const { offsetMs, checkedAt } = event?.entry.details ?? {};
  if (typeof offsetMs !== 'number' || typeof checkedAt !== 'string') return undefined;
  const source = event?.texts['source'];
  return { offsetMs, checkedAt, ...(source === undefined ? {} : { source }) };
}
