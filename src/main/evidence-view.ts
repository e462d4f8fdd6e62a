import type { Session, WebContents, WebContentsView } from 'electron';
import type { ViewNews, ViewRequest } from '../rpc/native-views.ts';
import type { ElectronParts, HostWindow } from './electron-parts.ts';

type Place = Extract<ViewRequest, { do: 'place-view' }>;

/** One view of the embedded browser: shown, steered over its debugger, and never trusted. */
export class EvidenceView {
  readonly #id: string;
  readonly #view: WebContentsView;
  readonly #contents: WebContents;
  readonly #window: HostWindow;
  readonly #tell: (news: ViewNews) => void;

  constructor(
    parts: ElectronParts,
    session: Session,
    options: { readonly id: string; readonly window: HostWindow; readonly tell: (news: ViewNews) => void },
  ) {
    this.#id = options.id;
    this.#window = options.window;
    this.#tell = options.tell;
    this.#view = parts.newView({
      webPreferences: {
        session,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        // Electron's own dialogs would stand in front of the app.
        disableDialogs: true,
        // A view behind another tab goes on drawing and running, so that a capture is the same in front and behind.
        backgroundThrottling: false,
      },
    });
    this.#contents = this.#view.webContents;
    this.#watch();
  }

  get contentsId(): number {
    return this.#contents.id;
  }

  /** Attached before anything is asked for, on a page that has shown something: a command to one that never did may hang. */
  async open(): Promise<{ readonly targetId: string }> {
    this.#window.contentView.addChildView(this.#view);
    this.#view.setVisible(false);
    await this.#contents.loadURL('about:blank');
    this.#contents.debugger.attach('1.3');
    return { targetId: this.#contents.getOrCreateDevToolsTargetId() };
  }

  command(method: string, params: object, session: string | undefined): Promise<unknown> {
    return this.#contents.debugger.sendCommand(method, params, session);
  }

  detach(): void {
    // A destroyed view is detached already and must not be touched (microsoft/vscode#306923).
    if (!this.#contents.isDestroyed() && this.#contents.debugger.isAttached()) this.#contents.debugger.detach();
  }

  async print(params: object): Promise<Uint8Array> {
    return await this.#contents.printToPDF(params);
  }

  place({ left, top, width, height, visible }: Place): void {
    // The view stands above everything that the window draws: it must not leave its place in it.
    const { width: windowWidth, height: windowHeight } = this.#window.getContentBounds();
    const x = clamp(left, windowWidth);
    const y = clamp(top, windowHeight);
    this.#view.setBounds({ x, y, width: clamp(width, windowWidth - x), height: clamp(height, windowHeight - y) });
    this.#view.setVisible(visible);
  }

  close(): void {
    if (!this.#window.isDestroyed()) this.#window.contentView.removeChildView(this.#view);
    if (!this.#contents.isDestroyed()) this.#contents.close({ waitForBeforeUnload: false });
  }

  #watch(): void {
    const view = this.#id;
    const contents = this.#contents;
    contents.debugger.on('message', (_, method, params: unknown, session) => {
      this.#tell({ news: 'message', view, method, params, session: session ?? '' });
    });
    contents.debugger.on('detach', (_, reason) => this.#tell({ news: 'detached', view, reason }));
    contents.on('render-process-gone', (_, { reason }) => this.#tell({ news: 'gone', view, reason: 'renderer-crashed', detail: reason }));
    contents.on('destroyed', () => this.#tell({ news: 'gone', view, reason: 'page-closed', detail: '' }));
    contents.setWindowOpenHandler(({ url }) => {
      // The window is opened by the engine, as a tab that is recorded from before its first request.
      this.#tell({ news: 'window-wanted', view, url });
      return { action: 'deny' };
    });
    // Dialogs are answered over the debugger. Electron would refuse each before anybody has seen it (docs/electron.md).
    contents.removeAllListeners('-run-dialog');
    // It asks at once and waits for nobody: else a page could never be left.
    contents.on('will-prevent-unload', (event) => event.preventDefault());
    // Whatever else a page could attach to itself.
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('select-bluetooth-device', (event, _, answer) => {
      event.preventDefault();
      answer('');
    });
  }
}

function clamp(value: number, most: number): number {
  return Math.round(Math.min(Math.max(value, 0), Math.max(most, 0)));
}
