import { z } from 'zod';
import { parseCanonicalJson } from '../../canonical/canonical-json.ts';
import { parseCheckpointNote } from '../../custody/checkpoint.ts';
import type { LogSegment } from '../../custody/verify-log.ts';
import { parseUtf8, toUtf8 } from '../../digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../errors.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import { listBelow, readHeld, type CheckedBag } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

const ORIGIN = /^pugmark\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const originLineSchema = z.strictObject({ origin: z.string().regex(ORIGIN) });
/** A line of an origin has 57 characters, all others more: millions of short ones would only keep a reader busy. */
const MIN_LINE = 57;
/** Longer notes are none of ours: origin, size, root, a few signatures. */
const MAX_NOTE_BYTES = 64 * 1024;

/** Lines of a custody log as they lie in a package. Throws `record-invalid`, `json-invalid`, `json-not-canonical`. */
export function parseLogFile(bytes: Uint8Array): { origin: string; lines: string[] }[] {
  const text = parseUtf8(bytes);
  if (text === '') return [];
  if (!text.endsWith('\n')) throw new PugmarkError('record-invalid', 'The log does not end with a line feed');
  const segments: { origin: string; lines: string[] }[] = [];
  for (const line of text.slice(0, -1).split('\n')) {
    if (line.length < MIN_LINE) throw new PugmarkError('record-invalid', 'A line is too short for any that a log has');
    if (line.startsWith('{"origin":')) {
      const { origin } = parseCanonicalJson(toUtf8(line), originLineSchema, 'line of an origin');
      if (segments.some((segment) => segment.origin === origin)) throw new PugmarkError('record-invalid', `${origin} comes twice`);
      segments.push({ origin, lines: [] });
    } else {
      const segment = segments.at(-1);
      if (segment === undefined) throw new PugmarkError('record-invalid', 'The log does not begin with an origin');
      segment.lines.push(line);
    }
  }
  return segments;
}

/** Step 8, reading: the log and every checkpoint note beside it. Undefined when there is no log that can be read. */
export async function readCustody(
  collector: VerdictCollector,
  bag: CheckedBag,
): Promise<{ readonly segments: readonly LogSegment[]; readonly newestNote: string | undefined } | undefined> {
  if (!bag.files.has(PACKAGE_PATHS.log)) {
    collector.finding('log-missing', PACKAGE_PATHS.log, 'The custody log is not in the package');
    return undefined;
  }
  let parsed: { readonly origin: string; readonly lines: readonly string[] }[];
  try {
    parsed = parseLogFile(await readHeld(bag, PACKAGE_PATHS.log));
  } catch (error) {
    collector.finding('line-invalid', PACKAGE_PATHS.log, messageOf(error));
    return undefined;
  }
  const notes = new Map(parsed.map(({ origin }): [string, string[]] => [origin, []]));
  for (const name of listBelow(bag, PACKAGE_PATHS.checkpoints)) {
    const path = `${PACKAGE_PATHS.checkpoints}/${name}`;
    const [, origin = '', size = ''] = /^([^/]+)\/(0|[1-9][0-9]{0,15})\.note$/.exec(name) ?? [];
    if (!ORIGIN.test(origin)) {
      collector.finding('layout-unknown-file', path, 'It is no checkpoint by its name');
      continue;
    }
    const note = await readNote(collector, bag, path);
    if (note === undefined) continue;
    if (!isNoteOf(note, origin, Number(size)))
      collector.finding('checkpoint-invalid', path, 'It stands under the name of another checkpoint');
    else if (notes.get(origin)?.push(note) === undefined) collector.finding('checkpoint-invalid', path, 'The log has no such segment');
  }
  const newestNote = bag.files.has(PACKAGE_PATHS.checkpoint) ? await readNote(collector, bag, PACKAGE_PATHS.checkpoint) : undefined;
  // It counts like any other: a newest checkpoint beside another one of its size would be two stories.
  if (newestNote !== undefined) {
    const ofNewest = notes.get(parsed.at(-1)?.origin ?? '');
    if (ofNewest?.includes(newestNote) === false) ofNewest.push(newestNote);
  }
  if (!bag.files.has(PACKAGE_PATHS.checkpoint))
    collector.finding('checkpoint-missing', PACKAGE_PATHS.checkpoint, 'The newest checkpoint is not in the package');
  return { segments: parsed.map(({ origin, lines }) => ({ origin, lines, notes: notes.get(origin) ?? [] })), newestNote };
}

async function readNote(collector: VerdictCollector, bag: CheckedBag, path: string): Promise<string | undefined> {
  try {
    return parseUtf8(await readHeld(bag, path, MAX_NOTE_BYTES));
  } catch (error) {
    collector.finding('checkpoint-invalid', path, messageOf(error));
    return undefined;
  }
}

/** True also for a note that is none: the log's own verification says what is wrong with it. */
function isNoteOf(note: string, origin: string, size: number): boolean {
  try {
    const head = parseCheckpointNote(note);
    return head.origin === origin && head.size === size;
  } catch (error) {
    if (isPugmarkError(error, 'note-invalid')) return true;
    throw error;
  }
}
