import { parseCanonicalJson } from '../../canonical/canonical-json.ts';
import { parseUtf8 } from '../../digest/encoding.ts';
import type { Artifact } from '../../model/artifact.ts';
import { buildDerivativeDetails, maskKindOf } from '../../redaction/build-redaction.ts';
import { redactionSchema, type Redaction } from '../../redaction/redaction.ts';
import { markerOf } from '../../redaction/redact-text.ts';
import { exhibitFolder, fileNameInPackage, REDACTED_FOLDER, redactedPaths } from '../layout.ts';
import { findCoverProblem, findPictureDifference, findTextDifference } from './check-covered.ts';
import type { Leaf } from './check-custody.ts';
import type { ExhibitContext } from './check-exhibit.ts';
import { placeOfText } from './check-texts.ts';
import { readHeld } from './checked-bag.ts';
import { messageOf } from './message-of.ts';

const RECORD = '.redaction.json';
/** Ten thousand masks. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024;
/** Larger pictures are not decoded. */
const MAX_PICTURE_BYTES = 256 * 1024 * 1024;
/** Longer texts are not searched for their markers. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/**
 * Step 9, redacted copies (redaction.md, "In a package"): each has its record, each record its copy and its entry in the log, and names an original that the
 * exhibit has, as far as the record of the exhibit is here. Copies that the log shows are here, and nothing else lies with them. Returns the records that hold.
 */
export async function checkRedactions(
  context: ExhibitContext,
  exhibit: string,
  /** As the record of the exhibit lists them; undefined when that is withheld. */
  artifacts: readonly Artifact[] | undefined,
): Promise<readonly Redaction[]> {
  const { collector, log } = context;
  const folder = `${exhibitFolder(exhibit)}/${REDACTED_FOLDER}`;
  const names = context.redacted.get(exhibit) ?? [];
  const known = new Set<string>();
  const made = new Map<string, Leaf>();
  for (const { entry, ...leaf } of log?.report.leaves ?? []) {
    if (entry?.type !== 'derivative.made' || entry.exhibit !== exhibit || entry.digest === undefined) continue;
    made.set(entry.digest, { ...leaf, entry });
  }
  const redactions: Redaction[] = [];
  for (const name of names.filter((one) => one.endsWith(RECORD))) {
    const recordPath = `${folder}/${name}`;
    known.add(recordPath);
    const redaction = await readRecord(context, recordPath);
    if (redaction === undefined) continue;
    const digest = context.bag.files.get(recordPath)?.sha256 ?? '';
    const leaf = made.get(digest);
    made.delete(digest);
    const paths = redactedPaths(redaction);
    known.add(paths.path);
    const problems = [
      ...(redaction.exhibit === exhibit && paths.recordPath === recordPath ? [] : ['It is the record of another copy']),
      ...(log === undefined ? [] : findLogProblems(redaction, leaf)),
      ...findOriginalProblems(context, redaction, artifacts, leaf),
    ];
    for (const problem of problems) collector.finding('redaction-differs', recordPath, problem);
    if ((await checkCopy(context, paths.path, redaction, findOriginal(context, exhibit, redaction, artifacts))) && problems.length === 0)
      redactions.push(redaction);
  }
  for (const { origin, seq } of made.values())
    collector.finding('artifact-missing', folder, `The log shows a redacted copy that is not in the package (${origin} entry ${seq})`);
  for (const name of names) {
    const path = `${folder}/${name}`;
    if (!known.has(path)) collector.finding('artifact-unlisted', path, 'No record of a redacted copy names it');
  }
  return redactions;
}

async function readRecord({ collector, bag }: ExhibitContext, path: string): Promise<Redaction | undefined> {
  try {
    return parseCanonicalJson(await readHeld(bag, path, MAX_RECORD_BYTES), redactionSchema, path);
  } catch (error) {
    collector.finding('redaction-differs', path, messageOf(error));
    return undefined;
  }
}

function findLogProblems(redaction: Redaction, leaf: Leaf | undefined): readonly string[] {
  if (leaf === undefined) return ['No entry of the log that is shown made it'];
  const { details } = leaf.entry;
  const isSame = Object.entries(buildDerivativeDetails(redaction)).every(([name, value]) => details[name] === value);
  const isNamed = redaction.original.sha256 !== undefined;
  return isSame && isNamed === (details['of'] !== undefined) && isNamed === (details['originalCommitment'] === undefined)
    ? []
    : ['Its entry in the log says otherwise of it'];
}

