import type { BrowserWindow } from 'electron';
import { APP_SCHEME } from './app-policy.ts';
import { APP_PARTITION, isTrustedSender, openAppWindow } from './app-window.ts';
import { createAppFiles } from './app-files.ts';
import type { ElectronParts } from './electron-parts.ts';
import { EngineLink } from './engine-link.ts';
import type { KeyStoreRequest, ViewRequest } from '../rpc/native-views.ts';
import { handleKeyStore } from './os-key-store.ts';
import { EvidenceViews } from './evidence-views.ts';

export interface AppPlaces {
  /** The built renderer. */
  readonly renderer: string;
  readonly preload: string;
  readonly engine: string;
  readonly engineWords: readonly string[];
}

function isOfKeyStore(request: ViewRequest): request is KeyStoreRequest {
  return request.do === 'read-key-store' || request.do === 'protect-key' || request.do === 'unprotect-key';
}

const END_WITHIN_MS = 15_000;

/** The Electron shell: one window, one engine, and the views that the engine asks for. */
export async function startApp(parts: ElectronParts, places: AppPlaces, sandbox: boolean): Promise<void> {
  const { app, ipcMain } = parts;
  let window: BrowserWindow | undefined;
  if (!app.requestSingleInstanceLock()) return app.quit();
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  parts.protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: false } },
  ]);
  await app.whenReady();

  const views = new EvidenceViews({
    parts,
    sandbox,
    window: () => {
      if (window === undefined) throw new Error('no window');
      return window;
    },
    tell: (news) => engine.tell(news),
  });
  const engine = new EngineLink({
    parts,
    path: places.engine,
    words: places.engineWords,
    handle: (request) => (isOfKeyStore(request) ? handleKeyStore(parts.safeStorage, parts.platform, request) : views.handle(request)),
    onLost: () => views.closeAll(),
    onGivenUp: () => app.quit(),
  });
  engine.start();
  parts.sessionOf(APP_PARTITION).protocol.handle(APP_SCHEME, createAppFiles(places.renderer, engine));
  ipcMain.on('connect', (event) => {
    if (!isTrustedSender(window, event.sender.id, event.senderFrame)) return;
    event.senderFrame?.postMessage('connected', null, [engine.connectWindow()]);
  });
  window = openAppWindow(parts, places.preload);
  window.once('closed', () => {
    window = undefined;
  });

  // Captures under way are accounted for before the app is gone.
  let ended = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    void engine.end(END_WITHIN_MS).finally(() => {
      ended = true;
      app.quit();
    });
  });
}
