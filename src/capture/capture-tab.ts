import type { CaptureRequest } from '../core/capture-ports.ts';
import type { Clock } from '../core/clock.ts';
import type { Hashing } from '../core/digest/digest.ts';
import type { Random } from '../core/ids.ts';
import type { Observation } from '../core/model/capture-record.ts';
import type { ImageCodec } from '../core/ports.ts';
import type { CaptureTab, NavigationOutcome } from './browser/tab.ts';
import { capturePage } from './capture-page.ts';
import { judgeShownDocument } from './opened-document.ts';

/** What every capture is made with. */
export interface CaptureParts {
  readonly clock: Clock;
  readonly hashing: Hashing;
  readonly random: Random;
  readonly images: ImageCodec;
  /** Name and version of the tool. */
  readonly software: string;
}

export interface TabCapture {
  readonly tab: CaptureTab;
  readonly outcome: NavigationOutcome;
  readonly request: CaptureRequest & { /** 'Stop and keep'. */ readonly keep?: AbortSignal };
  /** When it began, on the monotonic clock. */
  readonly startedMs: number;
  /** What a reader must know of the browser. */
  readonly warnings: readonly Observation['warnings'][number][];
}

/**
 * Captures what a tab shows, once the document is judged: nothing of it is kept before. Throws `cancelled`, whatever the judge throws,
 * `navigation-failed` when no document stays to be judged, `disk-full`, `io-failed`.
 */
export async function captureTab(parts: CaptureParts, { tab, outcome, request, startedMs, warnings }: TabCapture): Promise<Observation> {
  const { clock, hashing, random, software, images: imageCodec } = parts;
  const { url: requestedUrl, clickedAt, limits, staging, cancelled: signal, keep, print, onProgress } = request;
  signal.throwIfAborted();
  // Nothing is waited for between the end of this and the moment at which the capture takes hold of the document.
  if (outcome.kind === 'document') await judgeShownDocument(tab, (document) => request.judgeDocument(document));
  const observation = await capturePage({
    tab,
    outcome,
    requestedUrl,
    clickedAt,
    staging,
    limits,
    spentMs: clock.monotonicMs() - startedMs,
    signal,
    ...(keep === undefined ? {} : { keep }),
    clock,
    hashing,
    random,
    software,
    imageCodec,
    options: { pdf: print },
    onProgress,
  });
  const told = new Set(observation.warnings.map(({ code }) => code));
  return { ...observation, warnings: [...warnings.filter(({ code }) => !told.has(code)), ...observation.warnings] };
}
