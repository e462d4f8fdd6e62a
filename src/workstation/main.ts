import { join } from 'node:path';
import { isPugmarkError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { startEngine } from '../engine/start-engine.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { Tell } from '../rpc/handlers.ts';
import { toEngineSchema, type FromEngine, type ToEngine } from './process-messages.ts';
import { openRefusalLog } from './refusal-log.ts';
import { startServer, type RunningServer } from './server.ts';

// The process of the engine: started by the supervisor, which speaks to it over the channel of `fork`. It ends when it is told
// to, and when the supervisor is gone.

/** An engine that does not end must not outlive the app. */
const CLOSE_TIMEOUT_MS = 20_000;

let engine: Engine | undefined;
let server: RunningServer | undefined;
let closing = false;
const redemptions = new Map<number, (isGood: boolean) => void>();
let lastRedemption = 0;

function say(message: FromEngine): void {
  if (process.connected) process.send?.(message);
}

function redeem(token: string): Promise<boolean> {
  return new Promise((resolve) => {
    const id = (lastRedemption += 1);
    redemptions.set(id, resolve);
    say({ kind: 'redeem', id, token });
  });
}

async function start({ port, secret, rendererFolder, engineModule, ...folders }: Extract<ToEngine, { kind: 'start' }>): Promise<void> {
  const { startEngine: begin }: { startEngine: typeof startEngine } = await import(engineModule);
  // Before the first window is there, nobody listens.
  const tell: Tell = (name, data) => server?.tell(name, data);
  engine = await begin({ shell: 'workstation', ...folders, tell, warn: (message) => say({ kind: 'warning', message }) });
  const log = openRefusalLog(join(folders.stateFolder, 'workstation', 'refusals.log'), () => systemClock.now());
  server = await startServer({ engine, rendererFolder, port, secret, redeem, log });
  say({ kind: 'listening', port: server.port });
}

async function fail(error: unknown): Promise<void> {
  const cause = error instanceof Error ? error.cause : undefined;
  const isPortTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
  const message = isPugmarkError(error) ? error.message : `A fault of the program, please report it: ${String(error)}`;
  say({ kind: 'failed', message, isPortTaken });
  await close(1);
}

async function close(exitCode: number): Promise<void> {
  if (closing) return;
  closing = true;
  setTimeout(() => process.exit(1), CLOSE_TIMEOUT_MS).unref();
  try {
    await server?.close();
    await engine?.close();
  } finally {
    process.exit(exitCode);
  }
}

process.on('message', (data) => {
  const message = toEngineSchema.parse(data);
  if (message.kind === 'start') start(message).catch(fail);
  else if (message.kind === 'close') void close(0);
  else {
    redemptions.get(message.id)?.(message.isGood);
    redemptions.delete(message.id);
  }
});
process.on('disconnect', () => void close(0));
// A terminal sends Ctrl-C to everybody; the supervisor is who decides.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => void close(1));
