import type { CapturePhase, RecordedExchange } from '../../core/model/exchange.ts';
import type { UtcTime } from '../../core/clock.ts';

/** How the document that a tab shows now came to be. */
export interface DocumentLoad {
  readonly loaderId: string;
  readonly mainFrameId: string;
  /** The document's own address (after redirects). */
  readonly documentUrl: string;
  /** Address shown now: after pushState, replaceState and fragments. */
  readonly shownUrl: string;
  readonly loadedBy: 'navigation' | 'form-post' | 'back-forward-cache' | 'service-worker' | 'reload' | 'unknown';
  readonly startedAt: UtcTime;
  readonly inPage: readonly { readonly url: string; readonly time: UtcTime }[];
  /** Documents this tab showed before, oldest first. */
  readonly path: readonly { readonly url: string; readonly time: UtcTime }[];
  /** How many older ones the two lists no longer hold. */
  readonly leftOut: { readonly inPage: number; readonly path: number };
}

/**
 * A passive recording of one tab: its page, frames and workers, from before its first request.
 * Nothing is paused, altered or asked for again.
 */
export interface Recording {
  /** Exchanges that begin from now on carry this phase. */
  setPhase(phase: CapturePhase): void;
  /** Undefined while no document was committed (nothing answered, or about:blank). */
  currentDocument(): DocumentLoad | undefined;
  /** Resolves true when nothing was under way for `quietMs`, false at `timeoutMs` or when `signal` is aborted. Streams that never end (event streams, WebSockets) do not count. */
  waitForQuiet(options: { readonly quietMs: number; readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<boolean>;
  /** Fetches bodies still owed, marks what is missing, and stops listening. Never throws because of the page. Idempotent. */
  close(options: { readonly timeoutMs: number }): Promise<void>;
  /**
   * Exchanges of a document with its frames and workers from its navigation on (redirect hops included), plus earlier ones whose bytes it
   * reused from cache. Oldest first. Without `loaderId` of the document shown now; with it also of one that the tab has left since.
   */
  exchangesOfDocument(loaderId?: string): readonly RecordedExchange[];
  /** All exchanges of the tab, e.g. those of a navigation that failed. */
  allExchanges(): readonly RecordedExchange[];
  /** Live counts for progress. */
  counts(): { readonly exchanges: number; readonly underWay: number; readonly bytes: number };
  readonly mainFrameId: string;
  /** What belongs to the document shown now. */
  countsOfDocument(): { readonly exchanges: number; readonly bytes: number };
  /** What the browser said of a navigation that failed, e.g. `net::ERR_NAME_NOT_RESOLVED`. */
  failureOf(loaderId: string): string | undefined;
  /** The recording as one capture has it of a tab that goes on being recorded afterwards. One at a time. */
  beginCapture(): CaptureRecording;
  /** Scripts of the service workers that ran in the tab. One that was installed earlier is run without being fetched. */
  readonly serviceWorkers: readonly string[];
  /** Limits that were reached, in order. */
  readonly limitsHit: readonly ('byte-limit' | 'exchange-limit')[];
  /** Facts worth a warning: a child target that could not be attached, durable messages not available ... */
  readonly warnings: readonly { readonly code: string; readonly detail: string }[];
}

/** A view of a recording whose `close` freezes what there is for one capture, while the recording itself goes on. */
export interface CaptureRecording extends Recording {
  /** The capture has used what it was given; files of bodies may go afterwards. */
  end(): void;
}
