import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { launch, type Page } from 'puppeteer-core';
import { systemClock } from '../../src/platform/system-clock.ts';
import type { Handlers, Tell } from '../../src/rpc/handlers.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { makeSecret, OneTimeTokens } from '../../src/workstation/access.ts';
import { openRefusalLog } from '../../src/workstation/refusal-log.ts';
import { startServer } from '../../src/workstation/server.ts';
import { START_PATH } from '../../src/workstation/start-page/start-path.ts';
import { startEngine } from '../../src/workstation/workstation-engine.ts';
import { ensureBrowser } from '../setup/browser.ts';
import { SetupError } from '../setup/say.mjs';

/** The pictures show where the vault lies: a folder that names nobody and no machine. */
export const FOLDER = join('/tmp', 'pugmark');

/** Nobody gives up. */
export const CALL = { signal: new AbortController().signal };

export interface RealApp {
  /** The window, in a browser without a screen. */
  readonly page: Page;
  /** What the window's browser complained of. */
  readonly complaints: readonly string[];
  /** The app as its window calls it. */
  readonly calls: Handlers;
  readonly receiveUpload: Engine['receiveUpload'];
  close(): Promise<void>;
}

/** Starts the workstation's engine and server in this process with a new vault folder, and opens the window. Throws SetupError. */
export async function startRealApp(root: string, rendererFolder: string): Promise<RealApp> {
  if (existsSync(FOLDER)) throw new SetupError(`${FOLDER} is there already: remove it if no other run is under way`);
  await mkdir(FOLDER, { mode: 0o700 });
  const stateFolder = join(FOLDER, 'state');
  // Before the server is there, nobody listens.
  const windows: { tell?: Tell } = {};
  const engine = await startEngine({
    shell: 'workstation',
    vaultFolder: join(FOLDER, 'vault'),
    stateFolder,
    tell: (name, data) => windows.tell?.(name, data),
  });
  const tokens = new OneTimeTokens();
  const log = openRefusalLog(join(stateFolder, 'refusals.log'), () => systemClock.now());
  const redeem = (token: string): Promise<boolean> => Promise.resolve(tokens.redeem(token));
  const server = await startServer({ engine, rendererFolder, port: 0, secret: makeSecret(), redeem, log });
  windows.tell = server.tell;
  const browser = await launch({
    executablePath: await ensureBrowser(root),
    pipe: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--font-render-hinting=none', '--disable-background-networking'],
  });
  const page = await browser.newPage();
  // The window asks before it is left amid a capture.
  page.on('dialog', (dialog) => void dialog.accept());
  const complaints: string[] = [];
  page.on('pageerror', (error) => void complaints.push(String(error)));
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  await page.goto(`http://127.0.0.1:${server.port}${START_PATH}#${tokens.issue()}`);
  return {
    page,
    complaints,
    calls: engine.handlers,
    receiveUpload: (bytes) => engine.receiveUpload(bytes),
    async close() {
      await browser.close();
      await server.close();
      await engine.close();
      await rm(FOLDER, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
