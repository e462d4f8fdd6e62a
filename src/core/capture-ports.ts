import type { UtcTime } from './clock.ts';
import type { CaptureStage, Observation } from './model/capture-record.ts';
import type { CaptureLimits } from './model/limits.ts';
import type { Staging } from './ports.ts';

/** How a browser is started. What is left out stays as the browser has it. */
export interface BrowserOptions {
  readonly headless: boolean;
  /** CSS pixels of the view. */
  readonly viewport?: { readonly widthPx: number; readonly heightPx: number };
  /** BCP 47, e.g. `nl-BE`: the language in which pages are asked for. */
  readonly language?: string;
  /** `http://`, `https://` or `socks5://` with host and port, no password. Everything goes through it, names are resolved behind it. */
  readonly proxy?: string;
  /** Absolute path of a profile that is kept; absent: a fresh one that goes away with the browser. */
  readonly profileFolder?: string;
  /** The operator chose to see pages whose certificate is invalid. */
  readonly acceptInvalidTls: boolean;
  /** Reaches the practice market's hosts and nothing else. */
  readonly practiceOnly: boolean;
}

export interface BrowserFacts {
  /** E.g. `Chrome/141.0.7390.54`. */
  readonly product: string;
  readonly userAgent: string;
  readonly headless: boolean;
  readonly sandbox: boolean;
  /** As given on its command line, without folders of this machine. */
  readonly flags: readonly string[];
}

/** Something that happens in a capture, for a person who watches. */
export interface CaptureProgress {
  readonly stage: CaptureStage;
  /** What is being done, in a few words. */
  readonly step?: string;
  readonly exchanges?: number;
  readonly bytes?: number;
  /** The first picture is kept; told once, when it is. */
  readonly seenAt?: UtcTime;
}

/** What the document that answered is, before anything of it is kept. */
export interface OpenedDocument {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Names of the meta elements in the document. */
  readonly metaNames: readonly string[];
}

export interface CaptureRequest {
  readonly url: string;
  readonly clickedAt: UtcTime;
  readonly staging: Staging;
  readonly limits: CaptureLimits;
  /** Make a PDF by printing the page. */
  readonly print: boolean;
  /** Aborted: give up at once; nothing is kept. */
  readonly cancelled: AbortSignal;
  /** Aborted: 'stop and keep', end soon with what there is. */
  readonly keep?: AbortSignal;
  /**
   * Asked once a document has answered and before anything is staged, again when the page led on to another meanwhile: the document
   * that is captured was asked about. Throwing ends the capture with that error.
   * Not asked when there is no document.
   */
  readonly judgeDocument: (document: OpenedDocument) => void;
  readonly onProgress: (progress: CaptureProgress) => void;
}

/** A running browser. Captures run side by side, each in a tab of its own. */
export interface CaptureBrowser {
  readonly facts: BrowserFacts;
  /** Aborted when the browser is gone. */
  readonly lost: AbortSignal;
  /**
   * Opens the address in a tab of its own (and, unless the browser has a kept profile, in a context of its own), captures
   * what is shown and closes the tab. A page that could not be had is an observation with state `failed`.
   * Throws `cancelled`, whatever `judgeDocument` throws, `navigation-failed` when no document stays to be judged, `disk-full`, `io-failed`.
   */
  capture(request: CaptureRequest): Promise<Observation>;
  /** Ends the browser and its processes. Idempotent. */
  close(): Promise<void>;
}

export interface CaptureBrowsers {
  /** Throws `browser-missing`, `browser-launch-failed`, `display-missing`. */
  launch(options: BrowserOptions): Promise<CaptureBrowser>;
  /**
   * Opens a window on a kept profile for a person, unrecorded, and resolves when the person has closed it.
   * Throws as `launch`; `cancelled` when the signal ends it.
   */
  openForPerson(options: {
    readonly url: string;
    readonly profileFolder: string;
    readonly practiceOnly: boolean;
    readonly cancelled: AbortSignal;
  }): Promise<void>;
}
