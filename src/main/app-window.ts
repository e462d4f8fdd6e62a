import type { BrowserWindow, WebFrameMain } from 'electron';
import { APP_PAGE, isAppPage, windowOptions } from './app-policy.ts';
import type { ElectronParts } from './electron-parts.ts';

export const APP_PARTITION = 'pugmark-window';

/** Opens the app's window on our own page, which can neither leave it nor open another. */
export function openAppWindow(parts: ElectronParts, preload: string): BrowserWindow {
  const session = parts.sessionOf(APP_PARTITION);
  session.setPermissionCheckHandler((_, permission) => permission === 'clipboard-sanitized-write');
  session.setPermissionRequestHandler((_, permission, answer) => answer(permission === 'clipboard-sanitized-write'));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    // Raw files of an exhibit are saved where the person says; from anywhere else nothing is.
    if (!isAppPage(item.getURL())) event.preventDefault();
  });

  const window = parts.newWindow(windowOptions(preload, APP_PARTITION));
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => {
    if (event.url !== APP_PAGE) event.preventDefault();
  });
  webContents.on('will-redirect', (event) => event.preventDefault());
  webContents.on('will-frame-navigate', (event) => {
    if (event.url !== APP_PAGE) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  void window.loadURL(APP_PAGE);
  return window;
}

/** A message counts only from the one frame of our own window that shows our own page. */
export function isTrustedSender(window: BrowserWindow | undefined, senderId: number, frame: WebFrameMain | null): boolean {
  if (window === undefined || window.isDestroyed() || window.webContents.id !== senderId) return false;
  return frame !== null && frame.parent === null && isAppPage(frame.url);
}
