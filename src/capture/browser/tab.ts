import type { Browser, CDPSession } from 'puppeteer-core';
import type { UtcTime } from '../../core/clock.ts';
import type { CaptureErrorCode } from '../../core/errors.ts';
import type { Observation } from '../../core/model/capture-record.ts';
import type { FrameSessions } from '../page/frame-sessions.ts';
import type { Recording } from '../recorder/recording.ts';

/** Why a tab can no longer be asked anything. */
export type TabLoss = Extract<CaptureErrorCode, 'page-closed' | 'renderer-crashed' | 'browser-lost'>;

/** Something a page tried that was contained; becomes a warning of the record. */
export interface TabIncident {
  readonly code:
    | 'dialog'
    | 'beforeunload'
    | 'popup'
    | 'download'
    | 'permission'
    | 'file-chooser'
    | 'navigated-away'
    | 'close-attempt'
    | 'incident-limit';
  readonly detail: string;
  readonly time: UtcTime;
}

/** A file the page or the address sent for download; never opened, never run. */
export interface DownloadedFile {
  readonly url: string;
  /** As the server or page suggested it; hostile text. */
  readonly suggestedName: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly complete: boolean;
}

/** What we need of a page: puppeteer's own, or a window that a page opened and that puppeteer knows nothing of yet. */
export interface SteeredPage {
  /** A session of ours on the page's target. */
  createCDPSession(): Promise<CDPSession>;
  browser(): Pick<Browser, 'target'>;
  once(event: 'close', listener: () => void): unknown;
}

/** One tab of the embedded browser, recorded from before its first request and contained. */
export interface CaptureTab {
  readonly page: SteeredPage;
  /** Our own session on the page's target, apart from puppeteer's. */
  readonly cdp: CDPSession;
  readonly recording: Recording;
  readonly incidents: readonly TabIncident[];
  readonly downloads: readonly DownloadedFile[];
  /** Sessions on the frames of the page that outlive one capture. Absent: each capture opens its own, and lets them go. */
  readonly frames?: () => Promise<FrameSessions>;
  /** What ran in the document for the person who browsed, before any capture. */
  readonly injectedBefore?: readonly Observation['injectedScripts'][number][];
  readonly browser: { readonly product: string; readonly userAgent: string; readonly headless: boolean; readonly sandbox: boolean };
  /** Set once the tab is lost; `lost.aborted` then, with the loss as reason. Every wait of a capture listens to it. */
  readonly lost: AbortSignal;
  lossReason(): TabLoss | undefined;
  /** Ignores mouse and keyboard of the person while the capture needs the page still. */
  lockInput(locked: boolean): Promise<void>;
  close(): Promise<void>;
}

/** What became of opening an address. */
export type NavigationOutcome =
  /** A document was committed; `loaded` is false when the page's own loading did not end within the limit. */
  | { readonly kind: 'document'; readonly loaded: boolean; readonly detail?: string }
  /** The address gave a file instead of a page. */
  | { readonly kind: 'download'; readonly file: DownloadedFile }
  /** No document: nothing was shown. */
  | { readonly kind: 'none'; readonly code: CaptureErrorCode; readonly message: string };
