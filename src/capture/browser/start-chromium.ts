import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { connect, TargetType, type Browser } from 'puppeteer-core';
import { PugmarkError } from '../../core/errors.ts';
import { BoundedPipe } from '../transport/bounded-pipe.ts';
import { withDeadline } from './deadline.ts';
import { HeldWindows } from './held-windows.ts';

/** No single command takes longer; the capture's own deadlines are far shorter. */
const PROTOCOL_BACKSTOP_MS = 120_000;
/** Of what the browser says on its error output, to tell why it did not start. */
const STDERR_CHARACTERS = 16_000;

export interface StartedChromium {
  readonly browser: Browser;
  readonly process: ChildProcess;
  /** Windows that pages open wait here until somebody lets them run; only when that was asked for. */
  readonly held?: HeldWindows;
}

/**
 * Starts a Chromium and connects to it over its pipe: no port is opened, and when this process dies, the pipe closes and the browser ends.
 * Throws `browser-launch-failed`.
 */
export async function startChromium(
  executablePath: string,
  timeoutMs: number,
  args: readonly string[],
  { holdWindows = false }: { readonly holdWindows?: boolean } = {},
): Promise<StartedChromium> {
  const child = spawn(executablePath, ['--remote-debugging-pipe', ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env: environmentForBrowser(process.env),
    // A process group of its own: Ctrl-C is for the program, which seals what it has before it lets the browser go.
    detached: process.platform !== 'win32',
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-STDERR_CHARACTERS)));
  try {
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('the browser ended at once')));
    const connected = connectOverPipe(child, holdWindows);
    // Whichever comes second is nobody's business any more.
    for (const one of [ended, connected]) one.catch(() => undefined);
    const connection = await withDeadline(Promise.race([connected, ended]), { ms: timeoutMs, what: 'start the browser' });
    return { ...connection, process: child };
  } catch (cause) {
    child.kill('SIGKILL');
    const why = /ProcessSingleton|existing browser session/.test(said)
      ? 'this browser profile is open in another window or capture; close that first'
      : firstLine(cause);
    throw new PugmarkError('browser-launch-failed', `The browser did not start: ${executablePath} (${why})`, {
      cause,
      details: { executablePath },
    });
  }
}

async function connectOverPipe(child: ChildProcess, holdWindows: boolean): Promise<Omit<StartedChromium, 'process'>> {
  // Fails when there is no such program; the streams are there all the same.
  const failed = once(child, 'error').then(([error]: unknown[]) =>
    Promise.reject(error instanceof Error ? error : new Error(String(error))),
  );
  const [, , , write, read] = child.stdio;
  if (!(write instanceof Writable) || !(read instanceof Readable)) throw new Error('the browser has no pipe');
  const pipe = new BoundedPipe(write, read);
  const held = holdWindows ? new HeldWindows(pipe) : undefined;
  const connected = connect({
    transport: held ?? pipe,
    defaultViewport: null,
    // The recording listens by itself; puppeteer's own copy of every request would only cost memory.
    networkEnabled: false,
    issuesEnabled: false,
    protocolTimeout: PROTOCOL_BACKSTOP_MS,
  });
  for (const one of [failed, connected]) one.catch(() => undefined);
  const browser = await Promise.race([connected, failed]);
  // The page that the browser opens by itself: whoever watches for new pages afterwards must not take it for one.
  await Promise.race([browser.waitForTarget((target) => target.type() === TargetType.PAGE, { timeout: 0 }), failed]);
  return { browser, ...(held === undefined ? {} : { held }) };
}

/** Passphrases of ours are nothing for the browser's processes. */
function environmentForBrowser(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PUGMARK_')));
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
