import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Engine } from '../../src/engine/engine.ts';
import { makeSecret, OneTimeTokens } from '../../src/workstation/access.ts';
import { openRefusalLog } from '../../src/workstation/refusal-log.ts';
import { startServer, type RunningServer, type ServerLimits } from '../../src/workstation/server.ts';
import { tempFolder } from '../support/temp-folder.ts';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** One request as it stands, over a real socket: no client of a library tidies its path or its headers. */
export function ask(port: number, path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

export interface Running {
  readonly port: number;
  readonly server: RunningServer;
  readonly tokens: OneTimeTokens;
  readonly origin: string;
  /** Headers of a page of ours in a window with a session. */
  readonly own: { readonly cookie: string; readonly origin: string };
  /** Codes of the log, in order. */
  readonly codes: () => readonly string[];
  readonly log: () => string;
  readonly ask: (path: string, ask?: Ask) => Promise<Answered>;
  /** With a session and an origin. */
  readonly askOwn: (path: string, ask?: Ask) => Promise<Answered>;
  /** Opened, or the status that it was refused with. */
  readonly socket: (path: string, headers?: OutgoingHttpHeaders) => Promise<WebSocket | number>;
}

export const PAGE = '<!doctype html><title>Window</title><script type="module" src="./assets/main.js"></script>';

/** A built window of two files. */
export function rendererFolder(folder: string): string {
  const path = join(folder, 'renderer');
  mkdirSync(join(path, 'assets'), { recursive: true });
  writeFileSync(join(path, 'index.html'), PAGE);
  writeFileSync(join(path, 'assets', 'main.js'), 'document.title += " ran";\n');
  writeFileSync(join(path, 'assets', 'notes.map'), '{}');
  writeFileSync(join(folder, 'outside.html'), 'SECRET');
  return path;
}

/** A server over a real socket, with a session. */
export async function running(engine: Engine, limits?: ServerLimits): Promise<Running> {
  const folder = tempFolder();
  const tokens = new OneTimeTokens();
  const logPath = join(folder, 'refusals.log');
  const server = await startServer({
    engine,
    rendererFolder: rendererFolder(folder),
    port: 0,
    secret: makeSecret(),
    redeem: (token) => Promise.resolve(tokens.redeem(token)),
    log: openRefusalLog(logPath, () => '2026-01-01T00:00:00.000Z'),
    ...(limits === undefined ? {} : { limits }),
  });
  onTestFinished(() => server.close());
  const { port } = server;
  const origin = `http://127.0.0.1:${port}`;
  const opened = await ask(port, '/session', { method: 'POST', headers: { origin }, body: tokens.issue() });
  const cookie = opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const own = { cookie, origin };
  const log = (): string => {
    try {
      return readFileSync(logPath, 'utf8');
    } catch {
      // Nothing was refused yet.
      return '';
    }
  };
  return {
    port,
    server,
    tokens,
    origin,
    own,
    log,
    codes: () =>
      log()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(' ')[1] ?? ''),
    ask: (path, options) => ask(port, path, options),
    askOwn: (path, options) => ask(port, path, { ...options, headers: { ...own, ...options?.headers } }),
    socket: (path, headers = own) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
        onTestFinished(() => socket.terminate());
        socket.on('open', () => resolve(socket));
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.on('error', reject);
      }),
  };
}
