import { accessSync, constants, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * @typedef {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string }} Machine
 * @typedef {{ path: string, from: 'PUGMARK_BROWSER' | 'installed' }} FoundBrowser
 */

/** @returns {Machine} */
export function thisMachine() {
  return { platform: process.platform, env: process.env, home: homedir() };
}

/** In this order: what people have first, what we fetched ourselves last. */
const PATH_NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'chromium',
  'chromium-browser',
  'brave-browser',
  'brave',
];

const MAC_APPS = ['Google Chrome', 'Microsoft Edge', 'Chromium', 'Brave Browser'];

const WINDOWS_PROGRAMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['BraveSoftware', 'Brave-Browser', 'Application', 'brave.exe'],
];

/**
 * The Chromium-family browser to use: PUGMARK_BROWSER (path or command name) and nothing else when it is set,
 * otherwise an installed one, otherwise one fetched by the set-up. Undefined when there is none.
 * @param {Machine} [machine]
 * @returns {FoundBrowser | undefined}
 */
export function findBrowser(machine = thisMachine()) {
  const named = machine.env['PUGMARK_BROWSER'];
  if (named !== undefined && named !== '') {
    const path = /[/\\]/.test(named) ? named : onPath(machine, named);
    return path !== undefined && isRunnable(path) ? { path, from: 'PUGMARK_BROWSER' } : undefined;
  }
  const found = candidates(machine).find((path) => isRunnable(path) && !isSnap(path));
  return found === undefined ? undefined : { path: found, from: 'installed' };
}

/** @param {Machine} machine */
function candidates(machine) {
  if (machine.platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].map((name) => machine.env[name] ?? machine.env[name.toUpperCase()]);
    const programs = WINDOWS_PROGRAMS.flatMap((parts) => roots.flatMap((root) => (root === undefined ? [] : [join(root, ...parts)])));
    return [...programs, ...fetchedBrowsers(machine)];
  }
  if (machine.platform === 'darwin') {
    const apps = MAC_APPS.flatMap((app) =>
      ['/Applications', join(machine.home, 'Applications')].map((root) => join(root, `${app}.app`, 'Contents', 'MacOS', app)),
    );
    return [...apps, ...fetchedBrowsers(machine)];
  }
  const installed = PATH_NAMES.flatMap((name) => onPath(machine, name) ?? []);
  return [...installed, '/opt/google/chrome/chrome', '/usr/bin/chromium', '/usr/lib/chromium/chromium', ...fetchedBrowsers(machine)];
}

/**
 * Where the set-up puts a browser that it fetched.
 * @param {Machine} machine
 */
export function browserCacheFolder(machine) {
  if (machine.platform === 'win32')
    return join(machine.env['LOCALAPPDATA'] ?? join(machine.home, 'AppData', 'Local'), 'pugmark', 'browsers');
  if (machine.platform === 'darwin') return join(machine.home, 'Library', 'Caches', 'pugmark', 'browsers');
  return join(machine.env['XDG_CACHE_HOME'] || join(machine.home, '.cache'), 'pugmark', 'browsers');
}

/**
 * Newest first: `<cache>/chrome/<platform>-<version>/chrome-<platform>/<binary>`.
 * @param {Machine} machine
 */
function fetchedBrowsers(machine) {
  const builds = join(browserCacheFolder(machine), 'chrome');
  return listFolder(builds)
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .flatMap((build) => listFolder(join(builds, build)).map((folder) => join(builds, build, folder, fetchedBinary(machine))));
}

/** @param {Machine} machine */
function fetchedBinary(machine) {
  if (machine.platform === 'win32') return 'chrome.exe';
  if (machine.platform === 'darwin') return join('Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing');
  return 'chrome';
}

/**
 * @param {Machine} machine
 * @param {string} name
 */
function onPath(machine, name) {
  const folders = (machine.env['PATH'] ?? machine.env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isRunnable);
}

/** @param {string} path */
function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not ours to run: the next candidate.
    return false;
  }
}

/**
 * A snap cannot write its profile into our folders, and Ubuntu's `chromium-browser` is a script that only points to one.
 * @param {string} path
 */
function isSnap(path) {
  const real = realpathSync(path);
  if (real.startsWith('/snap/') || real === '/usr/bin/snap') return true;
  return statSync(real).size < 16_384 && readFileSync(real, 'latin1').includes('/snap/bin/');
}

/** @param {string} path */
function listFolder(path) {
  try {
    return readdirSync(path);
  } catch {
    // Nothing was ever fetched.
    return [];
  }
}
