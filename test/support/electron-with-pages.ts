import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createElectronSurfaces } from '../../src/engine/electron-surfaces.ts';
import { RemoteViews } from '../../src/engine/remote-views.ts';
import type { ElectronParts, HostWindow } from '../../src/main/electron-parts.ts';
import { EvidenceViews } from '../../src/main/evidence-views.ts';
import type { ViewNews } from '../../src/rpc/native-views.ts';
import type { BrowserSurfaces } from '../../src/core/surface-ports.ts';
import { FakeSession, FakeWindow, makeElectron } from '../main/electron-shaped.ts';
import { startRawChromium } from './browser-kinds.ts';
import { ElectronShapedDebugger } from './electron-shaped-debugger.ts';
import type { RawChromium, RawEvent } from './raw-chromium.ts';
import { SURFACE_PARTS } from './surface-bench.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Electron as our shell uses it, its views real pages of one Chromium; in between all that is ours in both processes. */
export class ElectronWithPages {
  readonly contents: PagedContents[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'pugmark-test-'));
  readonly #started = startRawChromium(this.#folder);

  readonly open: BrowserSurfaces['open'] = async (options) => {
    const { chromium, facts } = await this.#started;
    const shell = new Shell(chromium, this.#folder, this.contents);
    await chromium.send('Target.setDiscoverTargets', { discover: true, filter: [{ type: 'page' }] });
    const window = new FakeWindow({});
    window.getContentBounds = () => ({ x: 0, y: 0, width: 1600, height: 1200 });
    // What crosses between the two processes is cloned, and comes later.
    const tell = (news: ViewNews): void => later(() => engine.receive(structuredClone({ tell: news })));
    const main = new EvidenceViews({ parts: shell.parts, window: () => window as unknown as HostWindow, tell, sandbox: facts.sandbox });
    const engine: RemoteViews = new RemoteViews({
      postMessage: (message) => {
        if (!('request' in message)) return;
        const { id, request } = structuredClone(message);
        void main.handle(request as Parameters<typeof main.handle>[0]).then(
          (answer) => later(() => engine.receive(structuredClone({ id, answer }))),
          (error: unknown) => later(() => engine.receive({ id, failure: error instanceof Error ? error.message : String(error) })),
        );
      },
    });
    return createElectronSurfaces(engine, SURFACE_PARTS).open(options);
  };

  async close(): Promise<void> {
    await (await this.#started).chromium.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function later(act: () => void): void {
  setImmediate(act);
}

class Shell {
  readonly parts: ElectronParts;
  readonly #chromium: RawChromium;
  readonly #waiting: ((page: Fields) => void)[] = [];
  readonly #downloads = new Map<string, PagedDownload>();
  readonly #contents: PagedContents[];

  constructor(chromium: RawChromium, folder: string, contents: PagedContents[]) {
    this.#chromium = chromium;
    this.#contents = contents;
    chromium.on('event', (event) => this.#hear(event));
    const { parts } = makeElectron();
    this.parts = {
      ...parts,
      sessionOf: () => new PagedSession(chromium, folder) as unknown as ReturnType<ElectronParts['sessionOf']>,
      newView: (options) => {
        const view = new PagedView(chromium, (context) => this.#newPage(context), options.webPreferences?.session);
        contents.push(view.webContents);
        return view as unknown as ReturnType<ElectronParts['newView']>;
      },
    };
  }

  async #newPage(browserContextId: string): Promise<Fields> {
    const attached = new Promise<Fields>((resolve) => this.#waiting.push(resolve));
    const created = this.#chromium.send('Target.createTarget', { url: 'about:blank', newWindow: true, browserContextId });
    const page = await attached;
    await this.#chromium.send('Runtime.runIfWaitingForDebugger', {}, String(page['sessionId']));
    await created;
    return page;
  }

  #hear({ method, params, sessionId }: RawEvent): void {
    if (sessionId !== undefined) return;
    const of = (targetId: unknown): PagedContents | undefined => this.#contents.find((one) => one.targetId === targetId);
    if (method === 'Target.attachedToTarget') {
      const { openerId } = params['targetInfo'] as { openerId?: string };
      if (openerId === undefined) this.#waiting.shift()?.(params);
      else void this.#turnAway(params);
    } else if (method === 'Target.targetCrashed') of(params['targetId'])?.emit('render-process-gone', {}, { reason: 'crashed' });
    else if (method === 'Target.targetDestroyed') of(params['targetId'])?.destroyed();
    else if (method === 'Browser.downloadWillBegin') {
      const contents = of(params['frameId']);
      if (contents === undefined) return;
      const item = new PagedDownload(this.#chromium, contents.session.downloadFolder, params);
      this.#downloads.set(item.guid, item);
      contents.session.emit('will-download', { preventDefault: () => item.cancel() }, item, contents);
    } else if (method === 'Browser.downloadProgress') {
      this.#downloads.get(String(params['guid']))?.progress(params);
    }
  }

  /** Electron makes no window at all; here it lives for a moment without network. */
  async #turnAway({ sessionId, targetInfo }: Fields): Promise<void> {
    const session = String(sessionId);
    const offline = { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    await Promise.allSettled([
      this.#chromium.send('Network.enable', {}, session),
      this.#chromium.send('Network.emulateNetworkConditions', offline, session),
      this.#chromium.send('Runtime.runIfWaitingForDebugger', {}, session),
    ]);
    const { targetId } = targetInfo as { targetId: string };
    await this.#chromium.send('Target.closeTarget', { targetId }).catch(() => undefined);
  }
}

/** A partition: a browser context of its own. */
class PagedSession extends FakeSession {
  readonly context: Promise<string>;
  readonly downloadFolder: string;
  readonly #chromium: RawChromium;

  constructor(chromium: RawChromium, folder: string) {
    super('');
    this.#chromium = chromium;
    this.downloadFolder = join(folder, 'downloads');
    this.context = this.#make(this.downloadFolder);
  }

  override clearStorageData = async (): Promise<void> => {
    await this.#chromium.send('Storage.clearCookies', { browserContextId: await this.context });
  };

  async #make(downloadPath: string): Promise<string> {
    mkdirSync(downloadPath, { recursive: true });
    const browserContextId = String((await this.#chromium.send('Target.createBrowserContext'))['browserContextId']);
    const behavior = { behavior: 'allowAndName', downloadPath, eventsEnabled: true, browserContextId };
    await this.#chromium.send('Browser.setDownloadBehavior', behavior);
    // As our shell's handlers answer.
    await this.#chromium.send('Browser.setPermission', { permission: { name: 'geolocation' }, setting: 'denied', browserContextId });
    return browserContextId;
  }
}

class PagedDownload extends EventEmitter {
  readonly guid: string;
  readonly #chromium: RawChromium;
  readonly #facts: Fields;
  readonly #folder: string;
  #path = '';
  #bytes = 0;

  constructor(chromium: RawChromium, folder: string, facts: Fields) {
    super();
    this.#chromium = chromium;
    this.#facts = facts;
    this.#folder = folder;
    this.guid = String(facts['guid']);
  }

  setSavePath = (path: string): void => void (this.#path = path);
  getURL = (): string => String(this.#facts['url']);
  getFilename = (): string => String(this.#facts['suggestedFilename']);
  getReceivedBytes = (): number => this.#bytes;
  cancel = (): void => void this.#chromium.send('Browser.cancelDownload', { guid: this.guid }).catch(() => undefined);

  progress({ state, receivedBytes }: Fields): void {
    this.#bytes = Number(receivedBytes);
    if (state === 'inProgress') return void this.emit('updated');
    if (state === 'completed') renameSync(join(this.#folder, this.guid), this.#path);
    this.emit('done', {}, state === 'completed' ? 'completed' : 'cancelled');
  }
}

type NewPage = (context: string) => Promise<Fields>;

/** The debugger is there before its page is. */
class PagedDebugger extends EventEmitter {
  #real: ElectronShapedDebugger | undefined;

  hold(real: ElectronShapedDebugger): void {
    this.#real = real;
    real.on('message', (...words) => this.emit('message', ...words));
    real.on('detach', (...words) => this.emit('detach', ...words));
  }

  attach = (): void => this.#real?.attach();
  detach = (): void => this.#real?.detach();
  isAttached = (): boolean => this.#real?.isAttached() === true;
  sendCommand = (method: string, params: object, session: string | undefined): Promise<unknown> =>
    this.#real?.sendCommand(method, params, session) ?? Promise.reject(new Error('No target available'));

  get forbidden(): readonly string[] {
    return this.#real?.forbidden ?? [];
  }
}

let lastId = 1_000_000;

export class PagedContents extends EventEmitter {
  readonly id = (lastId += 1);
  readonly debugger = new PagedDebugger();
  readonly session: PagedSession;
  readonly #chromium: RawChromium;
  readonly #newPage: NewPage;
  #openWindow: (details: { url: string }) => unknown = () => undefined;
  #sessionId = '';
  #isDestroyed = false;
  targetId = '';

  constructor(chromium: RawChromium, newPage: NewPage, session: PagedSession) {
    super();
    this.#chromium = chromium;
    this.#newPage = newPage;
    this.session = session;
    // Told once for each session that listens: that of the debugger itself counts.
    this.debugger.on('message', (_event, method: string, params: Fields, from: string) => {
      if (from !== '') return;
      if (method === 'Page.windowOpen') this.#openWindow({ url: String(params['url']) });
      if (method === 'Page.javascriptDialogOpening') this.#runDialog(params['type'] === 'beforeunload');
    });
    // As Electron does with `disableDialogs`.
    this.on('-run-dialog', (_info, answer: (accept: boolean) => void) => answer(false));
  }

  setWindowOpenHandler = (handler: (details: { url: string }) => unknown): void => void (this.#openWindow = handler);
  loadURL = async (url: string): Promise<void> => {
    if (url !== 'about:blank') throw new Error('only the debugger leads a view anywhere');
    const { sessionId, targetInfo } = await this.#newPage(await this.session.context);
    this.targetId = (targetInfo as { targetId: string }).targetId;
    this.#sessionId = String(sessionId);
    this.debugger.hold(new ElectronShapedDebugger(this.#chromium, this.targetId, this.#sessionId));
  };
  getOrCreateDevToolsTargetId = (): string => this.targetId;
  isDestroyed = (): boolean => this.#isDestroyed;
  close = (): void => void this.#chromium.send('Target.closeTarget', { targetId: this.targetId }).catch(() => undefined);

  /** Electron's own words for paper, and no others. */
  printToPDF = async ({ pageSize, printBackground, preferCSSPageSize }: PrintWords): Promise<Buffer> => {
    const { width, height } = pageSize ?? { width: 8.5, height: 11 };
    const params = { printBackground, preferCSSPageSize, paperWidth: width, paperHeight: height };
    const { data } = await this.#chromium.send('Page.printToPDF', params, this.#sessionId);
    return Buffer.from(String(data), 'base64');
  };

  async resize(width: number, height: number): Promise<void> {
    const { windowId } = await this.#chromium.send('Browser.getWindowForTarget', { targetId: this.targetId });
    await this.#chromium.send('Browser.setContentsSize', { windowId, width, height });
  }

  #runDialog(isLeaving: boolean): void {
    const answer = (accept: boolean): void => {
      void this.#chromium.send('Page.handleJavaScriptDialog', { accept }, this.#sessionId).catch(() => undefined);
    };
    if (!isLeaving) return void this.emit('-run-dialog', {}, answer);
    let leaves = false;
    this.emit('will-prevent-unload', { preventDefault: () => (leaves = true) });
    answer(leaves);
  }

  /** Its renderer ends. */
  crash(): void {
    void this.#chromium.send('Page.crash', {}, this.#sessionId).catch(() => undefined);
  }

  destroyed(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.emit('destroyed');
  }
}

interface PrintWords {
  readonly pageSize?: { readonly width: number; readonly height: number };
  readonly printBackground?: boolean;
  readonly preferCSSPageSize?: boolean;
}

class PagedView {
  readonly webContents: PagedContents;

  constructor(chromium: RawChromium, newPage: NewPage, session: unknown) {
    this.webContents = new PagedContents(chromium, newPage, session as PagedSession);
  }

  setBounds = ({ width, height }: { readonly width: number; readonly height: number }): void => {
    void this.webContents.resize(width, height).catch(() => undefined);
  };
  setVisible = (): void => undefined;
}
