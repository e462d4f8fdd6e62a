import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { PugmarkError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tell } from '../rpc/handlers.ts';
import { DEFAULT_RPC_LIMITS, RpcServer, type RpcLimits } from '../rpc/server.ts';
import { SESSION_PATH, UPLOAD_PATH } from '../rpc/transports/workstation.ts';
import { Sessions } from './access.ts';
import { EVIDENCE_PREFIX, serveEvidence } from './evidence-route.ts';
import { judgeOrigin, judgeSession, judgeSource, readPath, type Refusal } from './gate.ts';
import type { RefusalLog } from './refusal-log.ts';
import { endRefused, refuse, sendEmpty, sendStatic } from './replies.ts';
import { answerSession } from './session-route.ts';
import { openSockets } from './sockets.ts';
import { readStartPage } from './start-page/start-page.ts';
import { START_PATH } from './start-page/start-path.ts';
import { readStaticFiles } from './static-files.ts';
import { receiveUpload } from './upload-route.ts';

export interface ServerLimits {
  readonly rpc: RpcLimits;
  readonly uploadBytes: number;
  /** Sockets of each kind at a time. */
  readonly sockets: number;
  /** A token comes at once. Nobody has a session yet: who begins such requests and ends none would take up all connections. */
  readonly tokenTimeoutMs: number;
}

export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  rpc: DEFAULT_RPC_LIMITS,
  uploadBytes: 16 * 1024 ** 3,
  sockets: 64,
  tokenTimeoutMs: 10_000,
};

export interface ServerOptions {
  readonly engine: Engine;
  /** Folder of the built window. */
  readonly rendererFolder: string;
  /** 0: one that is free. */
  readonly port: number;
  /** Of this run of the app (`makeSecret`). */
  readonly secret: string;
  /** True once for each one-time token given out. */
  readonly redeem: (token: string) => Promise<boolean>;
  readonly log: RefusalLog;
  readonly limits?: ServerLimits;
}

export interface RunningServer {
  readonly port: number;
  /** Tells every window that is connected. */
  readonly tell: Tell;
  /** Ends every connection. Idempotent; the engine stays. */
  close(): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 15_000;
const MAX_CONNECTIONS = 512;

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** Serves the window, its calls and its evidence on loopback alone. Throws `io-failed` when it cannot listen or the window was not built. */
export async function startServer({ engine, limits = DEFAULT_SERVER_LIMITS, log, ...options }: ServerOptions): Promise<RunningServer> {
  const rendererFiles = readStaticFiles(options.rendererFolder);
  const startFiles = readStartPage();
  const rpc = new RpcServer({
    handlers: engine.handlers,
    limits: limits.rpc,
    onIncident: ({ code, detail }) => log.note(code, { detail }),
  });
  // Uploads may take long; heads of requests may not.
  const server = createServer({ requestTimeout: 0, headersTimeout: HEADERS_TIMEOUT_MS });
  server.maxConnections = MAX_CONNECTIONS;
  const port = await listen(server, options.port);
  const sessions = new Sessions(options.secret, port);

  const guarded =
    (methods: readonly string[], judges: readonly ((request: IncomingMessage) => Refusal | undefined)[], answer: Answer): Answer =>
    (request, response) => {
      const isMethod = methods.includes(request.method ?? '');
      const refusal = isMethod ? judges.map((judge) => judge(request)).find((found) => found !== undefined) : methodRefused;
      return refusal === undefined ? answer(request, response) : refuse(request, response, refusal, log);
    };
  const hasSession = (request: IncomingMessage): Refusal | undefined => judgeSession(request, sessions);

  function routeOf(path: string): Answer {
    const start = startFiles.get(path);
    if (start !== undefined) return guarded(READ, [], (request, response) => sendStatic(request, response, start));
    // Asked for by every browser before there is a session, and by nobody else: there is none.
    if (path === '/favicon.ico') return (_request, response) => sendEmpty(response, 204);
    if (path === SESSION_PATH) return answerSession({ sessions, redeem: options.redeem, log, tokenTimeoutMs: limits.tokenTimeoutMs });
    if (path.startsWith(EVIDENCE_PREFIX)) {
      return guarded(READ, [hasSession], (request, response) => serveEvidence(engine.evidence, path, request, response));
    }
    if (path === UPLOAD_PATH) {
      return guarded(['PUT'], [judgeOrigin, hasSession], (request, response) =>
        receiveUpload(engine, limits.uploadBytes, log, request, response),
      );
    }
    const file = rendererFiles.get(path);
    if (path === '/' && file !== undefined) return guarded(READ, [], frontDoor);
    return guarded(READ, [hasSession], (request, response) => {
      if (file === undefined) sendEmpty(response, 404);
      else sendStatic(request, response, file);
    });
  }

  /** Without a session: the page that looks for one. */
  function frontDoor(request: IncomingMessage, response: ServerResponse): void {
    const isKnown = hasSession(request) === undefined;
    const page = isKnown ? rendererFiles.get('/') : startFiles.get(START_PATH);
    if (!isKnown) log.note('session-missing', { path: '/' });
    if (page !== undefined) sendStatic(request, response, page, isKnown ? 200 : 401);
  }

  server.on('request', (request, response) => {
    const path = readPath(request);
    const refusal = judgeSource(request, port) ?? (path === undefined ? pathRefused : undefined);
    if (refusal !== undefined || path === undefined) return refuse(request, response, refusal ?? pathRefused, log);
    const route = routeOf(path);
    // What cannot be given to its end is cut, so that nobody takes a part for the whole.
    void (async () => route(request, response))().catch((error: unknown) => {
      if (!isHangUp(error))
        log.note('program-fault', { detail: `${request.method} ${error instanceof Error ? error.name : typeof error}` });
      response.destroy();
    });
  });
  server.on('clientError', (_error, socket) => {
    log.note('request-malformed');
    endRefused(socket, 'HTTP/1.1 400 Bad Request');
  });
  const sockets = openSockets({ server, port, sessions, engine, rpc, limits, log });

  let closed: Promise<void> | undefined;
  return {
    port,
    tell: rpc.tell,
    close: () =>
      (closed ??= new Promise((resolve) => {
        rpc.close();
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      })),
  };
}

const READ = ['GET', 'HEAD'];
const methodRefused: Refusal = { status: 405, code: 'method-refused' };
const pathRefused: Refusal = { status: 400, code: 'path-refused' };

/** The window went away while it was given something, or was giving: an ordinary end. */
function isHangUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(error.code));
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new PugmarkError('io-failed', `The app cannot listen on 127.0.0.1:${port} (${cause.code ?? 'unknown'})`, { cause }));
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string')
        reject(new PugmarkError('io-failed', 'The server of the app has no TCP address'));
      else resolve(address.port);
    });
  });
}
