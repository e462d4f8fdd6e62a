import { buildCanonicalJson } from '../core/canonical/canonical-json.ts';
import type { CaptureBrowser } from '../core/capture-ports.ts';
import type { UtcTime } from '../core/clock.ts';
import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import type { Observation } from '../core/model/capture-record.ts';
import type { ExhibitResult } from '../core/model/capture-result.ts';
import { findSealedFacts } from '../core/model/sealed-facts.ts';
import type { Attempt, CaseSession } from '../core/ports.ts';
import type { BrowserPool } from './browser-pool.ts';
import type { CaptureAddress } from './capture-addresses.ts';
import { buildCaptureRecord, buildRefusedObservation, writeAccompanyingArtifacts } from './capture-record-parts.ts';
import type { CaptureGround, CaptureRun } from './capture-run.ts';
import { buildAbandonedResult, buildSealedResult } from './exhibit-result.ts';
import { assertDocumentFits } from './practice-rules.ts';

/** What came of one address: a result unless not even the attempt could be written, and what went wrong. */
export interface CaptureOneOutcome {
  readonly result?: ExhibitResult;
  readonly error?: PugmarkError;
}

/** Captures one address as one attempt, and accounts for it whatever happens. Never throws. */
export async function captureOne(
  ground: CaptureGround,
  run: CaptureRun,
  turn: { readonly pool: BrowserPool; readonly session: CaseSession; readonly address: CaptureAddress },
): Promise<CaptureOneOutcome> {
  const { address, session } = turn;
  const clickedAt = ground.clock.now();
  const startedMs = ground.clock.monotonicMs();
  let attempt: Attempt;
  try {
    attempt = run.store.startAttempt(session, { requestedUrl: address.url, clickedAt });
  } catch (error) {
    return { error: asPugmarkError(error) };
  }
  run.onEvent({ kind: 'started', address, exhibit: attempt.exhibit });

  const took = (): number => Math.round(ground.clock.monotonicMs() - startedMs);
  const outcome = await endAttempt(ground, run, { ...turn, attempt, clickedAt, took });
  if (outcome.result !== undefined) run.onEvent({ kind: 'ended', address, result: outcome.result });
  return outcome;
}

interface AttemptTurn {
  readonly pool: BrowserPool;
  readonly session: CaseSession;
  readonly attempt: Attempt;
  readonly clickedAt: UtcTime;
  readonly took: () => number;
}

async function endAttempt(ground: CaptureGround, run: CaptureRun, turn: AttemptTurn): Promise<CaptureOneOutcome> {
  try {
    const browser = await turn.pool.acquire();
    const observation = await observe(ground, run, turn, browser);
    return { result: await seal(ground, run, turn, browser, observation) };
  } catch (error) {
    return abandon(run, turn, asPugmarkError(error));
  }
}

/** What the engine observed; a document that does not fit the case is observed as refused, and nothing of it is kept. */
async function observe(ground: CaptureGround, run: CaptureRun, turn: AttemptTurn, browser: CaptureBrowser): Promise<Observation> {
  const { attempt, clickedAt } = turn;
  const { limits, print } = run.choices;
  try {
    return await browser.capture({
      url: attempt.requestedUrl,
      clickedAt,
      staging: attempt.staging,
      limits,
      print,
      cancelled: run.signal,
      judgeDocument: (document) => assertDocumentFits(run.store.summary.practice, document),
      onProgress: (progress) => run.onEvent({ kind: 'progress', exhibit: attempt.exhibit, progress }),
    });
  } catch (error) {
    if (!isPugmarkError(error, 'practice-page-refused') && !isPugmarkError(error, 'practice-host-required')) throw error;
    const facts = { requestedUrl: attempt.requestedUrl, clickedAt, finishedAt: ground.clock.now(), error, limits };
    return buildRefusedObservation({ ...facts, browser: browser.facts });
  }
}

async function seal(
  ground: CaptureGround,
  run: CaptureRun,
  turn: AttemptTurn,
  browser: CaptureBrowser,
  observation: Observation,
): Promise<ExhibitResult> {
  const { random, tool, station } = ground;
  const { store, operator, choices } = run;
  const { attempt, session } = turn;
  run.onEvent({ kind: 'progress', exhibit: attempt.exhibit, progress: { stage: 'seal' } });
  await writeAccompanyingArtifacts(attempt.staging, { random, operator, tool, station, browser: browser.facts, choices });
  const record = buildCaptureRecord({ random, store, session, attempt, tool, observation });
  const sealed = await store.sealAttempt(attempt, { record, recordBytes: buildCanonicalJson(record), facts: findSealedFacts(observation) });
  return buildSealedResult({
    attempt: factsOf(run, attempt),
    observation,
    artifacts: sealed.artifacts,
    digest: sealed.digest,
    sealedAt: sealed.entry.time,
    tookMs: turn.took(),
    checkpoint: sealed.checkpoint,
  });
}

/** Ends the attempt in the log with nothing kept. When not even that can be written, the next start of the vault does it. */
function abandon(run: CaptureRun, turn: AttemptTurn, error: PugmarkError): CaptureOneOutcome {
  // After its commit the attempt has its end already; only the checkpoint is owed.
  if (error.details['committed'] === true) return { error };
  const cancelled = error.code === 'cancelled';
  const attempt = factsOf(run, turn.attempt);
  const failure = { code: error.code, message: error.message };
  try {
    const end = cancelled ? 'capture.cancelled' : 'capture.failed';
    const checkpoint = run.store.abandonAttempt(turn.attempt, end, { code: error.code });
    const state = cancelled ? 'cancelled' : 'failed';
    return { result: buildAbandonedResult({ attempt, state, tookMs: turn.took(), checkpoint, error: failure }), error };
  } catch (cause) {
    const result = buildAbandonedResult({ attempt, state: 'interrupted', tookMs: turn.took(), error: failure });
    return { result, error: isStorageFailure(cause) ? cause : error };
  }
}

function isStorageFailure(error: unknown): error is PugmarkError {
  return isPugmarkError(error, 'disk-full') || isPugmarkError(error, 'io-failed');
}

function factsOf(run: CaptureRun, attempt: Attempt): { case: string; exhibit: string; requestedUrl: string; startedAt: UtcTime } {
  const { exhibit, requestedUrl, startedAt } = attempt;
  return { case: run.store.summary.reference, exhibit, requestedUrl, startedAt };
}

/** A fault of ours is told as such and ends one attempt, not the run. */
function asPugmarkError(error: unknown): PugmarkError {
  if (error instanceof PugmarkError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new PugmarkError('program-fault', `The capture broke off because of a fault of the program: ${text}`, { cause: error });
}
