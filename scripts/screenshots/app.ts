import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { launch, type Page } from 'puppeteer-core';
import { systemClock } from '../../src/platform/system-clock.ts';
import { CALLS, type CallInput, type CallName, type CallOutput } from '../../src/rpc/contract.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { makeSecret, OneTimeTokens } from '../../src/workstation/access.ts';
import { openRefusalLog } from '../../src/workstation/refusal-log.ts';
import { startServer } from '../../src/workstation/server.ts';
import { START_PATH } from '../../src/workstation/start-page/start-path.ts';
import { startEngine } from '../../src/workstation/workstation-engine.ts';
import { ensureBrowser } from '../setup/browser.ts';
import { SetupError } from '../setup/say.mjs';

/** The pictures show where the vault lies: a folder that names nobody and no machine. */
const FOLDER = join('/tmp', 'pugmark');

export interface RealApp {
  /** The window, in a browser without a screen. */
  readonly page: Page;
  /** What the window's browser complained of. */
  readonly complaints: readonly string[];
  /** The app as its window calls it. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  readonly receiveUpload: Engine['receiveUpload'];
  close(): Promise<void>;
}

/** Starts the workstation's engine and server in this process with a new vault folder, and opens the window. Throws SetupError. */
export async function startRealApp(root: string, rendererFolder: string): Promise<RealApp> {
  if (existsSync(FOLDER)) throw new SetupError(`${FOLDER} is there already: remove it if no other run is under way`);
  await mkdir(FOLDER, { mode: 0o700 });
  const stateFolder = join(FOLDER, 'state');
  let tell: Parameters<typeof startEngine>[0]['tell'] = () => undefined;
  const engine = await startEngine({
    shell: 'workstation',
    vaultFolder: join(FOLDER, 'vault'),
    stateFolder,
    tell: (name, data) => tell(name, data),
  });
  const tokens = new OneTimeTokens();
  const log = openRefusalLog(join(stateFolder, 'refusals.log'), () => systemClock.now());
  const redeem = (token: string): Promise<boolean> => Promise.resolve(tokens.redeem(token));
  const server = await startServer({ engine, rendererFolder, port: 0, secret: makeSecret(), redeem, log });
  tell = server.tell;
  const browser = await launch({
    executablePath: await ensureBrowser(root),
    pipe: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--font-render-hinting=none', '--disable-background-networking'],
  });
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => void complaints.push(String(error)));
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  await page.goto(`http://127.0.0.1:${server.port}${START_PATH}#${tokens.issue()}`);
  const call = async (name: CallName, input: unknown): Promise<unknown> => {
    // One function for each call, of which none fits all: the contract judges what goes in.
    const handler = engine.handlers[name] as (judged: unknown, context: { signal: AbortSignal }) => unknown;
    return await handler(CALLS[name].input.parse(input), { signal: new AbortController().signal });
  };
  return {
    page,
    complaints,
    call: call as RealApp['call'],
    receiveUpload: (bytes) => engine.receiveUpload(bytes),
    async close() {
      await browser.close();
      await server.close();
      await engine.close();
      await rm(FOLDER, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
