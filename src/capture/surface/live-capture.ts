import { PugmarkError } from '../../core/errors.ts';
import type { Observation } from '../../core/model/capture-record.ts';
import type { SurfaceTab } from '../../core/surface-ports.ts';
import type { CaptureTab } from '../browser/tab.ts';
import { captureTab, type CaptureParts } from '../capture-tab.ts';
import type { CaptureRecording } from '../recorder/recording.ts';
import type { LivePage } from './live-page.ts';

export type LiveCaptureRequest = Parameters<SurfaceTab['capture']>[0];

export interface LiveCapture {
  readonly page: LivePage;
  readonly request: LiveCaptureRequest;
  readonly warnings: readonly Observation['warnings'][number][];
  /** Has the page drawn. */
  readonly front: () => Promise<void>;
  /** The person's hands are off the page while it must be still. */
  readonly lock: (locked: boolean) => void;
}

/** Captures what a live page shows now; it goes on being recorded. Throws as `CaptureBrowser.capture`; `usage` when it shows no document. */
export async function captureLivePage(parts: CaptureParts, { page, request, warnings, front, lock }: LiveCapture): Promise<Observation> {
  const { tab, questions, state } = page;
  const startedMs = parts.clock.monotonicMs();
  const document = tab.recording.currentDocument();
  if (document === undefined) throw new PugmarkError('usage', 'The tab shows no document that could be captured');
  const endUse = tab.useDownloads();
  const recording = tab.recording.beginCapture();
  lock(true);
  try {
    // A page that waits for an answer stands still, and nothing of it could be looked at.
    await Promise.all([questions.refuse(), front()]);
    const outcome = state.isLoaded
      ? ({ kind: 'document', loaded: true } as const)
      : ({ kind: 'document', loaded: true, detail: 'the page was still loading' } as const);
    const view = viewOf(page, recording, lock);
    const url = document.shownUrl;
    return await captureTab(parts, { tab: view, outcome, request: { ...request, url }, startedMs, warnings });
  } finally {
    lock(false);
    recording.end();
    endUse();
  }
}

/** The tab as this capture sees it. What it lists of the document stays listed when the page leads elsewhere meanwhile. */
function viewOf({ tab, frames, injected }: LivePage, recording: CaptureRecording, lock: (locked: boolean) => void): CaptureTab {
  const { page, cdp, browser, lost, downloads } = tab;
  const incidents = tab.incidentsOfDocument();
  return {
    page,
    cdp,
    recording,
    get incidents() {
      return incidents();
    },
    downloads,
    browser,
    lost,
    frames,
    injectedBefore: injected,
    lossReason: () => tab.lossReason(),
    lockInput: async (locked) => {
      lock(locked);
      await tab.lockInput(locked);
    },
    close: () => Promise.resolve(),
  };
}
