import { z } from 'zod';
import { parseCanonicalJson } from '../canonical/canonical-json.ts';
import type { Hashing, Sha256Digest } from '../digest/digest.ts';
import { sha256BytesOf, sha256DigestOf, sha256DigestSchema } from '../digest/digest.ts';
import { toUtf8 } from '../digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../errors.ts';
import type { Uuid } from '../ids.ts';
import type { SignatureVerifier } from '../ports.ts';
import { fingerprintOf } from '../signing/public-key.ts';
import { parseCheckpointNote, type TreeHead } from './checkpoint.ts';
import { parseEntryLine, type CustodyEntry } from './entry.ts';
import { findKeyEras, type KeyEra, type LogKeyLink } from './key-eras.ts';
import type { LogFinding, LogFindingCode, LogLeaf, LogReport } from './log-report.ts';
import { hashLeaf, MerkleFrontier } from './merkle.ts';
import { verifyCaptureActs } from './verify-acts.ts';
import { eraAt, isSigned } from './note-signatures.ts';
import { reportStrayJoins, verifyJoin } from './verify-joins.ts';
import { verifyPackageActs } from './verify-package-acts.ts';

/** A segment as it is handed over: its lines in order, and the checkpoint notes over it. */
export interface LogSegment {
  readonly origin: string;
  readonly lines: readonly string[];
  readonly notes: readonly string[];
}

/** What a checker knows from elsewhere. */
export interface LogExpectations {
  /** UUID of the case, or of the vault for its own log. */
  readonly subject: Uuid;
  /** Fingerprint of the identity key: of the newest, where it was rotated. */
  readonly station: Sha256Digest;
  /** Keys certified by that identity for `log`, raw 32 bytes. Which of them counts where is in the log. */
  readonly logKeys: readonly Uint8Array[];
  /** Verified links between identities and between log keys, each signed by the key that is left. */
  readonly links?: readonly LogKeyLink[];
  /** True: the key was revoked, and nothing shows that it signed this note before. */
  readonly isDiscounted?: (key: Sha256Digest, note: string) => boolean;
}

type Ports = { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier };
type Report = (code: LogFindingCode, subject: string, message: string) => void;

/** In place of a line that a disclosure withholds: root and gaplessness still verify. */
const withheldSchema = z.strictObject({ seq: z.int().min(0), withheld: sha256DigestSchema });

/**
 * Verifies the segments of one station's log of one case or vault (docs/formats/custody-log.md, "Verifying").
 * Signatures count only by the keys given. Returns findings; never throws because of the log.
 */
