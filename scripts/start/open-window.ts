import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildBrowserFlags } from '../../src/capture/browser/browser-flags.ts';
import { findBrowser } from '../../src/capture/browser/find-browser.ts';
import { thisMachine } from '../../src/capture/browser/this-machine.ts';
import { isPugmarkError } from '../../src/core/errors.ts';

export interface AppWindow {
  /** Resolves when the person has closed the window. Never, when a browser that was open already shows it. */
  readonly closed: Promise<void>;
  close(): void;
}

/** A browser that ends sooner has handed the address to one that was open. */
const HANDED_OVER_WITHIN_MS = 10_000;

/** True when a window can be shown. */
export function hasDisplay(platform: string, env: NodeJS.ProcessEnv): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((display) => display !== undefined && display !== '');
}

/** Command line of the browser that shows the app and nothing else: it has a profile of its own and reaches this machine alone. */
export function buildWindowFlags(url: string, profileFolder: string, isRoot: boolean): string[] {
  return [
    ...buildBrowserFlags({ profileFolder, headless: false, sandbox: !isRoot, gpu: 'as-found', window: { widthPx: 1440, heightPx: 900 } }),
    // Of a switch that is given twice, the last one counts.
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    '--no-proxy-server',
    `--app=${url}`,
  ];
}

/** Opens the app in the installed browser. Undefined where there is none. */
export function openWindow(url: string, stateFolder: string): AppWindow | undefined {
  const path = findInstalled();
  if (path === undefined) return undefined;
  const profileFolder = join(stateFolder, 'workstation', 'window');
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
  const startedMs = performance.now();
  const child = spawn(path, buildWindowFlags(url, profileFolder, process.getuid?.() === 0), {
    stdio: 'ignore',
    detached: process.platform !== 'win32',
  });
  // The window of a second start stays when that start has ended.
  child.unref();
  const closed = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      if (code === 0 && performance.now() - startedMs > HANDED_OVER_WITHIN_MS) resolve();
    });
    child.once('error', () => undefined);
  });
  return { closed, close: () => void child.kill('SIGTERM') };
}

function findInstalled(): string | undefined {
  try {
    return findBrowser(thisMachine()).path;
  } catch (error) {
    if (isPugmarkError(error, 'browser-missing')) return undefined;
    throw error;
  }
}
