import { buildCanonicalJson } from '../canonical/canonical-json.ts';
import { parseEntryLine, type CustodyEntry } from '../custody/entry.ts';
import { isExhibitEnd } from '../custody/event-types.ts';
import { buildInclusionProof, hashLeaf, type SubtreeRoots } from '../custody/merkle.ts';
import { buildTlogProof } from '../custody/tlog-proof.ts';
import type { Checkpoint } from '../custody/checkpoint.ts';
import { sha256DigestOf, type Hashing } from '../digest/digest.ts';
import { parseUtf8, toBase64, toUtf8 } from '../digest/encoding.ts';
import type { ExhibitNumber, Uuid } from '../ids.ts';
import type { LogLine, LogText } from '../ports.ts';
import { readExhibitsOf } from '../statements/statement-exhibits.ts';
import { packageEndSchema, type LogTextLine } from './export-entry.ts';
import { checkpointPath, PACKAGE_PATHS, proofPath } from './layout.ts';

/** A file of a package that is small and made for it. */
export interface GeneratedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** An entry that goes into the package whole, with its texts that go with it. */
export interface DisclosedEntry {
  readonly origin: string;
  readonly entry: CustodyEntry;
  readonly texts: Readonly<Record<string, string>>;
}

export interface PackageLog {
  readonly files: readonly GeneratedFile[];
  readonly disclosed: readonly DisclosedEntry[];
  readonly withheldEntries: number;
}

/** What of a log those may see to whom only redacted copies are shown. */
export interface LogDisclosure {
  /** False: of the entry only the hash of its leaf goes along. */
  isShown(entry: CustodyEntry): boolean;
  /** False: the commitment of an entry that is shown stays closed. */
  isTextShown(entry: CustodyEntry, name: string): boolean;
}

/** Texts that may leave the vault with an exhibit. Others name files of the station, or belong to other recipients. */
const EXHIBIT_TEXTS: ReadonlySet<string> = new Set(['address', 'reason', 'note', 'origin', 'statement', 'original']);
const EXPORT_TEXTS: ReadonlySet<string> = new Set(['recipient', 'purpose', 'secretsReason']);

/**
 * The custody files of a package: the log, with the entries of exhibits that are not selected withheld; its checkpoints; a proof for
 * each exhibit; the texts that the package may show.
 */
export function buildPackageLog(
  hashing: Pick<Hashing, 'sha256'>,
  input: {
    /** Up to the checkpoint. */
    readonly lines: readonly LogLine[];
    readonly checkpoints: readonly Checkpoint[];
    readonly texts: readonly LogText[];
    /** The newest checkpoint of the newest segment, over all of `lines`. */
    readonly checkpoint: Checkpoint;
    /** Undefined: the whole case. */
    readonly selected: ReadonlySet<ExhibitNumber> | undefined;
    /** Exhibits whose files go in. */
    readonly exhibits: readonly ExhibitNumber[];
    readonly package: Uuid;
    /** What else is withheld; absent: nothing. */
    readonly disclosure?: LogDisclosure;
  },
): PackageLog {
  const { selected, disclosure } = input;
  const texts = groupTexts(input.texts);
  const segments = groupSegments(hashing, input.lines);
  const disclosed: DisclosedEntry[] = [];
  const log: string[] = [];
  const textLines: string[] = [];
  const ends = new Map<ExhibitNumber, { readonly segment: LogSegmentLeaves; readonly seq: number }>();
  let withheldEntries = 0;
  for (const segment of segments) {
    log.push(canonicalLine({ origin: segment.origin }));
    for (const { line, entry, leafHash } of segment.leaves) {
      // A statement that rests on several exhibits may repeat what any of them shows: it goes with all of them or stays behind.
      const isOther = selected !== undefined && readExhibitsOf(entry).some((exhibit) => !selected.has(exhibit));
      if (isOther || disclosure?.isShown(entry) === false) {
        withheldEntries += 1;
        log.push(canonicalLine({ seq: entry.seq, withheld: sha256DigestOf(leafHash) }));
        continue;
      }
      log.push(`${line}\n`);
      if (entry.exhibit !== undefined && isExhibitEnd(entry.type)) ends.set(entry.exhibit, { segment, seq: entry.seq });
      const shown = (texts.get(`${segment.origin} ${entry.seq}`) ?? []).filter(
        ({ name }) =>
          isTextShown(entry, name, { whole: selected === undefined, package: input.package }) &&
          disclosure?.isTextShown(entry, name) !== false,
      );
      for (const { origin, seq, name, nonce, text } of shown) {
        textLines.push(canonicalLine({ name, nonce: toBase64(nonce), origin, seq, text } satisfies LogTextLine));
      }
      disclosed.push({ origin: segment.origin, entry, texts: Object.fromEntries(shown.map(({ name, text }) => [name, text])) });
    }
  }
  const files: GeneratedFile[] = [
    { path: PACKAGE_PATHS.log, bytes: toUtf8(log.join('')) },
    { path: PACKAGE_PATHS.checkpoint, bytes: toUtf8(input.checkpoint.note) },
    ...input.checkpoints.map((checkpoint) => ({ path: checkpointPath(checkpoint), bytes: toUtf8(checkpoint.note) })),
    ...buildProofs(hashing, { exhibits: input.exhibits, ends, checkpoints: input.checkpoints }),
  ];
  if (textLines.length > 0) files.push({ path: PACKAGE_PATHS.texts, bytes: toUtf8(textLines.join('')) });
  return { files, disclosed, withheldEntries };
}