export function verifyCustodyLog(ports: Ports, segments: readonly LogSegment[], expected: LogExpectations): LogReport {
  const findings: LogFinding[] = [];
  const report: Report = (code, subject, message) => findings.push({ code, subject, message });
  const nonces = new Set<string>();
  if (segments.length === 0) report('log-empty', expected.subject, 'There is no segment');
  // 1. Every line is canonical and an entry of this log, or a withheld leaf. 2. seq has no gap. 3. No nonce comes twice.
  const bySegment = segments.map(({ lines, origin }) =>
    lines.map((line, seq) => readLeaf(ports, { line, seq, origin, expected, nonces, report })),
  );
  const leaves = bySegment.flat();
  const keys = new Map(expected.logKeys.map((key) => [fingerprintOf(ports.hashing, key), key]));
  const eras = readEras(ports, segments, leaves, { expected, keys, report });
  const signing: Signing = { keys, discounted: expected.isDiscounted ?? (() => false), uncounted: [] };
  const heads: TreeHead[] = [];
  const rootsOf = new Map<string, readonly Sha256Digest[]>();
  const erasOf: (readonly KeyEra[])[] = [];
  let checkpoints = 0;
  let covered = 0;
  let offset = 0;
  for (const [index, segment] of segments.entries()) {
    const ofSegment = bySegment[index] ?? [];
    const erasHere = eras.slice(offset, offset + ofSegment.length);
    erasOf.push(erasHere);
    offset += ofSegment.length;
    // 4. Leaf hashes give a root at every size.
    const roots = buildRoots(ports.hashing, ofSegment);
    rootsOf.set(segment.origin, roots);
    const head: TreeHead = { origin: segment.origin, size: ofSegment.length, root: rootAt(roots, ofSegment.length) };
    // 5. Every checkpoint is signed by the log key in force and has the root that the leaves give at its size.
    const sizes = verifyCheckpoints(ports, segment, roots, { signing, eras: erasHere, report });
    checkpoints += segment.notes.length;
    covered = [...sizes].reduce((largest, size) => Math.max(largest, size), 0);
    const isLast = index === segments.length - 1;
    // 6. The newest checkpoint covers everything; an older segment is covered by the entry that joined it to the next.
    if (isLast && head.size > 0 && !sizes.has(head.size)) {
      report('checkpoint-missing', segment.origin, `No valid checkpoint covers the newest of ${head.size} entries`);
    }
    // 7. A further segment says in its first entry what it goes on from.
    const before = heads.at(-1);
    if (before !== undefined)
      verifyJoin(ports, { before, first: ofSegment[0], origin: segment.origin, keys, eras: erasOf[index - 1] ?? [], report });
    reportStrayJoins(ofSegment, { isFirst: before === undefined, report });
    heads.push(head);
  }
  // 8. Every capture that started ended at most once, and numbers have no gap.
  const acts = verifyCaptureActs(leaves);
  // 9. Every export that started ended at most once.
  const exports = verifyPackageActs(leaves);
  return {
    findings: [...findings, ...acts.findings, ...exports.findings],
    leaves,
    heads,
    roots: rootsOf,
    checkpoints,
    uncounted: signing.uncounted,
    covered,
    open: acts.open,
    openExports: exports.openExports,
    skipped: acts.skipped,
  };
}

/** Step 3a: the identity and the log key in force at each entry; every entry names that identity. */
function readEras(
  ports: Ports,
  segments: readonly LogSegment[],
  leaves: readonly LogLeaf[],
  known: { readonly expected: LogExpectations; readonly keys: ReadonlyMap<Sha256Digest, Uint8Array>; readonly report: Report },
): readonly KeyEra[] {
  const { expected, keys, report } = known;
  const eras = findKeyEras(
    leaves,
    {
      station: expected.station,
      logKeys: new Set(keys.keys()),
      newestSigner: findSigner(ports, segments, keys),
      links: expected.links ?? [],
    },
    report,
  );
  for (const [index, { entry, origin, seq }] of leaves.entries()) {
    if (entry !== undefined && entry.case === expected.subject && entry.station !== eras[index]?.station)
      report('line-foreign', `${origin} entry ${seq}`, 'It belongs to another log or another station');
  }
  return eras;
}

/** The log key behind the last note that any of them signed. */
function findSigner(ports: Ports, segments: readonly LogSegment[], keys: ReadonlyMap<Sha256Digest, Uint8Array>): Sha256Digest | undefined {
  if (keys.size < 2) return [...keys.keys()][0];
  for (const { notes } of segments.toReversed()) {
    for (const note of notes.toReversed()) {
      const found = [...keys].find(([, key]) => isSigned(ports, note, key));
      if (found !== undefined) return found[0];
    }
  }
  return undefined;
}

/** What it takes to judge the signature of a checkpoint. */
interface Signing {
  readonly keys: ReadonlyMap<Sha256Digest, Uint8Array>;
  readonly discounted: (key: Sha256Digest, note: string) => boolean;
  /** Filled as they are met. */
  readonly uncounted: string[];
}

