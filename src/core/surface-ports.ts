import type { z } from 'zod';
import type { BrowserFacts, BrowserOptions, CaptureRequest } from './capture-ports.ts';
import type { Observation } from './model/capture-record.ts';
import type { CaptureLimits } from './model/limits.ts';
import type { PageQuestion, TabInput, tabSecuritySchema } from './model/page-view.ts';

/**
 * The embedded browser in which a person works: a Chromium of ours shown as a live picture (workstation), or views of the
 * shell (Electron). Nothing above these ports knows which one it has.
 */
export interface BrowserSurfaces {
  /** One browser for one case: cookies, cache and storage apart from every other. Throws `browser-missing`, `browser-launch-failed`. */
  open(options: SurfaceOptions): Promise<BrowserSurface>;
}

export interface SurfaceOptions extends Omit<BrowserOptions, 'headless' | 'viewport'> {
  /** An existing folder of this browser alone, for what is under way; removed by the caller after `close`. */
  readonly scratchFolder: string;
  readonly limits: CaptureLimits;
}

export interface BrowserSurface {
  readonly facts: BrowserFacts;
  readonly shows: 'picture' | 'native';
  /** Aborted when the browser is gone without our asking. */
  readonly lost: AbortSignal;
  /** In the order of their opening. */
  readonly tabs: readonly SurfaceTab[];
  /** A blank tab, recorded from before its first request. Throws `browser-lost`. */
  openTab(): Promise<SurfaceTab>;
  /** Hears of every tab that opens, also of those that pages open, and of every one that closes. Returns the end of hearing. */
  onTab(listener: (news: { readonly kind: 'opened' | 'closed'; readonly tab: SurfaceTab }) => void): () => void;
  /** Cookies, cache and storage of this browser go. */
  clearData(): Promise<void>;
  /** Ends it. Idempotent; never hangs. */
  close(): Promise<void>;
}

export interface SurfaceTabState {
  /** Address shown; empty while blank. Hostile text, as the title. */
  readonly url: string;
  readonly title: string;
  readonly loading: boolean;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  readonly security: z.infer<typeof tabSecuritySchema>;
  /** What the recording holds. */
  readonly exchanges: number;
  readonly bytes: number;
  /** A capture needs the page still. */
  readonly locked: boolean;
  readonly problem?: { readonly code: string; readonly message: string };
  /** What the page tried and was refused, newest last, bounded. */
  readonly incidents: readonly { readonly code: string; readonly detail: string }[];
  readonly question?: PageQuestion;
}

export interface PageAnswer {
  readonly accept: boolean;
  readonly text?: string;
  /** Absolute paths of files that the person chose. */
  readonly files?: readonly string[];
  readonly selected?: readonly number[];
}

/** A frame of the live picture: JPEG as drawn, and where its pixels lie in the view. */
export interface TabFrame {
  readonly jpeg: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** CSS pixels of the view that the frame covers. */
  readonly viewWidth: number;
  readonly viewHeight: number;
}

/** Where the view of a tab lies: within the window (`native`), or how large it is drawn (`picture`). CSS pixels. */
export interface TabPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly scale: number;
  readonly visible: boolean;
}

export interface SurfaceTab {
  readonly id: string;
  /** Tab whose page opened this one. */
  readonly openerId?: string;
  readonly state: SurfaceTabState;
  /** Told after every change, several at once as one. Returns the end of telling. */
  onState(listener: (state: SurfaceTabState) => void): () => void;
  /** Resolves when the navigation has begun; what becomes of it is told by the state. Throws `url-malformed`, `url-scheme-refused`, `page-closed`. */
  go(to: { readonly url: string } | 'back' | 'forward' | 'reload' | 'stop'): Promise<void>;
  answer(questionId: string, answer: PageAnswer): Promise<void>;
  /** Dropped while a capture has locked the input. */
  input(input: TabInput): Promise<void>;
  /** Text selected in the page, for the clipboard. At most 1 MiB. */
  selection(): Promise<string>;
  place(place: TabPlace): Promise<void>;
  /** Frames as they are drawn, at most about 30 a second; the next one comes after the listener's promise. Nothing on a native surface. */
  watch(listener: (frame: TabFrame) => Promise<void>): () => void;
  /**
   * Captures what the tab shows now, as `CaptureBrowser.capture` does for an address of its own. The tab stays open and goes on
   * being recorded. Several tabs may be captured at once; one tab once at a time. Throws as `CaptureBrowser.capture`; `usage` when
   * the tab shows no document or is being captured.
   */
  capture(request: Omit<CaptureRequest, 'url'> & { /** Aborted: 'stop and keep'. */ readonly keep: AbortSignal }): Promise<Observation>;
  close(): Promise<void>;
}
