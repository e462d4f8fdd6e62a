import { buildCompleteness } from '../core/completeness/build-completeness.ts';
import type { Observation } from '../core/model/capture-record.ts';
import type { NavigationOutcome } from './browser/tab.ts';
import { pause, withDeadline } from './browser/deadline.ts';
import { IsolatedWorlds } from './page-scripts/isolated-worlds.ts';
import { FrameSessions } from './page/frame-sessions.ts';
import type { DocumentLoad } from './recorder/recording.ts';
import { buildAddressWarnings } from './steps/address-warnings.ts';
import { ArtifactWriter } from './steps/artifact-writer.ts';
import { keepAsSeen, keepFirstPicture } from './steps/as-seen.ts';
import { buildObservation } from './steps/build-observation.ts';
import { documentGone } from './steps/capture-context.ts';
import type { CaptureContext, CapturePageInput } from './steps/capture-context.ts';
import { closeCapture, closeRecording, keepDownloads, withWholeDownloads } from './steps/close-capture.ts';
import { ExchangeArchive } from './steps/keep-archive.ts';
import { runLocalStep } from './steps/local-step.ts';
import { openUp } from './steps/opened-up.ts';
import { print } from './steps/print.ts';
import { StagingLease } from './steps/staging-lease.ts';
import { StepRunner } from './steps/step-runner.ts';

export type { CapturePageInput } from './steps/capture-context.ts';

const ATTACH_MS = 3_000;
const NEVER = new AbortController().signal;

/**
 * One capture of what a tab shows: as seen, opened up, printed, closed. All artifacts but those of the station are staged when it resolves.
 *
 * It never throws and never hangs because of the page: a step that fails makes the observation `partial`, no document makes it `failed`.
 * Throws `cancelled` when `signal` is aborted, `disk-full` and `io-failed` when the machine does not give what is needed.
 */
export async function capturePage(input: CapturePageInput): Promise<Observation> {
  const { tab, outcome } = input;
  const document = tab.recording.currentDocument();
  const lease = new StagingLease(input.staging);
  const own = { ...input, staging: lease };
  try {
    return outcome.kind === 'document' && document !== undefined
      ? await captureDocument(own, outcome, document, lease)
      : await captureWithoutDocument(own, lease);
  } finally {
    await lease.end();
  }
}

async function captureDocument(
  input: CapturePageInput,
  outcome: Extract<NavigationOutcome, { kind: 'document' }>,
  document: DocumentLoad,
  lease: StagingLease,
): Promise<Observation> {
  const { tab, limits, clock, staging, hashing } = input;
  const runner = startRunner(input, () => documentGone({ tab, document }));
  if (!outcome.loaded) runner.addReason('time-limit', outcome.detail ?? 'the page was still loading');
  const attaching = attachToFrames(input);
  const context: CaptureContext = {
    input,
    tab,
    limits,
    clock,
    runner,
    sessions: FrameSessions.withoutFrames(tab.cdp),
    document,
    artifacts: new ArtifactWriter(staging),
    worlds: new IsolatedWorlds(hashing),
    main: { session: tab.cdp, frameId: document.mainFrameId },
    warnings: outcome.loaded && outcome.detail !== undefined ? [{ code: 'not-quiet', detail: outcome.detail }] : [],
    recipes: [],
    found: { passedPictures: new Set() },
  };
  try {
    await keepFirstPicture(context);
    context.sessions = await attaching;
    await keepAsSeen(context);
    await openUp(context);
    await print(context);
    const closed = await closeCapture(context);
    context.warnings.push(...buildAddressWarnings(document, tab.recording.currentDocument()));
    tellFramesInPictures(context);
    await context.artifacts.finish();
    // What is listed now is sealed; whatever a step that was given up still writes is refused.
    await lease.end();
    return buildObservation({
      ...context,
      ...closed,
      injectedScripts: [...(tab.injectedBefore ?? []), ...context.worlds.injected],
      finishedAt: clock.now(),
    });
  } finally {
    await lease.end();
    await endQuietly(context);
  }
}