/** A whole case shows the texts of all its entries; a part of it only those that go with its exhibits, so that what was said of the case alone stays behind. */
function isTextShown(entry: CustodyEntry, name: string, scope: { readonly whole: boolean; readonly package: Uuid }): boolean {
  if (entry.type === 'package.exported') {
    return EXPORT_TEXTS.has(name) && packageEndSchema.safeParse(entry.details).data?.package === scope.package;
  }
  return EXHIBIT_TEXTS.has(name) && (scope.whole || readExhibitsOf(entry).length > 0);
}

interface LogSegmentLeaves {
  readonly origin: string;
  readonly leaves: { readonly line: string; readonly entry: CustodyEntry; readonly leafHash: Uint8Array }[];
}

function groupSegments(hashing: Pick<Hashing, 'sha256'>, lines: readonly LogLine[]): readonly LogSegmentLeaves[] {
  const segments: LogSegmentLeaves[] = [];
  for (const { origin, line } of lines) {
    let segment = segments.at(-1);
    if (segment?.origin !== origin) {
      segment = { origin, leaves: [] };
      segments.push(segment);
    }
    segment.leaves.push({ line, entry: parseEntryLine(line), leafHash: hashLeaf(hashing, toUtf8(line)) });
  }
  return segments;
}

/** C2SP tlog-proof per exhibit, under the newest checkpoint of its segment. */
function buildProofs(
  hashing: Pick<Hashing, 'sha256'>,
  input: {
    readonly exhibits: readonly ExhibitNumber[];
    readonly ends: ReadonlyMap<ExhibitNumber, { readonly segment: LogSegmentLeaves; readonly seq: number }>;
    readonly checkpoints: readonly Checkpoint[];
  },
): readonly GeneratedFile[] {
  const known = new Map<string, SubtreeRoots>();
  const hashes = new Map<string, readonly Uint8Array[]>();
  const newest = new Map(input.checkpoints.map((checkpoint) => [checkpoint.origin, checkpoint]));
  return input.exhibits.flatMap((exhibit) => {
    const end = input.ends.get(exhibit);
    const checkpoint = end === undefined ? undefined : newest.get(end.segment.origin);
    if (end === undefined || checkpoint === undefined || checkpoint.size <= end.seq) return [];
    const { origin, leaves } = end.segment;
    const leafHashes = hashes.get(origin) ?? leaves.map(({ leafHash }) => leafHash);
    const roots = known.get(origin) ?? new Map<string, Uint8Array>();
    hashes.set(origin, leafHashes);
    known.set(origin, roots);
    const proof = buildInclusionProof(hashing, leafHashes, end.seq, checkpoint.size, roots);
    return [{ path: proofPath(exhibit), bytes: toUtf8(buildTlogProof({ index: end.seq, proof, checkpoint: checkpoint.note })) }];
  });
}

function groupTexts(texts: readonly LogText[]): ReadonlyMap<string, readonly LogText[]> {
  return Map.groupBy(texts, ({ origin, seq }) => `${origin} ${seq}`);
}

function canonicalLine(value: object): string {
  return `${parseUtf8(buildCanonicalJson(value))}\n`;
}