function readLeaf(
  ports: Ports,
  context: {
    readonly line: string;
    readonly seq: number;
    readonly origin: string;
    readonly expected: LogExpectations;
    readonly nonces: Set<string>;
    readonly report: Report;
  },
): LogLeaf {
  const { line, seq, origin, report } = context;
  const subject = `${origin} entry ${seq}`;
  const withheld = parseWithheld(line);
  if (withheld !== undefined) {
    if (withheld.seq !== seq) report('sequence-gap', subject, `The line stands at ${seq} and says ${withheld.seq}`);
    return { origin, seq, leafHash: sha256BytesOf(withheld.withheld) };
  }
  const leafHash = hashLeaf(ports.hashing, toUtf8(line));
  let entry: CustodyEntry;
  try {
    entry = parseEntryLine(line);
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    report(error.code === 'json-not-canonical' ? 'line-not-canonical' : 'line-invalid', subject, error.message);
    return { origin, seq, leafHash };
  }
  if (entry.seq !== seq) report('sequence-gap', subject, `The line stands at ${seq} and says ${entry.seq}`);
  if (context.nonces.has(entry.nonce)) report('nonce-repeated', subject, 'Its nonce stands in an earlier entry too');
  context.nonces.add(entry.nonce);
  if (entry.case !== context.expected.subject) {
    report('line-foreign', subject, 'It belongs to another log or another station');
  }
  return { origin, seq, leafHash, entry };
}

function parseWithheld(line: string): z.infer<typeof withheldSchema> | undefined {
  // Canonical order puts `seq` first here and `actor` first in an entry.
  if (!line.startsWith('{"seq":')) return undefined;
  try {
    return parseCanonicalJson(toUtf8(line), withheldSchema);
  } catch (error) {
    if (isPugmarkError(error)) return undefined;
    throw error;
  }
}

/** Root after each size, from 0. */
function buildRoots(hashing: Ports['hashing'], leaves: readonly LogLeaf[]): readonly Sha256Digest[] {
  let frontier = MerkleFrontier.empty(hashing);
  const roots = [sha256DigestOf(frontier.root())];
  for (const { leafHash } of leaves) {
    frontier = frontier.append(leafHash);
    roots.push(sha256DigestOf(frontier.root()));
  }
  return roots;
}

/** Sizes that a valid checkpoint covers. */
function verifyCheckpoints(
  ports: Ports,
  segment: LogSegment,
  roots: readonly Sha256Digest[],
  { signing, eras, report }: { readonly signing: Signing; readonly eras: readonly KeyEra[]; readonly report: Report },
): ReadonlySet<number> {
  const bySize = new Map<number, Sha256Digest>();
  const covered = new Set<number>();
  for (const note of segment.notes) {
    let head: TreeHead;
    try {
      head = parseCheckpointNote(note);
    } catch (error) {
      if (!isPugmarkError(error)) throw error;
      report('checkpoint-invalid', segment.origin, error.message);
      continue;
    }
    const subject = `${segment.origin} checkpoint ${head.size}`;
    if (head.origin !== segment.origin) {
      report('checkpoint-invalid', subject, `It is of another log: ${head.origin}`);
      continue;
    }
    const era = eraAt(eras, head.size);
    const key = era?.logKey === undefined ? undefined : signing.keys.get(era.logKey);
    if (era?.logKey === undefined || key === undefined || !isSigned(ports, note, key)) {
      const isOther = [...signing.keys.values()].some((one) => isSigned(ports, note, one));
      const why = isOther ? 'It is signed by a log key that was not in force there' : 'It is not signed by a log key of the station';
      report('checkpoint-signature', subject, why);
      continue;
    }
    if (signing.discounted(era.logKey, note)) {
      signing.uncounted.push(subject);
      continue;
    }
    // Two signed roots for one size: the key holder told two stories (C2SP tlog-checkpoint, "Signatures").
    const other = bySize.get(head.size);
    if (other !== undefined && other !== head.root)
      report('checkpoint-inconsistent', subject, 'Another checkpoint of this size has another root');
    bySize.set(head.size, head.root);
    if (head.size >= roots.length) report('checkpoint-beyond-log', subject, `The log has only ${roots.length - 1} entries`);
    // All roots come from one sequence of leaves: two that fit are consistent with each other (RFC 9162 section 2.1.4).
    else if (head.root !== roots[head.size]) report('checkpoint-root', subject, 'The entries do not give its root');
    else covered.add(head.size);
  }
  return covered;
}

function rootAt(roots: readonly Sha256Digest[], size: number): Sha256Digest {
  const root = roots[size];
  if (root === undefined) throw new PugmarkError('log-inconsistent', 'No root of that size');
  return root;
}
