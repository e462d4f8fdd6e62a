import { parseCanonicalJson } from '../core/canonical/canonical-json.ts';
import { parseEntryLine, type CustodyEntry } from '../core/custody/entry.ts';
import { parseUtf8, toUtf8 } from '../core/digest/encoding.ts';
import { isPugmarkError } from '../core/errors.ts';
import { logTextLineSchema } from '../core/package/export-entry.ts';
import { PACKAGE_PATHS } from '../core/package/layout.ts';
import { MAX_HELD_BYTES } from '../core/package/verify/checked-bag.ts';
import { parseLogFile } from '../core/package/verify/read-custody.ts';
import type { TimelineEntry } from '../rpc/contract/cases.ts';
import type { ReadKept } from './kept-packages.ts';
import { buildTimelineEntry, isAbout } from './timeline.ts';

/** More than any exhibit has by honest work; a sender could have written millions. */
const MAX_ENTRIES = 5_000;

interface ReceivedTimeline {
  readonly entries: TimelineEntry[];
  /** There are more than these. */
  readonly isCut: boolean;
}

/**
 * Entries that the package shows of the sender's log, of one exhibit: at most `most` of them. Those that it withholds are left out, and counted by nobody
 * here. Throws `record-invalid` for a log that is none; what reading a file of the package throws.
 */
export async function readReceivedTimeline(
  content: Pick<ReadKept['content'], 'files' | 'read'>,
  inner: string,
  most = MAX_ENTRIES,
): Promise<ReceivedTimeline> {
  if (!content.files.has(PACKAGE_PATHS.log)) return { entries: [], isCut: false };
  const texts = await readTexts(content);
  const entries: TimelineEntry[] = [];
  for (const { origin, lines } of parseLogFile(await content.read(PACKAGE_PATHS.log, MAX_HELD_BYTES))) {
    for (const line of lines) {
      if (!line.includes(`"${inner}"`)) continue;
      const entry = parseShown(line);
      if (entry === undefined || !isAbout(entry, inner)) continue;
      if (entries.length >= most) return { entries, isCut: true };
      entries.push(buildTimelineEntry(origin, entry, texts.get(`${origin} ${entry.seq}`) ?? {}));
    }
  }
  return { entries, isCut: false };
}

function parseShown(line: string): CustodyEntry | undefined {
  try {
    return parseEntryLine(line);
  } catch (error) {
    // Of a withheld entry a digest stands there.
    if (isPugmarkError(error)) return undefined;
    throw error;
  }
}

async function readTexts(content: Pick<ReadKept['content'], 'files' | 'read'>): Promise<ReadonlyMap<string, Record<string, string>>> {
  const texts = new Map<string, Record<string, string>>();
  if (!content.files.has(PACKAGE_PATHS.texts)) return texts;
  for (const line of parseUtf8(await content.read(PACKAGE_PATHS.texts, MAX_HELD_BYTES)).split('\n')) {
    if (line === '') continue;
    try {
      const { origin, seq, name, text } = parseCanonicalJson(toUtf8(line), logTextLineSchema, 'text');
      texts.set(`${origin} ${seq}`, { ...texts.get(`${origin} ${seq}`), [name]: text });
    } catch (error) {
      // The verdict names a line that is no text; the entries are shown without it.
      if (!isPugmarkError(error)) throw error;
    }
  }
  return texts;
}