/** That it names an original of the exhibit, and says what belongs to one of its kind. */
function findOriginalProblems(
  { texts }: ExhibitContext,
  { original }: Redaction,
  artifacts: readonly Artifact[] | undefined,
  leaf: Leaf | undefined,
): readonly string[] {
  const { role, name, mediaType, sizeBytes, sha256, sha512 } = original;
  const kind = maskKindOf(original);
  const said = [sizeBytes, sha256, sha512].filter((value) => value !== undefined).length;
  if (kind === undefined || said !== (kind === 'box' ? 3 : 0)) return ['It names an original in a form that no redacted copy has'];
  if (artifacts === undefined) return [];
  const listed = artifacts.find((artifact) => artifact.name === name);
  const isSame =
    listed?.role === role &&
    listed.mediaType === mediaType &&
    (sha256 ?? listed.sha256) === listed.sha256 &&
    (sha512 ?? listed.sha512) === listed.sha512 &&
    (sizeBytes ?? listed.sizeBytes) === listed.sizeBytes;
  if (!isSame) return ['The record of the exhibit has no such original'];
  const opened = leaf === undefined ? undefined : texts.get(placeOfText(leaf.origin, leaf.seq, 'original'));
  return opened === undefined || opened === listed.sha256 ? [] : ['The log commits to another original'];
}

/** Path of the original, where this package has it with the bytes that the record of the exhibit lists. */
function findOriginal(
  { bag }: ExhibitContext,
  exhibit: string,
  { original }: Redaction,
  artifacts: readonly Artifact[] | undefined,
): string | undefined {
  const listed = artifacts?.find(({ name }) => name === original.name);
  const path = listed === undefined ? '' : `${exhibitFolder(exhibit)}/${fileNameInPackage(listed)}`;
  const file = bag.files.get(path);
  return file !== undefined && file.sha256 === listed?.sha256 && file.sizeBytes <= MAX_PICTURE_BYTES ? path : undefined;
}

/** The bytes are those of its record; a picture is covered and a text has its markers where that says; the rest is as in the original, where that is here. */
async function checkCopy(
  context: ExhibitContext,
  path: string,
  { derivative, original, masks }: Redaction,
  originalPath: string | undefined,
): Promise<boolean> {
  const { collector, bag } = context;
  const file = bag.files.get(path);
  if (file === undefined) {
    collector.finding('artifact-missing', path, 'Its record is here, and the redacted copy is not');
    return false;
  }
  if (file.sizeBytes !== derivative.sizeBytes || file.sha256 !== derivative.sha256 || file.sha512 !== derivative.sha512) {
    collector.finding('artifact-changed', path, 'Its bytes are not those of its digests in the record of the redaction');
    return false;
  }
  const kind = maskKindOf(original);
  if (masks.some((mask) => mask.kind !== kind)) {
    collector.finding('redaction-differs', path, 'Its record has masks of another kind than it can have');
    return false;
  }
  const problem =
    kind === 'span'
      ? await findTextProblem(context, path, masks, originalPath)
      : await findPictureProblem(context, path, masks, originalPath);
  if (problem !== undefined) collector.finding('redaction-differs', path, problem);
  return problem === undefined;
}

async function findTextProblem(
  { bag }: ExhibitContext,
  path: string,
  masks: Redaction['masks'],
  originalPath: string | undefined,
): Promise<string | undefined> {
  const markers = masks.filter((mask) => mask.kind === 'span');
  try {
    const text = parseUtf8(await readHeld(bag, path, MAX_TEXT_BYTES));
    if (markers.some(({ start, end, reason }) => text.slice(start, end) !== markerOf(reason)))
      return 'Its markers do not stand where its record says';
    if (originalPath === undefined) return undefined;
    return findTextDifference(parseUtf8(await readHeld(bag, originalPath, MAX_TEXT_BYTES)), text, markers);
  } catch (error) {
    return messageOf(error);
  }
}

async function findPictureProblem(
  { collector, bag, ports }: ExhibitContext,
  path: string,
  masks: Redaction['masks'],
  originalPath: string | undefined,
): Promise<string | undefined> {
  if ((bag.files.get(path)?.sizeBytes ?? 0) > MAX_PICTURE_BYTES) {
    collector.note(
      'integrity',
      'recipe-not-checked',
      path,
      'Nobody looked whether the picture is covered where its record says: it is too large',
    );
    return undefined;
  }
  const boxes = masks.filter((mask) => mask.kind === 'box');
  const copy = await readHeld(bag, path, MAX_PICTURE_BYTES);
  const problem = await findCoverProblem(ports.decompression, copy, boxes);
  if (problem !== undefined || originalPath === undefined) return problem;
  const original = await readHeld(bag, originalPath, MAX_PICTURE_BYTES);
  return await findPictureDifference(ports.decompression, { original, copy }, boxes);
}
