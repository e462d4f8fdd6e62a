import { parseCanonicalJson } from '../../canonical/canonical-json.ts';
import type { Sha256Digest } from '../../digest/digest.ts';
import { findDifferingReceivedFacts, receivedRecordSchema, type ReceivedRecord } from '../../model/received-record.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import { checkArtifacts } from './check-artifacts.ts';
import { stationOf, type LoggedCapture } from './check-custody.ts';
import { MAX_CLOCK_STEP_MS } from './check-claimed-times.ts';
import { toolOf, type ExhibitContext } from './check-exhibit.ts';
import { checkRedactions } from './check-redactions.ts';
import { checkOperator } from './check-operator.ts';
import { readHeld } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

const RECORD = 'received.json';
/** A record of a received file lists two artifacts. */
const MAX_RECORD_BYTES = 64 * 1024;

interface SealedExhibit {
  readonly exhibit: string;
  readonly digest: Sha256Digest;
}

/** True when the exhibit is a received file: the log says so, or where it is silent, what lies in its folder. */
export function isReceived({ bag, log }: ExhibitContext, { exhibit }: SealedExhibit): boolean {
  const end = log?.captures.get(exhibit)?.end;
  if (end !== undefined) return end.entry.type === 'file.added';
  const folder = `${PACKAGE_PATHS.exhibits}/${exhibit}`;
  return bag.files.has(`${folder}/${RECORD}`) && !bag.files.has(`${folder}/capture.json`);
}

/** Step 9 for a received file: the record is the one that was sealed, says what the log says, and its file is here with its bytes. */
export async function checkReceived(context: ExhibitContext, sealed: SealedExhibit): Promise<void> {
  const { collector, bag, seal, log } = context;
  const { exhibit } = sealed;
  const folder = `${PACKAGE_PATHS.exhibits}/${exhibit}`;
  const path = `${folder}/${RECORD}`;
  const logged = log?.captures.get(exhibit) ?? {};
  if (log !== undefined) checkTakenIn(collector, sealed, logged);
  const file = bag.files.get(path);
  if (file === undefined) {
    collector.finding('artifact-missing', path, 'The record of the exhibit is not in the package');
    return;
  }
  if (file.sha256 !== sealed.digest) collector.finding('record-digest', path, 'It is not the record whose digest was sealed');
  let record: ReceivedRecord;
  try {
    record = parseCanonicalJson(await readHeld(bag, path, MAX_RECORD_BYTES), receivedRecordSchema, RECORD);
  } catch (error) {
    collector.finding('record-invalid', path, messageOf(error));
    return;
  }
  checkFacts(context, record, path, logged);
  checkTime(context, record, exhibit, logged);
  const names = context.files.get(exhibit) ?? [];
  const whole = checkArtifacts(collector, bag, seal, { artifacts: record.artifacts, recordName: RECORD, folder, names });
  collector.exhibits.push({ exhibit, digest: sealed.digest, claimed: record.addedAt, state: 'sealed' });
  await checkRedactions(context, exhibit, record.artifacts);
  await checkOperator(collector, bag, { artifacts: record.artifacts, folder, whole }, logged);
  context.listed.set(exhibit, [...record.artifacts, { role: 'record', name: RECORD, sha256: sealed.digest }]);
}

/** Log and seal name the same record. */
export function checkTakenIn(collector: VerdictCollector, { exhibit, digest }: SealedExhibit, { end }: LoggedCapture): void {
  if (end?.entry.type !== 'file.added') collector.finding('exhibit-unlogged', exhibit, 'The log does not show that it was taken in');
  else if (end.entry.digest !== digest) collector.finding('record-digest', exhibit, 'The log sealed another record');
}

function checkFacts({ collector, seal, log }: ExhibitContext, record: ReceivedRecord, path: string, { end }: LoggedCapture): void {
  const known = { case: seal.case.id, station: stationOf(seal, log, end) };
  const details = end?.entry.details ?? {};
  const session = textOf(details['session']);
  const artifacts = details['artifacts'];
  // What the log does not say where it must is as wrong as saying something else.
  const said =
    end === undefined
      ? known
      : {
          ...known,
          attempt: textOf(details['attempt']),
          session,
          startedEntry: log?.sessions.get(session) ?? '',
          addedAt: textOf(details['addedAt']),
          artifacts: typeof artifacts === 'number' ? artifacts : -1,
        };
  for (const name of findDifferingReceivedFacts(record, said))
    collector.finding('record-differs', path, `It says another ${name} than the log and the seal`);
  if (record.practice !== seal.practice)
    collector.finding('practice-differs', path, 'Practice and evidence are mixed: it says otherwise than the seal');
  if (end !== undefined && end.entry.tool !== toolOf(record))
    collector.finding('record-differs', path, 'It was made by another tool than the log says');
}

function checkTime({ collector }: ExhibitContext, { addedAt }: ReceivedRecord, exhibit: string, { end }: LoggedCapture): void {
  if (end === undefined || Date.parse(end.entry.time) >= Date.parse(addedAt) - MAX_CLOCK_STEP_MS) return;
  const message = `The station claims that it was given at ${addedAt}, and before it in the log at ${end.entry.time}`;
  collector.finding('time-contradiction', exhibit, message);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
