import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { RecordedBrowser } from '../capture/browser/recorded-browser.ts';
import type { CaptureParts } from '../capture/capture-tab.ts';
import { LiveSurface } from '../capture/surface/live-surface.ts';
import type { PageView } from '../capture/surface/page-host.ts';
import { connectOverDebugger } from '../capture/transport/connect-over-debugger.ts';
import { PugmarkError } from '../core/errors.ts';
import { PRACTICE_HOSTS } from '../core/model/practice.ts';
import type { BrowserFacts } from '../core/capture-ports.ts';
import type { BrowserSurface, BrowserSurfaces, SurfaceOptions } from '../core/surface-ports.ts';
import { openedViewSchema, viewBrowserFactsSchema } from '../rpc/native-views.ts';
import { ElectronView } from './electron-view.ts';
import { RemoteDebugger } from './remote-debugger.ts';
import type { RemoteViews } from './remote-views.ts';

/** Embedded browsers that are views of Electron's window, reached over their debuggers: no port is opened. */
export function createElectronSurfaces(views: RemoteViews, parts: CaptureParts): BrowserSurfaces {
  return { open: (options) => new ElectronBrowser(views, parts, options).open() };
}

/** One case's browser: a session of Electron's, and its views. */
class ElectronBrowser {
  readonly #views: RemoteViews;
  readonly #parts: CaptureParts;
  readonly #options: SurfaceOptions;
  readonly #id: string;
  readonly #lost = new AbortController();
  /** Views by what the surface knows a tab by. */
  readonly #byTarget = new Map<string, ElectronView>();
  #facts: BrowserFacts | undefined;
  #surface: LiveSurface | undefined;

  constructor(views: RemoteViews, parts: CaptureParts, options: SurfaceOptions) {
    this.#views = views;
    this.#parts = parts;
    this.#options = options;
    this.#id = parts.random.uuid();
  }

  async open(): Promise<BrowserSurface> {
    const { proxy, language, acceptInvalidTls, practiceOnly, limits, scratchFolder, profileFolder } = this.#options;
    if (profileFolder !== undefined) throw new PugmarkError('usage', 'The views of this shell have no saved sessions');
    const downloadFolder = join(scratchFolder, 'downloads');
    await mkdir(downloadFolder, { recursive: true });
    const answer = await this.#views.ask({
      do: 'open-browser',
      browser: this.#id,
      acceptInvalidTls,
      downloadFolder,
      ...(proxy === undefined ? {} : { proxy }),
      ...(language === undefined ? {} : { language }),
      ...(practiceOnly ? { onlyHosts: [...PRACTICE_HOSTS] } : {}),
    });
    this.#facts = { ...viewBrowserFactsSchema.parse(answer), headless: false, flags: [] };
    this.#surface = new LiveSurface({
      parts: this.#parts,
      facts: this.#facts,
      host: {
        shows: 'native',
        newPage: async () => ({ browser: await this.#newView() }),
        view: (tab) => Promise.resolve(this.#viewOf(tab.targetId)),
      },
      lost: this.#lost.signal,
      limits,
      scratchFolder,
      clearData: async () => void (await this.#views.ask({ do: 'clear-browser', browser: this.#id })),
      end: async () => void (await this.#views.ask({ do: 'close-browser', browser: this.#id })),
    });
    return this.#surface;
  }

  async #newView(): Promise<RecordedBrowser> {
    const facts = this.#facts;
    if (facts === undefined) throw new PugmarkError('browser-lost', 'The browser is not open');
    const view = new ElectronView(this.#views, this.#parts.random.uuid());
    const shellDebugger = new RemoteDebugger(this.#views, view.id);
    const { targetId } = openedViewSchema.parse(await this.#views.ask({ do: 'open-view', browser: this.#id, view: view.id }));
    this.#byTarget.set(targetId, view);
    view.onClosed(() => void this.#byTarget.delete(targetId));
    view.onClosed(this.#views.on('window-wanted', view.id, ({ url }) => void this.#takeWindow(view, targetId, url)));
    const connected = await connectOverDebugger(shellDebugger, {
      targetId,
      facts,
      shell: view,
      gone: view.gone,
      proxied: this.#options.proxy !== undefined,
    });
    return { ...connected, warnings: this.#warnings(facts) };
  }

  /**
   * Electron would let the window ask for its page before anybody could record it. So it opens none, and the address is opened in a
   * tab of ours: without its opener's handle, without a referrer and without what a form would have sent along.
   */
  async #takeWindow(opener: ElectronView, openerTargetId: string, url: string): Promise<void> {
    const isMeant = /^https?:/i.test(url) && (await opener.isClickedFor(url));
    const opening = isMeant ? this.#surface?.openFor(openerTargetId, async () => ({ browser: await this.#newView() })) : undefined;
    if (opening === undefined) return opener.tellPopup(url);
    // Once it is recorded, and not before. Where browser or view have gone meanwhile, they say so themselves.
    await opening.then((tab) => tab.go({ url })).catch(() => undefined);
  }

  #viewOf(targetId: string | undefined): PageView {
    const view = this.#byTarget.get(targetId ?? '');
    return {
      place: async ({ left, top, width, height, visible }) => {
        if (view === undefined) return;
        await this.#views.ask({ do: 'place-view', view: view.id, left, top, width, height, visible }).catch(() => undefined);
      },
      watch: () => () => undefined,
      // The shell puts the view that is visible in front.
      front: () => Promise.resolve(),
    };
  }

  #warnings(facts: BrowserFacts): RecordedBrowser['warnings'] {
    const { acceptInvalidTls } = this.#options;
    return [
      ...(facts.sandbox ? [] : [{ code: 'sandbox-off', detail: 'The browser ran as root and therefore without its sandbox' }]),
      ...(acceptInvalidTls ? [{ code: 'tls-not-checked', detail: 'Invalid certificates were accepted by choice of the operator' }] : []),
    ];
  }
}
