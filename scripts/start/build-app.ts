import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from '../setup/child.mjs';
import { withLock } from '../setup/folder-lock.mjs';
import { findTool } from '../setup/node-runtime.mjs';
import { say, SetupError } from '../setup/say.mjs';

/** What the window is built from. */
const SOURCES = ['src/renderer', 'src/rpc', 'src/core', 'resources', 'renderer.vite.config.ts', 'package-lock.json'];
const OUTPUT = join('out', 'renderer');
/** The Electron shell carries the engine, which is nearly everything. */
const SHELL_SOURCES = ['src', 'electron.vite.config.ts', 'package-lock.json'];
const SHELL_OUTPUT = join('out', 'main', 'main.js');

/** Builds main process, engine and preload script of Electron where they are missing or older than their sources. Throws SetupError. */
export async function ensureElectronShell(root: string): Promise<void> {
  if (isNewer(root, SHELL_OUTPUT, SHELL_SOURCES)) return;
  say('Building the Electron shell ...');
  const exitCode = await runChild(process.execPath, [findTool(root, 'electron-vite'), 'build', '--logLevel', 'error'], { cwd: root });
  if (exitCode !== 0) throw new SetupError('the Electron shell could not be built (see above)');
}

/** Builds the window where it is missing or older than its sources. Resolves with its folder. Throws SetupError. */
export async function ensureRenderer(root: string): Promise<string> {
  const folder = join(root, OUTPUT);
  if (isFresh(root)) return folder;
  await withLock(join(root, '.setup.lock-renderer'), {
    onWait: () => say('Waiting for another command that is building the window ...'),
    act: async () => {
      // Built by who was first.
      if (!isFresh(root)) await build(root, folder);
    },
  });
  return folder;
}

/** True when the window was built after the last change of everything it is made of. */
export function isFresh(root: string): boolean {
  return isNewer(root, join(OUTPUT, 'index.html'), SOURCES);
}

/** True when `output` was made after the last change of every source. */
export function isNewer(root: string, output: string, sources: readonly string[]): boolean {
  const builtMs = statSync(join(root, output), { throwIfNoEntry: false })?.mtimeMs;
  return builtMs !== undefined && sources.every((source) => newestMs(join(root, source)) <= builtMs);
}

async function build(root: string, folder: string): Promise<void> {
  say('Building the window of the app ...');
  // Beside, then renamed: a build that was cut short is never served.
  const beside = `${folder}.building`;
  const config = join(root, 'renderer.vite.config.ts');
  const options = ['build', '--config', config, '--outDir', beside, '--emptyOutDir', '--logLevel', 'warn'];
  const exitCode = await runChild(process.execPath, [findTool(root, 'vite'), ...options], { cwd: root });
  if (exitCode !== 0 || !existsSync(join(beside, 'index.html')))
    throw new SetupError('the window of the app could not be built (see above)');
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  renameSync(beside, folder);
}

/** Milliseconds of the newest change in a file or folder; 0 when it is not there. */
function newestMs(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestMs(join(path, name))), stats.mtimeMs);
}
