import { pause } from '../capture/browser/deadline.ts';
import type { DownloadNews, TabShell } from '../capture/browser/recorded-browser.ts';
import type { DebuggerShell } from '../capture/transport/connect-over-debugger.ts';
import { fieldsOf, flagIn, textIn } from '../capture/recorder/cdp-values.ts';
import { PugmarkError } from '../core/errors.ts';
import type { RemoteViews } from './remote-views.ts';

type Listeners = {
  -readonly [Name in 'onPopup' | 'onPermission' | 'onDownload']?: Parameters<TabShell[Name]>[0];
};

const GESTURES = 50;
const GESTURE_TOLD_WITHIN_MS = 300;

/** What Electron does for one view because no command over its debugger can; Electron itself lives in another process. */
export class ElectronView implements DebuggerShell {
  readonly id: string;
  /** Aborted when its renderer is gone or its view destroyed. */
  readonly gone: AbortSignal;
  readonly #views: RemoteViews;
  readonly #gone = new AbortController();
  readonly #listeners: Listeners = {};
  readonly #endings: (() => void)[];
  /** Whether a person had just acted when the page opened this address, the newest last. */
  readonly #gestures = new Map<string, boolean>();
  #closed = false;

  constructor(views: RemoteViews, id: string) {
    this.id = id;
    this.gone = this.#gone.signal;
    this.#views = views;
    const tell = (news: DownloadNews): void => this.#listeners.onDownload?.(news);
    this.#endings = [
      views.on('gone', id, ({ reason, detail }) => this.#gone.abort(new PugmarkError(reason, describeGone(reason, detail)))),
      views.on('message', id, ({ method, params }) => {
        if (method === 'Page.windowOpen') this.#noteGesture(params);
      }),
      views.on('permission-refused', id, ({ permission }) => this.#listeners.onPermission?.({ permission })),
      views.on('download-begun', id, ({ download, url, suggestedName, path }) =>
        tell({ kind: 'begun', id: download, url, suggestedName, partialPath: path }),
      ),
      views.on('download-progress', id, ({ download, receivedBytes }) => tell({ kind: 'progress', id: download, receivedBytes })),
      views.on('download-ended', id, ({ download, complete, path }) =>
        tell(complete ? { kind: 'ended', id: download, complete, path } : { kind: 'ended', id: download, complete }),
      ),
    ];
  }

  /** Does this as well when the view is closed. */
  onClosed(act: () => void): void {
    this.#endings.push(act);
  }

  /**
   * False for a window that a page opens by itself: Electron has no blocker of popups. Of links that are opened aside (Ctrl, middle
   * button) no gesture is told, and they are somebody's.
   */
  async isClickedFor(url: string): Promise<boolean> {
    // It is told by another process than the window.
    if (!this.#gestures.has(url)) await pause(GESTURE_TOLD_WITHIN_MS, this.gone);
    return this.#gestures.get(url) ?? true;
  }

  onPopup(listener: NonNullable<Listeners['onPopup']>): void {
    this.#listeners.onPopup = listener;
  }

  /** A window of its page was not opened. */
  tellPopup(url: string): void {
    this.#listeners.onPopup?.(url === '' ? {} : { url });
  }

  onPermission(listener: NonNullable<Listeners['onPermission']>): void {
    this.#listeners.onPermission = listener;
  }

  onDownload(listener: NonNullable<Listeners['onDownload']>): void {
    this.#listeners.onDownload = listener;
  }

  async cancelDownload(download: string): Promise<void> {
    await this.#views.ask({ do: 'cancel-download', download });
  }

  async printToPdf(params: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
    const pdf = await this.#views.ask({ do: 'print', view: this.id, params: printWords(params) });
    if (pdf instanceof Uint8Array) return pdf;
    throw new PugmarkError('browser-lost', 'The shell gave no PDF');
  }

  /** The view has its size from the window; a page's own protocol must not change it. */
  setViewport(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const end of this.#endings) end();
    await this.#views.ask({ do: 'close-view', view: this.id });
  }

  #noteGesture(params: unknown): void {
    const event = fieldsOf(params);
    const url = event && textIn(event, 'url');
    if (event === undefined || url === undefined) return;
    this.#gestures.delete(url);
    this.#gestures.set(url, flagIn(event, 'userGesture'));
    const oldest = this.#gestures.keys().next();
    if (this.#gestures.size > GESTURES && oldest.done !== true) this.#gestures.delete(oldest.value);
  }
}

/** Chromium's words for paper as Electron knows them; those that it does not know it passes over. */
function printWords({ paperWidth, paperHeight, ...params }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { transferMode: _atOnce, ...known } = params;
  return paperWidth === undefined ? known : { ...known, pageSize: { width: paperWidth, height: paperHeight } };
}

function describeGone(reason: 'renderer-crashed' | 'page-closed', detail: string): string {
  return reason === 'page-closed' ? 'The page was closed' : `The page crashed${detail === '' ? '' : ` (${detail})`}`;
}