/** Frames of other sites are pictured one by one where a session reaches them; the others may be blank in the picture of the whole page. */
function tellFramesInPictures({ found, sessions, warnings }: CaptureContext): void {
  const look = found.afterScroll ?? found.asSeen;
  const count = look?.frames.filter(({ crossProcess }) => crossProcess).length ?? 0;
  if (count === 0 || (sessions.reachesAll && found.framesMissed !== true)) return;
  const detail = `not all of ${count} frames of other sites could be pictured: [screenshot-full] and [screenshot-tile] may be blank there`;
  warnings.push({ code: 'frames-may-be-blank-in-pictures', detail });
}

/** A download, or an address that gave nothing: small, and sealed all the same. */
async function captureWithoutDocument(input: CapturePageInput, lease: StagingLease): Promise<Observation> {
  const { tab, outcome, limits, clock, staging } = input;
  const runner = startRunner(input, () => undefined);
  const warnings: { code: string; detail: string }[] = [];
  await closeRecording({ runner, tab, limits });
  const files = outcome.kind === 'download' ? [outcome.file] : [];
  const exchanges = withWholeDownloads(tab.recording.allExchanges(), files);
  await new ExchangeArchive(input, exchanges).keep(runner);
  if (outcome.kind === 'download' && !outcome.file.complete) {
    runner.addReason('document-incomplete', `${outcome.file.sizeBytes} bytes of the file were kept`);
  }
  await runLocalStep(runner, staging, { stage: 'close', name: 'files', budgetMs: 600_000 }, (scope) =>
    keepDownloads({ staging: scope.staging, warnings }, files),
  );
  await lease.end();
  return buildObservation({
    input,
    runner,
    finishedAt: clock.now(),
    found: { passedPictures: new Set() },
    recipes: [],
    injectedScripts: [],
    warnings,
    completeness: buildCompleteness({ exchanges, lists: {} }),
    ...(outcome.kind === 'download' ? { downloadUrl: outcome.file.url } : { error: errorOf(outcome) }),
  });
}

function errorOf(outcome: Exclude<NavigationOutcome, { kind: 'download' }>): NonNullable<Parameters<typeof buildObservation>[0]['error']> {
  return outcome.kind === 'none'
    ? { code: outcome.code, message: outcome.message }
    : { code: 'no-document', message: 'The tab shows no document' };
}

function startRunner(
  { tab, limits, spentMs = 0, clock, signal = NEVER, keep = NEVER, onProgress }: CapturePageInput,
  documentGone: () => string | undefined,
): StepRunner {
  return new StepRunner({
    clock,
    totalMs: limits.totalMs,
    spentMs,
    reserveMs: Math.min(limits.closeMs + 3_000, limits.totalMs / 5),
    documentGone,
    lost: tab.lost,
    cancelled: signal,
    keep,
    probe: () => tab.cdp.send('Runtime.evaluate', { expression: '1', returnByValue: true }),
    onStep: (stage, step) => {
      const { exchanges, bytes } = tab.recording.counts();
      onProgress?.({ stage, step, exchanges, bytes });
    },
  });
}

async function attachToFrames({ tab }: CapturePageInput): Promise<FrameSessions> {
  try {
    const attached = tab.frames === undefined ? FrameSessions.attach(tab.page) : tab.frames();
    return await withDeadline(attached, { ms: ATTACH_MS, signal: tab.lost, what: 'reach the frames of the page' });
  } catch {
    // What is missing then shows where it is asked for: every frame of another process is told as not captured.
    return FrameSessions.withoutFrames(tab.cdp);
  }
}

/** Takes our hands off the page, also after a cancelling. */
async function endQuietly({ tab, sessions, artifacts }: CaptureContext): Promise<void> {
  const letGo = tab.frames === undefined ? [sessions.detach()] : [];
  await Promise.race([Promise.allSettled([tab.lockInput(false), ...letGo]), pause(1_000, tab.lost)]);
  await artifacts.finish().catch(() => undefined);
}
