import type { Clock, UtcTime } from '../../core/clock.ts';
import type { CaptureProgress } from '../../core/capture-ports.ts';
import type { Hashing } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Random } from '../../core/ids.ts';
import type { Observation, StitchRecipe } from '../../core/model/capture-record.ts';
import type { CaptureLimits } from '../../core/model/limits.ts';
import type { ImageCodec, Staging } from '../../core/ports.ts';
import type { NavigationOutcome, CaptureTab } from '../browser/tab.ts';
import type { IsolatedWorlds, FramePlace } from '../page-scripts/isolated-worlds.ts';
import type { ViewState } from '../page-scripts/script-results.ts';
import type { FrameSessions } from '../page/frame-sessions.ts';
import type { PageFacts } from '../page/build-page-facts.ts';
import type { RenderedPage } from '../page/rendered-page.ts';
import type { DocumentLoad } from '../recorder/recording.ts';
import type { ArtifactWriter } from './artifact-writer.ts';
import type { StepRunner } from './step-runner.ts';

/** What is asked of one capture. */
export interface CapturePageInput {
  readonly tab: CaptureTab;
  /** What became of opening the address; for a page that a person opened, a document. */
  readonly outcome: NavigationOutcome;
  readonly requestedUrl: string;
  readonly clickedAt: UtcTime;
  readonly staging: Staging;
  readonly limits: CaptureLimits;
  /** What opening the address has taken of `limits.totalMs` already. Default 0. */
  readonly spentMs?: number;
  /** Aborted: give up at once, keep nothing; `capturePage` throws `cancelled`. */
  readonly signal?: AbortSignal;
  /** Aborted: 'stop and keep', end soon and seal what there is. */
  readonly keep?: AbortSignal;
  readonly clock: Clock;
  readonly hashing: Hashing;
  readonly random: Random;
  /** Name and version of the tool, as the archive names its writer. */
  readonly software: string;
  readonly imageCodec: ImageCodec;
  readonly options: {
    /** Print the page to a PDF. */
    readonly pdf: boolean;
  };
  readonly onProgress?: (progress: CaptureProgress) => void;
}

/** One look at the page, ready to be compared with another. */
export interface PageLook {
  readonly dom: string;
  readonly text: string;
  readonly page: RenderedPage;
  readonly facts: PageFacts;
  readonly frames: Observation['frames'];
  readonly warnings: Observation['warnings'];
}

/** What the steps of one capture share: the means, and what they found so far. */
export interface CaptureContext {
  readonly input: CapturePageInput;
  readonly tab: CaptureTab;
  readonly limits: CaptureLimits;
  readonly clock: Clock;
  readonly runner: StepRunner;
  readonly artifacts: ArtifactWriter;
  readonly worlds: IsolatedWorlds;
  /** The document that was shown at the click. */
  readonly document: DocumentLoad;
  /** Set once the first picture is taken, which must not wait for it. */
  sessions: FrameSessions;
  readonly main: FramePlace;
  readonly warnings: { code: string; detail: string }[];
  readonly recipes: StitchRecipe[];
  readonly found: Found;
}

/** What is not known is absent. */
export interface Found {
  seenAt?: UtcTime;
  seenCompleteAt?: UtcTime;
  view?: ViewState;
  asSeen?: PageLook;
  /** After scrolling; the same object as `asSeen` when nothing changed. */
  afterScroll?: PageLook;
  /** The whole page was pictured in part, and its frames of other sites were not looked at. */
  framesMissed?: boolean;
  innerScroller?: { readonly picturedPx: number; readonly totalPx: number; readonly backendNodeId: number };
  /** Addresses of pictures that were drawn in a view that was passed when scrolling. */
  readonly passedPictures: Set<string>;
}

/** Why the tab no longer shows the document of the click; undefined while it does. Another one must not be pictured as if it were that. */
export function documentGone({ tab, document }: Pick<CaptureContext, 'tab' | 'document'>): string | undefined {
  const current = tab.recording.currentDocument();
  return current?.loaderId === document.loaderId ? undefined : `the tab left the document for ${current?.shownUrl ?? 'an empty page'}`;
}

/** Throws when the tab shows another document than at the click. */
export function assertSameDocument(context: Pick<CaptureContext, 'tab' | 'document'>): void {
  const gone = documentGone(context);
  if (gone !== undefined) throw new PugmarkError('no-document', gone);
}
