import type { KeyStoreRequest, ViewNews, ViewRequest } from '../rpc/native-views.ts';
import { makeEvidenceSession, type EvidenceSession } from './evidence-session.ts';
import { EvidenceView } from './evidence-view.ts';
import type { ElectronParts, HostWindow } from './electron-parts.ts';

export interface EvidenceViewsOptions {
  readonly parts: ElectronParts;
  readonly window: () => HostWindow;
  readonly tell: (news: ViewNews) => void;
  /** Whether Chromium's sandbox is on; it is off only for root, where the system has none. */
  readonly sandbox: boolean;
}

/** All browsers and views of the engine, which asks for them over its port. Ends with the engine. */
export class EvidenceViews {
  readonly #options: EvidenceViewsOptions;
  readonly #browsers = new Map<string, EvidenceSession>();
  readonly #views = new Map<string, { readonly view: EvidenceView; readonly browser: string }>();

  constructor(options: EvidenceViewsOptions) {
    this.#options = options;
  }

  /** Does what the engine asks; rejects for what does not exist. */
  async handle(request: Exclude<ViewRequest, KeyStoreRequest>): Promise<unknown> {
    switch (request.do) {
      case 'open-browser': {
        const { parts, tell, sandbox } = this.#options;
        const opened = await makeEvidenceSession(parts, request, { tell, viewOf: (contentsId) => this.#viewOf(contentsId) });
        this.#browsers.set(request.browser, opened);
        return { product: `Chrome/${parts.versions.chrome}`, userAgent: opened.session.getUserAgent(), sandbox };
      }
      case 'clear-browser':
        return this.#browser(request.browser).clear();
      case 'close-browser':
        return this.#closeBrowser(request.browser);
      case 'open-view':
        return this.#openView(request.browser, request.view);
      case 'close-view':
        return this.#closeView(request.view);
      case 'place-view':
        return this.#view(request.view).place(request);
      case 'command':
        return this.#view(request.view).command(request.method, request.params, request.session);
      case 'detach':
        return this.#view(request.view).detach();
      case 'print':
        return this.#view(request.view).print(request.params);
      case 'cancel-download':
        for (const browser of this.#browsers.values()) browser.cancelDownload(request.download);
        return undefined;
      default:
        return request satisfies never;
    }
  }

  /** The engine is gone: nothing that it opened stays. */
  async closeAll(): Promise<void> {
    for (const browser of this.#browsers.keys()) await this.#closeBrowser(browser);
  }

  async #openView(browser: string, id: string): Promise<{ readonly targetId: string }> {
    const { parts, tell, window } = this.#options;
    const view = new EvidenceView(parts, this.#browser(browser).session, { id, window: window(), tell });
    this.#views.set(id, { view, browser });
    return await view.open();
  }

  async #closeBrowser(id: string): Promise<void> {
    for (const [view, { browser }] of this.#views) if (browser === id) this.#closeView(view);
    const browser = this.#browsers.get(id);
    this.#browsers.delete(id);
    await browser?.clear();
  }

  #closeView(id: string): void {
    const found = this.#views.get(id);
    this.#views.delete(id);
    found?.view.close();
  }

  #viewOf(contentsId: number | undefined): string | undefined {
    for (const [id, { view }] of this.#views) if (view.contentsId === contentsId) return id;
    return undefined;
  }

  #browser(id: string): EvidenceSession {
    const browser = this.#browsers.get(id);
    if (browser === undefined) throw new Error(`no browser ${id}`);
    return browser;
  }

  #view(id: string): EvidenceView {
    const found = this.#views.get(id);
    if (found === undefined) throw new Error(`no view ${id}`);
    return found.view;
  }
}
