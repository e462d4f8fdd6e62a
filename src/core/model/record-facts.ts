import type { CaptureRecord } from './capture-record.ts';

/** What others than the record know of a capture; a fact that they do not know is left out. */
export interface KnownFacts {
  readonly case?: string;
  readonly practice?: boolean;
  readonly station?: string;
  readonly exhibit?: string;
  readonly attempt?: string;
  readonly session?: string;
  readonly startedEntry?: string;
  readonly state?: string;
  readonly requestedUrl?: string;
  readonly clickedAt?: string;
  /** Number of artifacts, `capture.json` included. */
  readonly artifacts?: number;
}
export type KnownFact = keyof KnownFacts;

/** Names of the facts in which `capture.json` says otherwise than what is known from elsewhere. */
export function findDifferingFacts(record: CaptureRecord, known: KnownFacts): readonly KnownFact[] {
  const { observation, session } = record;
  const said: Required<KnownFacts> = {
    case: record.case,
    practice: record.practice,
    station: record.station,
    exhibit: record.exhibit,
    attempt: record.attempt,
    session: session.id,
    startedEntry: session.startedEntry,
    state: observation.state,
    requestedUrl: observation.address.requestedUrl,
    clickedAt: observation.times.clickedAt,
    artifacts: observation.artifacts.length + 1,
  };
  const names = Object.keys(said).filter((name): name is KnownFact => Object.hasOwn(said, name));
  return names.filter((name) => known[name] !== undefined && known[name] !== said[name]);
}
