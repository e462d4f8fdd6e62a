import { buildCanonicalJson } from '../core/canonical/canonical-json.ts';
import type { BrowserFacts, CaptureRequest } from '../core/capture-ports.ts';
import type { UtcTime } from '../core/clock.ts';
import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import type { Observation } from '../core/model/capture-record.ts';
import type { ExhibitResult } from '../core/model/capture-result.ts';
import { findSealedFacts } from '../core/model/sealed-facts.ts';
import type { Attempt, CaseSession, CaseStore, Operator } from '../core/ports.ts';
import { buildCaptureRecord, buildRefusedObservation, writeAccompanyingArtifacts, type CaptureChoices } from './capture-record-parts.ts';
import type { AttemptGround, AttemptProgress } from './capture-run.ts';
import { buildAbandonedResult, buildSealedResult } from './exhibit-result.ts';
import { isInterruption } from './interruption.ts';
import { assertDocumentFits } from './practice-rules.ts';
import type { SessionTimes } from './time/session-evidence.ts';

/** What one attempt came to: a result unless not even its end could be written, and what went wrong. */
export interface AttemptOutcome {
  readonly result?: ExhibitResult;
  readonly error?: PugmarkError;
}

/** Where a page is looked at: a browser that opens the address, or a tab that shows it. */
export interface PageSource {
  readonly facts: BrowserFacts;
  capture(request: Omit<CaptureRequest, 'url'>): Promise<Observation>;
}

/** An attempt that has its number, and what it takes to bring it to its end. */
export interface AttemptTurn {
  readonly store: CaseStore;
  readonly session: CaseSession;
  readonly times: SessionTimes;
  readonly operator: Operator;
  readonly choices: CaptureChoices;
  readonly attempt: Attempt;
  readonly clickedAt: UtcTime;
  /** Aborted: nothing is kept. With `interruption()` as its reason the attempt ends as interrupted, not as cancelled by a person. */
  readonly cancelled: AbortSignal;
  /** Aborted: 'stop and keep'. */
  readonly keep?: AbortSignal;
  /** Asked once. What it throws ends the attempt. */
  readonly source: () => Promise<PageSource>;
  readonly onEvent: (event: AttemptProgress) => void;
  /** Milliseconds since the attempt was asked for. */
  readonly took: () => number;
}

/** Looks, seals, and accounts for the attempt whatever happens. Never throws. */
export async function accountForAttempt(ground: AttemptGround, turn: AttemptTurn): Promise<AttemptOutcome> {
  turn.times.refresh();
  try {
    const source = await turn.source();
    const observation = await observe(ground, turn, source);
    return await seal(ground, turn, source, observation);
  } catch (error) {
    return abandon(turn, asPugmarkError(error));
  }
}

/** What the engine observed; a document that does not fit the case is observed as refused, and nothing of it is kept. */
async function observe(ground: AttemptGround, turn: AttemptTurn, source: PageSource): Promise<Observation> {
  const { attempt, clickedAt, choices, onEvent, keep } = turn;
  const { exhibit, requestedUrl } = attempt;
  const { limits, print } = choices;
  try {
    const observation = await source.capture({
      clickedAt,
      staging: attempt.staging,
      limits,
      print,
      cancelled: turn.cancelled,
      ...(keep === undefined ? {} : { keep }),
      judgeDocument: (document) => assertDocumentFits(turn.store.summary.practice, document),
      onProgress: (progress) => onEvent({ kind: 'progress', exhibit, progress }),
    });
    // A live tab may have gone on between the giving of the number and the look: what was asked for is what the log has.
    return { ...observation, address: { ...observation.address, requestedUrl } };
  } catch (error) {
    if (!isPugmarkError(error, 'practice-page-refused') && !isPugmarkError(error, 'practice-host-required')) throw error;
    const facts = { requestedUrl, clickedAt, finishedAt: ground.clock.now(), error, limits };
    return buildRefusedObservation({ ...facts, browser: source.facts });
  }
}

async function seal(ground: AttemptGround, turn: AttemptTurn, source: PageSource, observation: Observation): Promise<AttemptOutcome> {
  const { random, tool, station } = ground;
  const { store, operator, choices, attempt, session } = turn;
  turn.onEvent({ kind: 'progress', exhibit: attempt.exhibit, progress: { stage: 'seal' } });
  await writeAccompanyingArtifacts(attempt.staging, { random, operator, tool, station, browser: source.facts, choices });
  const record = buildCaptureRecord({ random, store, session, attempt, tool, observation, times: turn.times });
  const time = { state: store.summary.practice ? 'none' : 'pending', tokens: [] } as const;
  const facts = { attempt: factsOf(turn), observation, time };
  try {
    const recordBytes = buildCanonicalJson(record);
    const { entry, ...sealed } = await store.sealAttempt(attempt, { record, recordBytes, facts: findSealedFacts(observation) });
    return { result: buildSealedResult({ ...facts, ...sealed, sealedAt: entry.time, tookMs: turn.took() }) };
  } catch (error) {
    // In the vault, and only its checkpoint is owed: an exhibit, and a machine that gives out.
    if (!(error instanceof PugmarkError) || !isCommitted(error)) throw error;
    const found = store.findExhibit(attempt.exhibit);
    if (found?.summary.digest === undefined) throw error;
    return {
      result: buildSealedResult({ ...facts, artifacts: found.artifacts, digest: found.summary.digest, tookMs: turn.took() }),
      error,
    };
  }
}

function isCommitted({ details }: PugmarkError): boolean {
  return details['committed'] === true;
}

/** Ends the attempt in the log with nothing kept. When not even that can be written, the next start of the vault does it. */
function abandon(turn: AttemptTurn, error: PugmarkError): AttemptOutcome {
  // After its commit the attempt has its end already; only the checkpoint is owed.
  if (isCommitted(error)) return { error };
  const state = isInterruption(turn.cancelled) ? 'interrupted' : error.code === 'cancelled' ? 'cancelled' : 'failed';
  const attempt = factsOf(turn);
  const failure = { code: error.code, message: error.message };
  try {
    const checkpoint = turn.store.abandonAttempt(turn.attempt, `capture.${state}`, { code: error.code });
    return { result: buildAbandonedResult({ attempt, state, tookMs: turn.took(), checkpoint, error: failure }), error };
  } catch (cause) {
    const result = buildAbandonedResult({ attempt, state: 'interrupted', tookMs: turn.took(), error: failure });
    return { result, error: isStorageFailure(cause) ? cause : error };
  }
}

function isStorageFailure(error: unknown): error is PugmarkError {
  return isPugmarkError(error, 'disk-full') || isPugmarkError(error, 'io-failed');
}

function factsOf({ store, attempt }: AttemptTurn): { case: string; exhibit: string; requestedUrl: string; startedAt: UtcTime } {
  const { exhibit, requestedUrl, startedAt } = attempt;
  return { case: store.summary.reference, exhibit, requestedUrl, startedAt };
}

/** A fault of ours is told as such and ends one attempt, not the run. */
export function asPugmarkError(error: unknown): PugmarkError {
  if (error instanceof PugmarkError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new PugmarkError('program-fault', `The capture broke off because of a fault of the program: ${text}`, { cause: error });
}
