import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isPugmarkError } from '../src/core/errors.ts';
import { exitWith, say, SetupError } from './setup/say.mjs';
import { runChild } from './setup/child.mjs';
import { ensureVerifier } from './verifier/build-verifier.ts';
import { ensureElectronShell, ensureRenderer } from './start/build-app.ts';
import { fetchElectron } from './start/fetch-electron.ts';
import { findElectron } from './start/find-electron.ts';
import { hasDisplay, openWindow } from './start/open-window.ts';
import { parseStartOptions, START_HELP } from './start/options.ts';
import { runWorkstation } from './start/workstation.ts';

// npm start: opens the app, in Electron where it is, otherwise in the workstation shell.

const root = dirname(import.meta.dirname);
const FETCH_LIMIT_MS = 5 * 60_000;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Aborted by the first Ctrl-C; the second one ends this process at once, and the engine notices. */
function listenForInterrupts(): AbortSignal {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interrupt.signal.aborted) process.exit(3);
      say('Ending the app; once more to quit at once.');
      interrupt.abort();
    });
  }
  return interrupt.signal;
}

async function main(words: readonly string[]): Promise<number> {
  const user = { platform: process.platform, homeFolder: homedir(), env: process.env };
  // npm changes to the folder of the package; the person stood elsewhere.
  const options = parseStartOptions(words, user, process.env['INIT_CWD'] ?? process.cwd());
  if (options === 'help') {
    print(START_HELP);
    return 0;
  }
  await ensureVerifier(root);
  const rendererFolder = await ensureRenderer(root);
  const isShown = options.window && hasDisplay(process.platform, process.env);
  const electron = isShown ? await findOrFetchElectron() : undefined;
  if (electron !== undefined) {
    await ensureElectronShell(root);
    return runChild(electron, [root, '--vault', options.vaultFolder]);
  }
  say(isShown ? 'Electron is not here: using the workstation shell.' : 'No window is wanted or possible: using the workstation shell.');
  await runWorkstation({
    ...options,
    rendererFolder,
    engineModule: pathToFileURL(join(root, 'src', 'workstation', 'workstation-engine.ts')).href,
    openWindow: (url) => (isShown ? openWindow(url, options.stateFolder) : undefined),
    print,
    say,
    interrupted: listenForInterrupts(),
  });
  return 0;
}

async function findOrFetchElectron(): Promise<string | undefined> {
  const find = (): string | undefined => findElectron(root, process.env, process.platform);
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  if (find() === undefined && existsSync(installer)) {
    await fetchElectron({ installer, memory: join(root, 'out', 'electron-not-fetched.txt'), limitMs: FETCH_LIMIT_MS });
  }
  return find();
}

await exitWith(async () => {
  try {
    return await main(process.argv.slice(2));
  } catch (error) {
    throw isPugmarkError(error) ? new SetupError(error.message) : error;
  }
});
