import { parseCanonicalJson } from '../../canonical/canonical-json.ts';
import { hexOf, type Sha256Digest } from '../../digest/digest.ts';
import { captureRecordSchema, type CaptureRecord } from '../../model/capture-record.ts';
import { isPracticeUrl } from '../../model/practice.ts';
import { findDifferingFacts } from '../../model/record-facts.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { PackageSeal } from '../seal-statement.ts';
import type { VerdictExhibit } from '../verdict.ts';
import { checkArtifacts } from './check-artifacts.ts';
import { checkClaimedTimes } from './check-claimed-times.ts';
import { stationOf, type CheckedLog, type Leaf, type LoggedCapture } from './check-custody.ts';
import type { ListedArtifact } from './check-evidence.ts';
import { checkRedactions } from './check-redactions.ts';
import { checkOperator } from './check-operator.ts';
import { checkTlsChain } from './check-tls.ts';
import { placeOfText, type ShownTexts } from './check-texts.ts';
import { readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

export interface ExhibitContext {
  readonly collector: VerdictCollector;
  readonly ports: VerifyPorts;
  readonly bag: CheckedBag;
  readonly seal: PackageSeal;
  /** Undefined when there is no log to compare with; that is reported already. */
  readonly log: CheckedLog | undefined;
  readonly texts: ShownTexts;
  /** Gets what the record of each exhibit says of the session that it is of. */
  readonly sessions: Map<string, RecordedSession>;
  /** Gets what the record of each exhibit lists, the record itself included. */
  readonly listed: Map<string, readonly ListedArtifact[]>;
  /** Names of the files of each exhibit. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** Names of what lies in the folder of redacted copies of each exhibit. */
  readonly redacted: ReadonlyMap<string, readonly string[]>;
}

/** Session of a record: SHA-256 of the leaf of its `session.started`, and of the token over that. */
export interface RecordedSession {
  readonly startedEntry: Sha256Digest;
  readonly tokenDigest?: Sha256Digest | undefined;
}

export interface CheckedExhibit {
  readonly record: CaptureRecord;
  /** `data/exhibits/E-0001` */
  readonly folder: string;
  /** Names of artifacts in the record whose bytes are here and are those. */
  readonly whole: ReadonlySet<string>;
}

/** Step 9 (package.md, "Exhibits"): the record is the one that was sealed, says what the log says, and its artifacts are here, and only they. */
export async function checkExhibit(
  context: ExhibitContext,
  sealed: { readonly exhibit: string; readonly digest: Sha256Digest },
): Promise<CheckedExhibit | undefined> {
  const { collector, bag, seal, log } = context;
  const { exhibit } = sealed;
  const folder = `${PACKAGE_PATHS.exhibits}/${exhibit}`;
  const path = `${folder}/capture.json`;
  const capture = log?.captures.get(exhibit) ?? {};
  if (log !== undefined) checkLogged(collector, sealed, capture);
  const file = bag.files.get(path);
  if (file === undefined) {
    collector.finding('artifact-missing', path, 'The record of the exhibit is not in the package');
    return undefined;
  }
  if (file.sha256 !== sealed.digest) collector.finding('record-digest', path, 'It is not the record whose digest was sealed');
  let record: CaptureRecord;
  try {
    record = parseCanonicalJson(await readHeld(bag, path), captureRecordSchema, 'capture.json');
  } catch (error) {
    collector.finding('record-invalid', path, messageOf(error));
    return undefined;
  }
  checkReasons(collector, record, path);
  checkFacts(context, record, sealed.exhibit, capture);
  const { state } = record.observation;
  if (state === 'partial') {
    const why = record.observation.reasons.map(({ code }) => code).join(', ');
    collector.note('completeness', 'exhibit-partial', exhibit, `The capture ended before everything was kept: ${why}`);
  }
  checkClaimedTimes(collector, record, exhibit, capture);
  const { artifacts } = record.observation;
  const names = context.files.get(exhibit) ?? [];
  const whole = checkArtifacts(collector, bag, seal, { artifacts, recordName: 'capture.json', folder, names });
  collector.exhibits.push(buildVerdictExhibit(record, sealed));
  context.sessions.set(exhibit, record.session);
  await checkRedactions(context, exhibit, artifacts);
  await checkOperator(collector, bag, { artifacts, folder, whole }, capture);
  await checkTlsChain(collector, context.ports, bag, { record, folder, whole });
  context.listed.set(exhibit, [...artifacts, { role: 'record', name: 'capture.json', sha256: sealed.digest }]);
  return { record, folder, whole };
}

/** Log and seal name the same record. */
export function checkLogged(
  collector: VerdictCollector,
  sealed: { readonly exhibit: string; readonly digest: Sha256Digest },
  { start, end }: LoggedCapture,
): void {
  const { exhibit } = sealed;
  const isEnded = end?.entry.type === 'capture.sealed' || end?.entry.type === 'capture.failed';
  if (start === undefined || !isEnded)
    collector.finding('exhibit-unlogged', exhibit, 'The log does not show that it was started and sealed');
  else if (end.entry.digest !== sealed.digest) collector.finding('record-digest', exhibit, 'The log sealed another record');
}

function checkFacts(context: ExhibitContext, record: CaptureRecord, exhibit: string, { start, end }: LoggedCapture): void {
  const { collector, seal, log, texts } = context;
  const path = `${PACKAGE_PATHS.exhibits}/${exhibit}/capture.json`;
  const session = textDetail(start?.entry.details['session']);
  // What the log does not say where it must: as wrong as saying something else. What it cannot show is not asked for.
  const said = log === undefined || start === undefined || end === undefined ? undefined : ABSENT;
  const startedEntry = (session === undefined ? undefined : log?.sessions.get(session)) ?? said;
  const artifacts = end?.entry.details['artifacts'];
  const address = start === undefined ? undefined : texts.get(placeOfText(start.origin, start.seq, 'address'));
  const known = {
    case: seal.case.id,
    station: stationOf(seal, log, end),
    exhibit,
    ...given('attempt', textDetail(start?.entry.details['attempt']) ?? said),
    ...given('session', session ?? said),
    ...given('startedEntry', startedEntry),
    ...given('state', textDetail(end?.entry.details['state']) ?? said),
    ...given('clickedAt', textDetail(start?.entry.details['clickedAt']) ?? said),
    ...(typeof artifacts === 'number' ? { artifacts } : said === undefined ? {} : { artifacts: -1 }),
  };
  for (const name of findDifferingFacts(record, known))
    collector.finding('record-differs', path, `It says another ${name} than the log and the seal`);
  if (findDifferingFacts(record, { practice: seal.practice }).length > 0)
    collector.finding('practice-differs', path, 'Practice and evidence are mixed: it says otherwise than the seal');
  if (end !== undefined && (end.entry.type === 'capture.failed') !== (record.observation.state === 'failed'))
    collector.finding('record-differs', path, `Its state is ${record.observation.state}, the log ends it as ${end.entry.type}`);
  if (start !== undefined && session !== undefined && log !== undefined && isBeforeItsSession(log, session, start))
    collector.finding('record-differs', path, 'In the log it starts before the session that it is of');
  if (start !== undefined && start.entry.tool !== toolOf(record))
    collector.finding('record-differs', path, 'It was made by another tool than the log says');
  if (!seal.practice && record.observation.state !== 'failed' && isOfPracticeMarket(record))
    collector.finding('practice-differs', path, 'The page is one of the practice market, and the record calls itself evidence');
  // Nobody takes over a capture under way, and no other program ends it with a record.
  if (start !== undefined && end !== undefined && (end.entry.actor !== start.entry.actor || end.entry.tool !== start.entry.tool))
    collector.finding('record-differs', path, 'In the log another operator or another tool sealed it than started it');
  // An attempt's two ends must be of one attempt, also where a withheld leaf keeps the log's own check from asking.
  if (end !== undefined && textDetail(end.entry.details['attempt']) !== record.attempt)
    collector.finding('record-differs', path, 'It is of another attempt than the log sealed');
  if (end !== undefined && (end.entry.type === 'capture.failed') !== (record.observation.state === 'failed'))
    collector.finding('record-differs', path, `Its state is ${record.observation.state}, and the log says ${end.entry.type}`);
  if (address === undefined) {
    collector.note('custody', 'address-not-shown', exhibit, 'The text that opens the commitment to its address is not in the package');
  } else if (address !== record.observation.address.requestedUrl) {
    collector.finding('address-commitment-differs', exhibit, 'The address in its record is not the one that the log committed to');
  }
}

/** In the order of the log, which holds whatever the claimed times are. */
function isBeforeItsSession({ report }: CheckedLog, session: string, { origin, seq }: Leaf): boolean {
  const place = report.leaves.findIndex((leaf) => leaf.origin === origin && leaf.seq === seq);
  return report.leaves.findLastIndex(({ entry }) => entry?.type === 'session.started' && entry.details['session'] === session) > place;
}

/** In place of a fact that an entry of the log must have and has not: equal to nothing in a record. */
const ABSENT = '';

function checkReasons(collector: VerdictCollector, { observation: { state, reasons, steps, error } }: CaptureRecord, path: string): void {
  if (state === 'sealed' && steps.some(({ outcome }) => outcome === 'failed' || outcome === 'limited'))
    collector.finding('record-invalid', path, 'It calls itself whole, and a step of it failed or was cut short');
  if ((state === 'failed') !== (error !== undefined))
    collector.finding('record-invalid', path, `Its state is ${state}, and it ${error === undefined ? 'names no error' : 'names an error'}`);
  if ((state === 'sealed') === (reasons.length === 0)) return;
  const why = state === 'sealed' ? 'It calls itself whole and says why it is not' : `It calls itself ${state} and does not say why`;
  collector.finding('record-invalid', path, why);
}

/** As `tool` stands in entries of the log. */
export function toolOf({ tool }: Pick<CaptureRecord, 'tool'>): string {
  return `${tool.name}/${tool.version}+${hexOf(tool.digest).slice(0, 12)}`;
}

function isOfPracticeMarket({ observation: { address } }: CaptureRecord): boolean {
  return [address.documentUrl, address.shownUrl].some((url) => url !== undefined && isPracticeUrl(url));
}

function buildVerdictExhibit(record: CaptureRecord, sealed: { readonly exhibit: string; readonly digest: Sha256Digest }): VerdictExhibit {
  const { times, state, completeness } = record.observation;
  const { exchanges, incomplete } = completeness;
  return {
    exhibit: sealed.exhibit,
    digest: sealed.digest,
    claimed: times.seenAt ?? times.clickedAt,
    state,
    ...(state === 'failed' ? {} : { completeness: { exchanges, incomplete } }),
  };
}

/**
 * Exhibits that the log shows as sealed and that are neither withheld nor erased since, but that no part of the package holds; and those that it shows as
 * erased, and that are here all the same.
 */
export function checkNothingDropped(collector: VerdictCollector, seal: PackageSeal, log: CheckedLog): void {
  const erased = new Map(
    log.report.leaves.flatMap(({ entry }) => (entry?.type === 'exhibit.erased' ? [[entry.exhibit, entry] as const] : [])),
  );
  const here = new Set(seal.scope.exhibits.map(({ exhibit }) => exhibit));
  for (const exhibit of here)
    if (erased.has(exhibit)) collector.finding('artifact-unlisted', exhibit, 'The log says that it was erased, and it is in the package');
  for (const [exhibit, { end }] of log.captures) {
    // Nothing was kept of an attempt that ended without a record; what was sealed has one, whether the entry names it or not.
    if (end === undefined || here.has(exhibit) || (end.entry.digest === undefined && end.entry.type !== 'capture.sealed')) continue;
    const erasure = erased.get(exhibit);
    if (erasure !== undefined && erasure.digest === end.entry.digest) {
      collector.note(
        'custody',
        'exhibit-erased',
        exhibit,
        `It was erased on ${erasure.time}, as the log says; its digest is all that is left of it`,
      );
      continue;
    }
    collector.finding('artifact-missing', exhibit, 'The log shows it whole, and it is not in the package');
  }
}

function textDetail(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  const result: Partial<Record<Name, Value>> = {};
  if (value !== undefined) result[name] = value;
  return result;
}
