import { existsSync } from 'node:fs';
import { join } from 'node:path';

const BINARIES: Readonly<Record<string, readonly string[]>> = {
  win32: ['electron.exe'],
  darwin: ['Electron.app', 'Contents', 'MacOS', 'Electron'],
};

/** Electron's binary, where `ELECTRON_OVERRIDE_DIST_PATH` says or where its package keeps it. Undefined where there is none. */
export function findElectron(root: string, env: NodeJS.ProcessEnv, platform: string): string | undefined {
  const named = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  const folder = named === '' ? join(root, 'node_modules', 'electron', 'dist') : named;
  const path = join(folder, ...(BINARIES[platform] ?? ['electron']));
  return existsSync(path) ? path : undefined;
}
