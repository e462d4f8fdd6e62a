import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseEntryLine, type CustodyEntry } from '../core/custody/entry.ts';
import { PugmarkError } from '../core/errors.ts';
import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber } from '../core/ids.ts';
import type { CaseReader } from '../core/ports.ts';
import type { TimelineEntry } from '../rpc/contract/cases.ts';

/** Lines that are parsed before others have their turn. */
const LINES_AT_ONCE = 500;

/** What the custody log says of a case, or of one of its exhibits, in the order of the log. Throws `cancelled`. */
export async function buildTimeline(reader: CaseReader, exhibit: string | undefined, signal: AbortSignal): Promise<TimelineEntry[]> {
  const number = exhibit === undefined ? undefined : parseExhibitNumber(exhibit);
  const wanted = number === undefined ? undefined : formatExhibitNumber(number);
  const texts = Map.groupBy(reader.readTexts(), ({ origin, seq }) => `${origin} ${seq}`);
  const entries: TimelineEntry[] = [];
  let parsed = 0;
  for (const { origin, line } of reader.readLog()) {
    // Most lines of a long log are of other exhibits.
    if (wanted !== undefined && !line.includes(`"${wanted}"`)) continue;
    parsed += 1;
    if (parsed % LINES_AT_ONCE === 0) await nextTurn();
    if (signal.aborted) throw new PugmarkError('cancelled', 'Cancelled');
    const entry = parseEntryLine(line);
    if (wanted !== undefined && !isAbout(entry, wanted)) continue;
    const kept = texts.get(`${origin} ${entry.seq}`) ?? [];
    entries.push(buildTimelineEntry(origin, entry, Object.fromEntries(kept.map(({ name, text }) => [name, text]))));
  }
  return entries;
}

/** True for an entry about this exhibit, or one that names it among others. */
export function isAbout({ exhibit, details }: CustodyEntry, wanted: ExhibitNumber): boolean {
  return exhibit === wanted || (Array.isArray(details['exhibits']) && details['exhibits'].includes(wanted));
}

/** An entry as the window shows it; `texts`: those that it commits to, by their names. */
export function buildTimelineEntry(origin: string, entry: CustodyEntry, texts: Record<string, string>): TimelineEntry {
  const { seq, time, type, actor, exhibit, digest, details } = entry;
  return {
    seq,
    origin,
    time,
    type,
    actor,
    ...(exhibit === undefined ? {} : { exhibit }),
    ...(digest === undefined ? {} : { digest }),
    details,
    texts,
  };
}
