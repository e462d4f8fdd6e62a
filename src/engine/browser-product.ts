import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findBrowser } from '../capture/browser/find-browser.ts';
import { thisMachine } from '../capture/browser/this-machine.ts';

const ASK_TIMEOUT_MS = 5_000;

/**
 * Product and version of the browser that will be used, as it says itself; undefined when none was found. Asked once: starting it for an
 * answer takes a while.
 */
export function createBrowserProduct(): () => Promise<string | undefined> {
  const asked = new Map<string, Promise<string | undefined>>();
  return async () => {
    const path = findPath();
    if (path === undefined) return undefined;
    const answer = asked.get(path) ?? askVersion(path);
    asked.set(path, answer);
    return await answer;
  };
}

function findPath(): string | undefined {
  try {
    return findBrowser(thisMachine()).path;
  } catch {
    // None: the window says so before anybody tries to capture.
    return undefined;
  }
}

async function askVersion(path: string): Promise<string | undefined> {
  // On Windows a browser opens a window instead of answering.
  if (process.platform === 'win32') return path;
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: ASK_TIMEOUT_MS });
    return stdout.trim() === '' ? path : stdout.trim();
  } catch {
    return path;
  }
}
