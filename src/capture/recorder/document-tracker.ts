import type { Clock, UtcTime } from '../../core/clock.ts';
import type { Fields } from './cdp-values.ts';
import { fieldsIn, fieldsOf, textIn } from './cdp-values.ts';

interface Step {
  readonly url: string;
  readonly time: UtcTime;
}

/** A document that the main frame committed. */
export interface CommittedDocument {
  readonly loaderId: string;
  /** Without fragment. */
  readonly url: string;
  readonly committedAt: UtcTime;
  readonly fromBackForwardCache: boolean;
  /** CDP `Page.frameStartedNavigating` type, where the browser tells it. */
  readonly navigationType: string | undefined;
  readonly shownUrl: string;
  readonly inPage: readonly Step[];
  /** Older ones that are no longer among them. */
  readonly inPageLeftOut: number;
}

/** A page may change its address thousands of times; the newest are kept. */
const MAX_IN_PAGE = 500;
const MAX_PATH = 500;
/** Each of those addresses may be two million characters long; all of them go into the record. */
const MAX_ADDRESS_CHARS = 1024 * 1024;
const MAX_STARTED = 50;
/** Documents that may come back; browsers hold fewer. */
const MAX_KNOWN = 20;

/** Follows which document the main frame of a tab shows, from Page events of the tab's own session. */
export class DocumentTracker {
  readonly mainFrameId: string;
  readonly #clock: Clock;
  readonly #started = new Map<string, string>();
  readonly #known = new Map<string, CommittedDocument>();
  #path: readonly Step[] = [];
  #pathLeftOut = 0;
  #current: CommittedDocument | undefined;
  #pendingLoaderId: string | undefined;

  constructor(mainFrameId: string, clock: Clock) {
    this.mainFrameId = mainFrameId;
    this.#clock = clock;
  }

  /** Undefined while nothing, about:blank or the browser's own error page is shown. */
  get current(): CommittedDocument | undefined {
    return this.#current;
  }

  /** Loader of a navigation of the main frame that was asked for and has not been committed. */
  get pendingLoaderId(): string | undefined {
    return this.#pendingLoaderId;
  }

  /** Loaders of documents that may come back, the one left last at the end. */
  get known(): readonly string[] {
    return [...this.#known.keys()];
  }

  get path(): readonly Step[] {
    return this.#path;
  }

  /** Older steps that are no longer in `path`. */
  get pathLeftOut(): number {
    return this.#pathLeftOut;
  }

  /** The main frame asks for a document. */
  onDocumentRequested(loaderId: string): void {
    this.#pendingLoaderId = loaderId;
  }

  /** The request of the pending document ended without a commit (204, download, failure). */
  onDocumentRequestEnded(loaderId: string): void {
    if (this.#pendingLoaderId === loaderId) this.#pendingLoaderId = undefined;
  }

  onStartedNavigating(params: unknown): void {
    const event = fieldsOf(params);
    const loaderId = event && textIn(event, 'loaderId');
    const type = event && textIn(event, 'navigationType');
    if (event === undefined || loaderId === undefined || type === undefined || textIn(event, 'frameId') !== this.mainFrameId) return;
    this.#started.set(loaderId, type);
    const oldest = this.#started.keys().next();
    if (this.#started.size > MAX_STARTED && oldest.done !== true) this.#started.delete(oldest.value);
  }

  onFrameNavigated(params: unknown): void {
    const event = fieldsOf(params);
    const frame = event && fieldsIn(event, 'frame');
    if (event === undefined || frame === undefined || textIn(frame, 'id') !== this.mainFrameId) return;
    this.#leave();
    this.#pendingLoaderId = undefined;
    this.#current = this.#commit(frame, textIn(event, 'type') === 'BackForwardCacheRestore');
  }

  onNavigatedWithinDocument(params: unknown): void {
    const event = fieldsOf(params);
    const url = event && textIn(event, 'url');
    if (event === undefined || url === undefined || this.#current === undefined || textIn(event, 'frameId') !== this.mainFrameId) return;
    const all = [...this.#current.inPage, { url, time: this.#clock.now() }];
    const inPage = newestOf(all, MAX_IN_PAGE);
    const inPageLeftOut = this.#current.inPageLeftOut + all.length - inPage.length;
    this.#current = { ...this.#current, shownUrl: url, inPage, inPageLeftOut };
  }

  #commit(frame: Fields, fromBackForwardCache: boolean): CommittedDocument | undefined {
    const url = textIn(frame, 'url') ?? '';
    const loaderId = textIn(frame, 'loaderId');
    const isErrorPage = textIn(frame, 'unreachableUrl') !== undefined || url.startsWith('chrome-error:');
    if (loaderId === undefined || url === '' || url === 'about:blank' || isErrorPage) return undefined;
    // A document that comes back keeps its own address and what happened in it: the frame tells only what it shows now.
    const known = this.#known.get(loaderId);
    if (fromBackForwardCache && known !== undefined)
      return { ...known, fromBackForwardCache, shownUrl: url + (textIn(frame, 'urlFragment') ?? '') };
    return {
      loaderId,
      url,
      committedAt: this.#clock.now(),
      fromBackForwardCache,
      navigationType: this.#started.get(loaderId),
      shownUrl: url + (textIn(frame, 'urlFragment') ?? ''),
      inPage: [],
      inPageLeftOut: 0,
    };
  }

  #leave(): void {
    if (this.#current === undefined) return;
    this.#known.delete(this.#current.loaderId);
    this.#known.set(this.#current.loaderId, this.#current);
    const oldest = this.#known.keys().next();
    if (this.#known.size > MAX_KNOWN && oldest.done !== true) this.#known.delete(oldest.value);
    const all = [...this.#path, { url: this.#current.shownUrl, time: this.#current.committedAt }];
    this.#path = newestOf(all, MAX_PATH);
    this.#pathLeftOut += all.length - this.#path.length;
  }
}

/** The newest steps, as many as are allowed by number and by length together. */
function newestOf(steps: readonly Step[], maxSteps: number): readonly Step[] {
  const newest = steps.slice(-maxSteps);
  let chars = newest.reduce((sum, { url }) => sum + url.length, 0);
  let first = 0;
  for (; chars > MAX_ADDRESS_CHARS && first < newest.length; first += 1) chars -= newest[first]?.url.length ?? 0;
  return newest.slice(first);
}
