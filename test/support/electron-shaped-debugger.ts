import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { DownloadNews } from '../../src/capture/browser/recorded-browser.ts';
import type { DebuggerShell } from '../../src/capture/transport/connect-over-debugger.ts';
import type { ShellDebugger } from '../../src/capture/transport/shell-debugger.ts';
import type { RawChromium, RawEvent } from './raw-chromium.ts';

/** Answered in Electron's shell or not at all; reaching the debugger with one of these is a fault of ours. */
const NOT_OVER_THE_DEBUGGER =
  /^(?:Browser\.|Page\.printToPDF$|Target\.createTarget$|Target\.closeTarget$|Emulation\.(?:set|clear)DeviceMetricsOverride$)/;

/** One page of a real Chromium with the manners of Electron's `webContents.debugger`. */
export class ElectronShapedDebugger extends EventEmitter implements ShellDebugger {
  readonly targetId: string;
  /** Commands that would have failed or crashed in Electron. */
  readonly forbidden: string[] = [];
  readonly #chromium: RawChromium;
  readonly #sessionId: string;
  readonly #ownSessions = new Set<string>();
  readonly #pending = new Set<(error: Error) => void>();
  #attached = false;

  constructor(chromium: RawChromium, targetId: string, sessionId: string) {
    super();
    this.#chromium = chromium;
    this.targetId = targetId;
    this.#sessionId = sessionId;
    chromium.on('event', this.#onEvent);
    chromium.once('closed', () => this.#detached('target closed'));
  }

  attach(): void {
    if (this.#attached) throw new Error('Debugger is already attached to the target');
    this.#attached = true;
  }

  detach(): void {
    if (this.#attached) this.#detached('target closed');
  }

  /** As when somebody opens DevTools on the view. */
  takeAway(reason: string): void {
    this.#detached(reason);
  }

  isAttached(): boolean {
    return this.#attached;
  }

  sendCommand(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    if (!this.#attached) return Promise.reject(new Error('No target available'));
    if (NOT_OVER_THE_DEBUGGER.test(method)) {
      this.forbidden.push(method);
      return Promise.reject(new Error(`'${method}' wasn't found`));
    }
    if (sessionId !== undefined && !this.#ownSessions.has(sessionId)) {
      return Promise.reject(new Error('Session with given id not found.'));
    }
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.add(reject);
    void this.#chromium
      .send(method, params, sessionId ?? this.#sessionId)
      .then(resolve, reject)
      .finally(() => this.#pending.delete(reject));
    return promise;
  }

  readonly #onEvent = ({ method, params, sessionId }: RawEvent): void => {
    if (method === 'Target.detachedFromTarget' && params['sessionId'] === this.#sessionId) {
      this.#detached('target closed');
      return;
    }
    if (sessionId === undefined || (sessionId !== this.#sessionId && !this.#ownSessions.has(sessionId))) return;
    if (method === 'Target.attachedToTarget') this.#ownSessions.add(String(params['sessionId']));
    if (this.#attached) this.emit('message', {}, method, params, sessionId === this.#sessionId ? '' : sessionId);
  };

  #detached(reason: string): void {
    if (!this.#attached) return;
    this.#attached = false;
    for (const reject of this.#pending) reject(new Error('target closed while handling command'));
    this.#pending.clear();
    this.emit('detach', {}, reason);
  }
}

interface Field {
  readonly [name: string]: unknown;
}

/** The shell around it: windows, downloads and the view's end, as Electron's main process would do them. */
export class ElectronShapedShell implements DebuggerShell {
  readonly #chromium: RawChromium;
  readonly #targetId: string;
  readonly #downloadFolder: string;
  readonly #downloads = new Set<string>();
  #tellPopup: ((popup: { readonly url?: string }) => void) | undefined;
  #tellPermission: ((request: { readonly permission: string }) => void) | undefined;
  #tellDownload: ((news: DownloadNews) => void) | undefined;

  constructor(chromium: RawChromium, targetId: string, downloadFolder: string) {
    this.#chromium = chromium;
    this.#targetId = targetId;
    this.#downloadFolder = downloadFolder;
    chromium.on('event', this.#listen);
  }

  onPopup(listener: (popup: { readonly url?: string }) => void): void {
    this.#tellPopup = listener;
  }

  onPermission(listener: (request: { readonly permission: string }) => void): void {
    this.#tellPermission = listener;
  }

  /** As `setPermissionRequestHandler` would be called. */
  requestPermission(permission: string): void {
    this.#tellPermission?.({ permission });
  }

  onDownload(listener: (news: DownloadNews) => void): void {
    this.#tellDownload = listener;
  }

  async cancelDownload(id: string): Promise<void> {
    await this.#chromium.send('Browser.cancelDownload', { guid: id }).catch(() => undefined);
  }

  async setViewport({ widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number }): Promise<void> {
    const { windowId } = await this.#chromium.send('Browser.getWindowForTarget', { targetId: this.#targetId });
    await this.#chromium.send('Browser.setContentsSize', { windowId, width: widthPx, height: heightPx });
  }

  async close(): Promise<void> {
    this.#chromium.off('event', this.#listen);
    await this.#chromium.send('Target.closeTarget', { targetId: this.#targetId }).catch(() => undefined);
  }

  readonly #listen = ({ method, params }: RawEvent): void => this.#hear(method, params);

  #hear(method: string, params: Field): void {
    if (method === 'Target.attachedToTarget') {
      const info = params['targetInfo'] as { targetId: string; type: string; url: string; openerId?: string };
      if (info.type !== 'page' || info.openerId !== this.#targetId) return;
      void this.#turnAway(String(params['sessionId']), info.targetId);
      this.#tellPopup?.(info.url === '' ? {} : { url: info.url });
    }
    // Every view has a session of its own in these tests: the frame is the view's when its id is, or when only one is open.
    if (method === 'Browser.downloadWillBegin') {
      const id = String(params['guid']);
      this.#downloads.add(id);
      this.#tellDownload?.({
        kind: 'begun',
        id,
        url: String(params['url']),
        suggestedName: String(params['suggestedFilename']),
        partialPath: join(this.#downloadFolder, `${id}.crdownload`),
      });
    }
    if (method === 'Browser.downloadProgress') this.#progress(String(params['guid']), params);
  }

  /** Electron makes no window at all; here it lives for a moment without network. */
  async #turnAway(sessionId: string, targetId: string): Promise<void> {
    const offline = { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    await Promise.allSettled([
      this.#chromium.send('Network.enable', {}, sessionId),
      this.#chromium.send('Network.emulateNetworkConditions', offline, sessionId),
      this.#chromium.send('Runtime.runIfWaitingForDebugger', {}, sessionId),
    ]);
    await this.#chromium.send('Target.closeTarget', { targetId }).catch(() => undefined);
  }

  #progress(id: string, params: Field): void {
    if (!this.#downloads.has(id)) return;
    if (params['state'] === 'inProgress') {
      this.#tellDownload?.({ kind: 'progress', id, receivedBytes: Number(params['receivedBytes']) });
    } else if (params['state'] === 'completed') {
      this.#tellDownload?.({ kind: 'ended', id, complete: true, path: join(this.#downloadFolder, id) });
    } else this.#tellDownload?.({ kind: 'ended', id, complete: false });
  }
}
