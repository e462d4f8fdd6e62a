import { mkdirSync } from 'node:fs';
import { runChild } from './child.mjs';
import { canInstallDebianPackages, installDebianPackages } from './debian.mjs';
import { browserCacheFolder, findBrowser, thisMachine } from './find-browser.mjs';
import { findNode, findTool } from './node-runtime.mjs';
import { say, SetupError } from './say.mjs';

const ADVICE = 'install Chrome, Edge, Chromium or Brave, or set PUGMARK_BROWSER to the path of one';

/**
 * Finds a Chromium-family browser or installs one where that needs no questions.
 * Throws SetupError saying what a person has to do.
 * @param {string} root
 * @returns {Promise<string>} path of the browser
 */
export async function ensureBrowser(root) {
  const found = findBrowser();
  if (found !== undefined) return found.path;
  const named = process.env['PUGMARK_BROWSER'];
  if (named !== undefined && named !== '') throw new SetupError(`PUGMARK_BROWSER names no program that can be run: ${named}`);
  const installed = (await installFromDebian()) ?? (await fetchBrowser(root));
  if (installed === undefined) throw new SetupError(`no browser was found and none could be installed: ${ADVICE}`);
  say(`Browser: ${installed}`);
  return installed;
}

async function installFromDebian() {
  if (!canInstallDebianPackages()) return undefined;
  // On Ubuntu this package only points to a snap; findBrowser does not count that one.
  await installDebianPackages(['chromium', 'fonts-noto-color-emoji']);
  return findBrowser()?.path;
}

/** @param {string} root */
async function fetchBrowser(root) {
  const folder = browserCacheFolder(thisMachine());
  say(`Fetching a browser into ${folder} ...`);
  mkdirSync(folder, { recursive: true });
  const exitCode = await runChild(findNode(root), [findTool(root, 'browsers'), 'install', 'chrome@stable', '--path', folder]);
  const path = exitCode === 0 ? findBrowser()?.path : undefined;
  if (path !== undefined && (await runChild(path, ['--version'])) !== 0) {
    throw new SetupError(`the browser in ${folder} does not start on this machine (a system library may be missing, see above): ${ADVICE}`);
  }
  return path;
}
