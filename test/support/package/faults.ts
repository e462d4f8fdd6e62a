import { buildCheckpointNote } from '../../../src/core/custody/checkpoint.ts';
import { buildEntryLine, parseEntryLine } from '../../../src/core/custody/entry.ts';
import { parseBase64, parseUtf8, toBase64, toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { Observation } from '../../../src/core/model/capture-record.ts';
import type { JsonValue } from '../../../src/core/model/primitives.ts';
import { PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { type PackageFindingCode } from '../../../src/core/package/verdict.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { seededSigner } from './seeded-keys.ts';
import { PACKAGE_ID, stationOf, type EventSketch, type PackageFiles, type Station, type Twists } from './twists.ts';

export const ORIGIN = 'pugmark.aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const SECOND = 'pugmark.bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
export const E1 = 'data/exhibits/E-0001';
export const AA = `sha256:${'aa'.repeat(32)}` as const;
export const stranger = seededSigner('a stranger');

export function change(files: PackageFiles, path: string, edit: (text: string) => string): void {
  const before = files.get(path);
  if (before === undefined) throw new Error(`${path} is not there`);
  const after = edit(Buffer.from(before).toString('latin1'));
  if (after === Buffer.from(before).toString('latin1')) throw new Error(`nothing was changed in ${path}`);
  files.set(path, Buffer.from(after, 'latin1'));
}

/** Flips a bit in the middle. */
export function damage(files: PackageFiles, path: string): void {
  const bytes = Buffer.from(files.get(path) ?? []);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  files.set(path, bytes);
}

export const logLines = (edit: (lines: string[]) => string[]): Twists => ({ lines: (lines) => edit([...lines]) });
export const editLine = (marker: string, edit: (line: string) => string): Twists =>
  logLines((lines) => lines.map((line) => (line.includes(marker) ? edit(line) : line)));
export const inLog = (edit: (text: string) => string): Twists => ({ payload: (files) => change(files, PACKAGE_PATHS.log, edit) });
export const addNote = (name: string, note: (station: Station) => string): Twists => ({
  payload: (files, station) => files.set(`${PACKAGE_PATHS.checkpoints}/${name}`, toUtf8(note(station))),
});
export const noteOf = (size: number, root: string, station: Pick<Station, 'log'>): string =>
  buildCheckpointNote(nodeHashing, { origin: ORIGIN, size, root: `sha256:${root.repeat(32)}` }, station.log);
export const retyped = (edit: (payload: string) => string): Twists => ({
  sealed: (files) =>
    change(files, PACKAGE_PATHS.seal, (text) =>
      text.replace(/"payload":"([^"]*)"/, (_, payload: string) => `"payload":"${toBase64(toUtf8(edit(parseUtf8(parseBase64(payload)))))}"`),
    ),
});

export function revocation(): EventSketch {
  return { type: 'key.revoked', details: { key: fingerprintOf(nodeHashing, stationOf(false).seal.publicKey) } };
}

export function deleteNewestNotes(files: PackageFiles): void {
  files.delete(PACKAGE_PATHS.checkpoint);
  const sizes = [...files.keys()].flatMap((path) => /checkpoints\/.*\/(\d+)\.note$/.exec(path)?.[1] ?? []).map(Number);
  files.delete(`${PACKAGE_PATHS.checkpoints}/${ORIGIN}/${Math.max(...sizes)}.note`);
}

export function lineOf(text: string, index: number): string {
  return text.split('\n')[index] ?? '';
}

/** A first entry of a further segment that goes on from a state that the log never had. */
export function joinOf(text: string): string {
  const entry = parseEntryLine(lineOf(text, 1));
  const details = { origin: ORIGIN, size: 1, root: AA, highestAttempt: 3 };
  return buildEntryLine({ ...entry, nonce: '/////////////////////w==', type: 'segment.joined', details });
}

export function swap(files: PackageFiles, one: string, other: string): void {
  const bytes = files.get(one) ?? new Uint8Array();
  files.set(one, files.get(other) ?? new Uint8Array());
  files.set(other, bytes);
}

export const ofObservation = (edit: (observation: Observation) => Partial<Observation>): Twists => ({
  record: (record) =>
    record.exhibit === 'E-0001' ? { ...record, observation: { ...record.observation, ...edit(record.observation) } } : record,
});
export const ofExport = (details: Readonly<Record<string, JsonValue>>): Twists => ({
  event: (event) => [event.details?.['package'] === PACKAGE_ID ? { ...event, details: { ...event.details, ...details } } : event],
});

/** One thing that is wrong: the finding that names it, what was done, and where it is named. */
export type Wrong = readonly [code: PackageFindingCode, what: string, twists: Twists, subject?: string];
