import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { BrowserWindowConstructorOptions, WebContentsViewConstructorOptions } from 'electron';
import type { ElectronParts } from '../../src/main/electron-parts.ts';

// Objects with the shape and the manners of Electron's that our shell uses (docs/electron.md), and a record of what it did with them.

type Handler = (...values: unknown[]) => unknown;

export class FakeSession extends EventEmitter {
  readonly partition: string;
  readonly handlers: Record<string, Handler | null> = {};
  readonly done: [name: string, ...values: unknown[]][] = [];
  readonly protocol = { handle: (scheme: string, handler: Handler): void => void (this.handlers[`protocol:${scheme}`] = handler) };
  readonly webRequest = { onBeforeRequest: (handler: Handler): void => void (this.handlers['request'] = handler) };

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  setPermissionCheckHandler = (handler: Handler): void => void (this.handlers['check'] = handler);
  setPermissionRequestHandler = (handler: Handler): void => void (this.handlers['permission'] = handler);
  setDevicePermissionHandler = (handler: Handler): void => void (this.handlers['device'] = handler);
  setDisplayMediaRequestHandler = (handler: Handler): void => void (this.handlers['display'] = handler);
  setCertificateVerifyProc = (handler: Handler): void => void (this.handlers['certificate'] = handler);
  setSpellCheckerEnabled = (on: boolean): void => void this.done.push(['spell', on]);
  setProxy = (config: unknown): Promise<void> => Promise.resolve(void this.done.push(['proxy', config]));
  setUserAgent = (...values: unknown[]): void => void this.done.push(['agent', ...values]);
  getUserAgent = (): string => 'Mozilla/5.0 Chrome/156 Electron/45';
  clearStorageData = (): Promise<void> => Promise.resolve(void this.done.push(['clear-storage']));
  clearCache = (): Promise<void> => Promise.resolve(void this.done.push(['clear-cache']));
}

class FakeDebugger extends EventEmitter {
  readonly sent: unknown[][] = [];
  #attached = false;
  attach = (): void => void (this.#attached = true);
  detach = (): void => {
    this.#attached = false;
    this.emit('detach', {}, 'target closed');
  };
  isAttached = (): boolean => this.#attached;
  sendCommand = (...words: unknown[]): Promise<unknown> => {
    this.sent.push(words);
    return words[0] === 'Fails' ? Promise.reject(new Error('no such command')) : Promise.resolve({ did: words[0] });
  };
}

let lastContents = 0;
export class FakeContents extends EventEmitter {
  readonly id = (lastContents += 1);
  readonly debugger = new FakeDebugger();
  readonly done: [name: string, ...values: unknown[]][] = [];
  windowOpenHandler: ((details: { url: string }) => { action: string }) | undefined;
  #destroyed = false;
  constructor() {
    super();
    // With `disableDialogs`.
    this.on('-run-dialog', (_info, answer: (accept: boolean) => void) => answer(false));
  }
  setWindowOpenHandler = (handler: NonNullable<typeof this.windowOpenHandler>): void => void (this.windowOpenHandler = handler);
  loadURL = (url: string): Promise<void> => Promise.resolve(void this.done.push(['load', url]));
  getOrCreateDevToolsTargetId = (): string => `target-${this.id}`;
  printToPDF = (params: unknown): Promise<Buffer> => Promise.resolve(Buffer.from(JSON.stringify(params)));
  isDestroyed = (): boolean => this.#destroyed;
  close = (): void => {
    this.#destroyed = true;
    this.emit('destroyed');
  };
}

export class FakeView {
  readonly options: WebContentsViewConstructorOptions;
  readonly webContents = new FakeContents();
  bounds: unknown;
  visible: boolean | undefined;
  constructor(options: WebContentsViewConstructorOptions) {
    this.options = options;
  }
  setBounds = (bounds: unknown): void => void (this.bounds = bounds);
  setVisible = (visible: boolean): void => void (this.visible = visible);
}

export class FakeWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new FakeContents();
  readonly views: FakeView[] = [];
  readonly contentView = {
    addChildView: (view: FakeView): void => void this.views.push(view),
    removeChildView: (view: FakeView): void => void this.views.splice(this.views.indexOf(view), 1),
  };
  shown = 0;
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  loadURL = (url: string): Promise<void> => this.webContents.loadURL(url);
  getContentBounds = (): object => ({ x: 0, y: 0, width: 1000, height: 800 });
  isDestroyed = (): boolean => false;
  isMinimized = (): boolean => true;
  restore = (): void => void this.webContents.done.push(['restore']);
  focus = (): void => void this.webContents.done.push(['focus']);
  show = (): void => void (this.shown += 1);
}

/** The engine's process as the shell sees it: what it was told, with the ports that came along. */
export class FakeEngine extends EventEmitter {
  readonly words: readonly string[];
  readonly told: { readonly message: unknown; readonly ports: readonly FakePort[] }[] = [];
  killed = false;
  constructor(words: readonly string[]) {
    super();
    this.words = words;
  }
  postMessage = (message: unknown, ports: readonly FakePort[] = []): void => void this.told.push({ message, ports });
  kill = (): boolean => {
    this.killed = true;
    this.emit('exit', 137);
    return true;
  };
}

/** Electron's MessagePortMain over one of Node. */
export class FakePort extends EventEmitter {
  readonly port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on('message', (data) => this.emit('message', { data }));
    port.on('close', () => this.emit('close'));
    port.unref();
  }
  postMessage = (data: unknown): void => this.port.postMessage(data);
  start = (): void => this.port.start();
  close = (): void => this.port.close();
}

class FakeApp extends EventEmitter {
  single = true;
  quits = 0;
  whenReady = (): Promise<void> => Promise.resolve();
  requestSingleInstanceLock = (): boolean => this.single;
  quit = (): void => void (this.quits += 1);
  getPath = (): string => '/nowhere';
  getVersion = (): string => '0.0.0';
}

export interface FakeElectron {
  readonly parts: ElectronParts;
  readonly app: FakeApp;
  readonly ipcMain: EventEmitter;
  readonly windows: FakeWindow[];
  readonly views: FakeView[];
  readonly engines: FakeEngine[];
  readonly sessions: Map<string, FakeSession>;
  readonly schemes: unknown[];
}

function add<T>(list: T[], thing: T): T {
  list.push(thing);
  return thing;
}

export function makeElectron(): FakeElectron {
  const app = new FakeApp();
  const ipcMain = new EventEmitter();
  const windows: FakeWindow[] = [];
  const views: FakeView[] = [];
  const engines: FakeEngine[] = [];
  const sessions = new Map<string, FakeSession>();
  const schemes: unknown[] = [];
  const parts = {
    app,
    ipcMain,
    versions: { chrome: '156.0.1' },
    protocol: { registerSchemesAsPrivileged: (list: unknown) => schemes.push(list) },
    newWindow: (options: BrowserWindowConstructorOptions) => add(windows, new FakeWindow(options)),
    newView: (options: WebContentsViewConstructorOptions) => add(views, new FakeView(options)),
    newChannel: () => {
      const { port1, port2 } = new MessageChannel();
      return { port1: new FakePort(port1), port2: new FakePort(port2) };
    },
    sessionOf: (partition: string) => {
      const session = sessions.get(partition) ?? new FakeSession(partition);
      sessions.set(partition, session);
      return session;
    },
    forkEngine: (_path: string, words: readonly string[]) => add(engines, new FakeEngine(words)),
  };
  return { parts: parts as unknown as ElectronParts, app, ipcMain, windows, views, engines, sessions, schemes };
}
