import type {
  App,
  BaseWindow,
  IpcMain,
  MessageChannelMain,
  Protocol,
  Session,
  UtilityProcess,
  WebContentsView,
  BrowserWindow,
} from 'electron';
import type { SystemStore } from './os-key-store.ts';
import type { BrowserWindowConstructorOptions, ForkOptions, WebContentsViewConstructorOptions } from 'electron';

/**
 * What of Electron this shell uses, and nothing more, so that everything but `main.ts` runs against an object of the same
 * shape in tests (docs/electron.md lists what we rely on, each with its source).
 */
export interface ElectronParts {
  readonly app: Pick<App, 'on' | 'quit' | 'whenReady' | 'requestSingleInstanceLock' | 'getPath' | 'getVersion'>;
  readonly ipcMain: Pick<IpcMain, 'on' | 'handle'>;
  readonly versions: { readonly chrome: string };
  newWindow(options: BrowserWindowConstructorOptions): BrowserWindow;
  newView(options: WebContentsViewConstructorOptions): WebContentsView;
  newChannel(): MessageChannelMain;
  /** In memory where the name does not begin with `persist:`. */
  sessionOf(partition: string): Session;
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>;
  readonly safeStorage: SystemStore;
  readonly platform: NodeJS.Platform;
  forkEngine(path: string, words: readonly string[], options: ForkOptions): UtilityProcess;
}

export type HostWindow = Pick<BaseWindow, 'contentView' | 'getContentBounds' | 'isDestroyed'>;
