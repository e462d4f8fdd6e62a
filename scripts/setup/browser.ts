import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { findBrowser, findFetchFolder, type FoundBrowser } from '../../src/capture/browser/find-browser.ts';
import { thisMachine } from '../../src/capture/browser/this-machine.ts';
import { isPugmarkError } from '../../src/core/errors.ts';
import { runChild } from './child.mjs';
import { canInstallDebianPackages, installDebianPackages } from './debian.mjs';
import { findTool } from './node-runtime.mjs';
import { exitWith, say, SetupError } from './say.mjs';

const ADVICE = 'install Chrome, Edge, Chromium or Brave, or set PUGMARK_BROWSER to the path of one';

/**
 * Finds a Chromium-family browser or installs one where that needs no questions. Resolves with its path.
 * Throws SetupError saying what a person has to do.
 */
export async function ensureBrowser(root: string): Promise<string> {
  const found = findInstalled();
  if (found !== undefined) return found.path;
  const installed = (await installFromDebian()) ?? (await fetchBrowser(root));
  if (installed === undefined) throw new SetupError(`no browser was found and none could be installed: ${ADVICE}`);
  say(`Browser: ${installed}`);
  return installed;
}

/** Throws SetupError when PUGMARK_BROWSER names none: whoever set it wants that one and no other. */
function findInstalled(): FoundBrowser | undefined {
  try {
    return findBrowser(thisMachine());
  } catch (error) {
    if (!isPugmarkError(error, 'browser-missing')) throw error;
    if ((process.env['PUGMARK_BROWSER'] ?? '') !== '') throw new SetupError(error.message);
    return undefined;
  }
}

async function installFromDebian(): Promise<string | undefined> {
  if (!canInstallDebianPackages()) return undefined;
  // On Ubuntu this package only points to a snap; that one is not counted.
  await installDebianPackages(['chromium', 'fonts-noto-color-emoji']);
  return findInstalled()?.path;
}

async function fetchBrowser(root: string): Promise<string | undefined> {
  const folder = findFetchFolder(thisMachine());
  if (folder === undefined) return undefined;
  say(`Fetching a browser into ${folder} ...`);
  mkdirSync(folder, { recursive: true });
  const exitCode = await runChild(process.execPath, [findTool(root, 'browsers'), 'install', 'chrome@stable', '--path', folder]);
  const path = exitCode === 0 ? findInstalled()?.path : undefined;
  if (path !== undefined && (await runChild(path, ['--version'])) !== 0) {
    throw new SetupError(`the browser in ${folder} does not start on this machine (a system library may be missing, see above): ${ADVICE}`);
  }
  return path;
}

if (import.meta.main) {
  await exitWith(async () => {
    await ensureBrowser(dirname(dirname(import.meta.dirname)));
    return 0;
  });
}
