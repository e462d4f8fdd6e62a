import { parseEntryLine } from '../core/custody/entry.ts';
import { formatExhibitNumber, parseExhibitNumber } from '../core/ids.ts';
import type { CaseReader } from '../core/ports.ts';
import type { TimelineEntry } from '../rpc/contract/cases.ts';

/** What the custody log says of a case, or of one of its exhibits, in the order of the log. */
export function buildTimeline(reader: CaseReader, exhibit?: string): TimelineEntry[] {
  const number = exhibit === undefined ? undefined : parseExhibitNumber(exhibit);
  const wanted = number === undefined ? undefined : formatExhibitNumber(number);
  const texts = Map.groupBy(reader.readTexts(), ({ origin, seq }) => `${origin} ${seq}`);
  return reader.readLog().flatMap(({ origin, line }) => {
    // Most lines of a long log are of other exhibits.
    if (wanted !== undefined && !line.includes(`"${wanted}"`)) return [];
    const { seq, time, type, actor, exhibit: about, digest, details } = parseEntryLine(line);
    const names = Array.isArray(details['exhibits']) ? details['exhibits'] : [];
    if (wanted !== undefined && about !== wanted && !names.includes(wanted)) return [];
    const kept = texts.get(`${origin} ${seq}`) ?? [];
    return [
      {
        seq,
        origin,
        time,
        type,
        actor,
        ...(about === undefined ? {} : { exhibit: about }),
        ...(digest === undefined ? {} : { digest }),
        details,
        texts: Object.fromEntries(kept.map(({ name, text }) => [name, text])),
      },
    ];
  });
}
