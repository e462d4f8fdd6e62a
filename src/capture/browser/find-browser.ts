import { PugmarkError } from '../../core/errors.ts';
import places from './browser-places.json' with { type: 'json' };

/** The machine as far as finding a browser needs it; all of it a parameter. */
export interface BrowserSearch {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  /** True when the path is a file that can be run here and can use folders of ours (a snap cannot). */
  isUsable(path: string): boolean;
  /** Names in a folder; empty when there is none. */
  listFolder(path: string): readonly string[];
}

export interface FoundBrowser {
  readonly path: string;
  readonly from: 'PUGMARK_BROWSER' | 'installed' | 'fetched';
}

interface Places {
  readonly commands: readonly string[];
  readonly files: readonly string[];
  readonly fetched: { readonly folders: readonly string[]; readonly binary: readonly string[] };
}

/**
 * The Chromium-family browser to use: the one that `PUGMARK_BROWSER` names (a path or a command) and no other when it is set;
 * else an installed Chrome, Edge, Chromium or Brave; else one that the set-up fetched.
 * Throws `browser-missing`, saying what to do.
 */
export function findBrowser(search: BrowserSearch): FoundBrowser {
  const named = search.env['PUGMARK_BROWSER'];
  if (named !== undefined && named !== '') {
    const path = /[/\\]/.test(named) ? [named] : onPath(search, named);
    const usable = path.find((one) => search.isUsable(one));
    if (usable !== undefined) return { path: usable, from: 'PUGMARK_BROWSER' };
    throw new PugmarkError('browser-missing', `PUGMARK_BROWSER names no program that can be run: ${named}`, { details: { path: named } });
  }
  const known = placesOf(search.platform);
  const installed = [
    ...known.commands.flatMap((command) => onPath(search, command)),
    ...known.files.flatMap((file) => expand(search, file)),
  ];
  const path = installed.find((one) => search.isUsable(one));
  if (path !== undefined) return { path, from: 'installed' };
  const fetched = fetchedBrowsers(search, known).find((one) => search.isUsable(one));
  if (fetched !== undefined) return { path: fetched, from: 'fetched' };
  throw new PugmarkError(
    'browser-missing',
    'No browser was found: install Chrome, Edge, Chromium or Brave, or set PUGMARK_BROWSER to the path of one, or run "npm run setup"',
  );
}

/** Where the set-up puts a browser that it fetches, and `findBrowser` looks for one. Undefined when no such folder is known. */
export function findFetchFolder(search: BrowserSearch): string | undefined {
  return placesOf(search.platform).fetched.folders.flatMap((folder) => expand(search, folder))[0];
}

function placesOf(platform: string): Places {
  if (platform === 'win32') return places.win32;
  return platform === 'darwin' ? places.darwin : places.linux;
}

function onPath(search: BrowserSearch, command: string): string[] {
  const list = variable(search, 'PATH') ?? '';
  const folders = list.split(search.platform === 'win32' ? ';' : ':').filter((folder) => folder !== '');
  return folders.map((folder) => join(search, folder, command));
}

/** Newest first: `<folder>/chrome/<platform>-<version>/chrome-<platform>/<binary>`, as @puppeteer/browsers lays them down. */
function fetchedBrowsers(search: BrowserSearch, { fetched }: Places): string[] {
  return fetched.folders
    .flatMap((folder) => expand(search, folder))
    .flatMap((folder) => {
      const builds = join(search, folder, 'chrome');
      const newestFirst = search.listFolder(builds).toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
      return newestFirst.flatMap((build) =>
        search.listFolder(join(search, builds, build)).map((inner) => join(search, builds, build, inner, ...fetched.binary)),
      );
    });
}

/** Fills in `${NAME}`; nothing when a variable is not set. */
function expand(search: BrowserSearch, template: string): string[] {
  let known = true;
  const path = template.replace(/\$\{([^}]+)\}/g, (_match, name: string) => {
    const value = name === 'HOME' ? search.homeFolder : variable(search, name);
    if (value === undefined || value === '') known = false;
    return value ?? '';
  });
  return known ? [path] : [];
}

/** Windows does not tell the case of its variables' names. */
function variable({ env, platform }: BrowserSearch, name: string): string | undefined {
  if (platform !== 'win32') return env[name];
  const key = Object.keys(env).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : env[key];
}

/** By the rules of the platform that is searched, which need not be the one this runs on. */
function join({ platform }: BrowserSearch, ...parts: readonly string[]): string {
  const separator = platform === 'win32' ? '\\' : '/';
  return parts.map((part, index) => (index < parts.length - 1 && part.endsWith(separator) ? part.slice(0, -1) : part)).join(separator);
}
