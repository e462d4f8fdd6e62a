import { accessSync, constants, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { BrowserSearch } from './find-browser.ts';

/** The ports of `findBrowser` on the machine this runs on. */
export function thisMachine(env: BrowserSearch['env'] = process.env): BrowserSearch {
  return { platform: process.platform, env, homeFolder: homedir(), isUsable, listFolder };
}

function isUsable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() && !isSnap(path);
  } catch {
    // Not there, or not ours to run: the next one.
    return false;
  }
}

/** A snap cannot write its profile into our folders, and Ubuntu's `chromium-browser` is a script that only points to one. */
function isSnap(path: string): boolean {
  const real = realpathSync(path);
  if (real.startsWith('/snap/') || real === '/usr/bin/snap') return true;
  return statSync(real).size < 16_384 && readFileSync(real, 'latin1').includes('/snap/bin/');
}

function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    // Nothing was ever fetched.
    return [];
  }
}
