import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { PugmarkError } from '../core/errors.ts';
import { fromEngineSchema, type ToEngine } from './process-messages.ts';

/** Not in the shared temporary folder, where another account could leave code for us. */
const COMPILE_CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'pugmark-compile');

/** Longer than the process itself takes to give up. */
const KILL_AFTER_MS = 25_000;

export interface EngineProcessOptions {
  readonly start: Extract<ToEngine, { kind: 'start' }>;
  readonly redeem: (token: string) => boolean;
  readonly onWarning: (message: string) => void;
}

export interface EngineProcess {
  readonly pid: number;
  readonly port: number;
  /** Resolves when it has ended, whyever. */
  readonly ended: Promise<string>;
  /** Asks it to end in order; kills it when it does not. */
  close(): Promise<void>;
}

/** The port that is wanted belongs to another program now. */
export class PortTaken extends Error {}

/** Starts the engine and its server in a process of their own. Throws `engine-lost` when it does not start; PortTaken. */
export async function startEngineProcess({ start, redeem, onWarning }: EngineProcessOptions): Promise<EngineProcess> {
  const child = fork(join(import.meta.dirname, 'main.ts'), [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // What Node made of the sources last time starts in half the time.
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
    // Ctrl-C of the terminal is for the supervisor; what the engine has started would otherwise end under its hands.
    detached: process.platform !== 'win32',
  });
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code ?? 0}`));
    child.once('error', (error) => resolve(error.message));
  });
  const listening = new Promise<number>((resolve, reject) => {
    child.on('message', (data) => {
      const message = fromEngineSchema.parse(data);
      if (message.kind === 'listening') resolve(message.port);
      else if (message.kind === 'warning') onWarning(message.message);
      else if (message.kind === 'redeem') send(child, { kind: 'redeemed', id: message.id, isGood: redeem(message.token) });
      else reject(message.isPortTaken ? new PortTaken(message.message) : new PugmarkError('engine-lost', message.message));
    });
    void ended.then((why) => reject(new PugmarkError('engine-lost', `The engine ended before it had started (${why})`)));
  });
  send(child, start);
  const port = await listening;
  return { pid: child.pid ?? 0, port, ended, close: () => endProcess(child, ended) };
}

async function endProcess(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  const killing = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  send(child, { kind: 'close' });
  await ended;
  clearTimeout(killing);
}

/** To a process that may be gone by now: its end is told elsewhere. */
function send(child: ChildProcess, message: ToEngine): void {
  if (child.connected) child.send(message, () => undefined);
}
