import type { CDPSession, Page } from 'puppeteer-core';
import type { CaptureTab, SteeredPage } from './tab.ts';

/**
 * A browser whose tabs can be recorded and contained: a Chromium of ours over a pipe (`launchBrowser`), or one page of a
 * shell that we reach through its debugger (`connectOverDebugger`). Nothing above this knows which.
 */
export interface RecordedBrowser {
  readonly facts: CaptureTab['browser'];
  /** Its command line, without folders of this machine; empty where it is not ours to know. */
  readonly flags: readonly string[];
  /** Server addresses are then the proxy's. */
  readonly proxied: boolean;
  /** Choices that a reader of the record must know: no sandbox, certificates not checked. */
  readonly warnings: readonly { readonly code: string; readonly detail: string }[];
  /** Aborted when the browser, or the one page of a shell, is gone without our asking; the reason is an error of ours (`TabLoss`). */
  readonly lost: AbortSignal;
  /** The browser's main process, where it is ours. */
  readonly processId?: number;
  /** A blank page in which nothing has been asked for yet. Throws `browser-lost`; over a debugger there is exactly one page. */
  openPage(): Promise<OpenedPage>;
  /** The one who takes in windows that pages open; without one they are turned away. Only where the browser was launched for it. */
  takeWindows?(taker: (window: OpenedWindow) => boolean): void;
  /** Cookies, cache and storage of its pages go; absent where they are not ours. */
  clearData?(): Promise<void>;
  /** Ends the browser and removes what was temporary. Idempotent; never hangs. */
  close(): Promise<void>;
}

export interface OpenedPage<P extends SteeredPage = Page> {
  readonly page: P;
  readonly shell: TabShell;
  /** Where the browser tells it; the main frame of a new page has the same. */
  readonly targetId?: string;
  /** Of a page that is held: a session that is there already, so that nothing is waited for before it listens. */
  readonly session?: CDPSession;
  /** Lets a page run that is held before its first request. It answers nothing before. */
  readonly release?: () => Promise<void>;
}

/** A window that a page opened, held before its first request; its opener waits for it. */
export interface OpenedWindow {
  readonly openerTargetId: string;
  /** Empty for one without address. Hostile text. */
  readonly url: string;
  /** Reaches the window. It goes on being held until `release`. */
  open(): OpenedPage<SteeredPage>;
}

/**
 * What happens around a page and is no part of the page's own protocol: windows, downloads, permissions. Over a pipe it
 * is Chromium's Browser and Target domain; over a debugger these are missing and the shell has to tell us.
 */
export interface TabShell {
  /** `listener` hears of every window that the page opened, after it was closed unseen and unasked. */
  onPopup(listener: (popup: { readonly url?: string }) => void): void;
  /** `listener` hears of every permission that the page asked for, after it was refused. Never called over a pipe: Chromium refuses silently. */
  onPermission(listener: (request: { readonly permission: string }) => void): void;
  /** `ownsFrame` says whether a frame belongs to this tab, for browsers that tell of all downloads in one place. */
  onDownload(listener: (news: DownloadNews) => void, ownsFrame: (frameId: string) => boolean): void;
  cancelDownload(id: string): Promise<void>;
  /** True when the shell can size the page itself and the page's own protocol must not (`webContents.enableDeviceEmulation`). */
  setViewport?(viewport: Viewport): Promise<void>;
  /** Closes the page without asking it. */
  close(): Promise<void>;
}

export interface Viewport {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Device pixels per CSS pixel. Default: the machine's own. */
  readonly scale?: number;
}

export type DownloadNews =
  | {
      readonly kind: 'begun';
      readonly id: string;
      readonly url: string;
      /** Hostile text. */
      readonly suggestedName: string;
      /** Where the bytes are while they come in. */
      readonly partialPath: string;
    }
  | { readonly kind: 'progress'; readonly id: string; readonly receivedBytes: number }
  | { readonly kind: 'ended'; readonly id: string; readonly complete: true; readonly path: string }
  | { readonly kind: 'ended'; readonly id: string; readonly complete: false };
