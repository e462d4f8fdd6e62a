import type { IncomingMessage, Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Engine } from '../engine/engine.ts';
import { pictureSocketPath } from '../rpc/picture-frame.ts';
import type { RpcServer } from '../rpc/server.ts';
import { portOfWebSocket } from '../rpc/transports/web-socket.ts';
import { RPC_SOCKET_PATH } from '../rpc/transports/workstation.ts';
import type { Sessions } from './access.ts';
import { judgeOrigin, judgeSession, judgeSource, readPath, type Refusal } from './gate.ts';
import { showPicture } from './picture-socket.ts';
import type { RefusalLog } from './refusal-log.ts';
import { refuseSocket } from './replies.ts';
import type { ServerLimits } from './server.ts';

/** A window answers a picture with one word. */
const PICTURE_MESSAGE_BYTES = 64;
const TAB_ID = /^[A-Za-z0-9-]{1,64}$/;

export interface SocketGround {
  readonly server: Server;
  readonly port: number;
  readonly sessions: Sessions;
  readonly engine: Engine;
  readonly rpc: RpcServer;
  readonly limits: ServerLimits;
  readonly log: RefusalLog;
}

/** Takes the requests that want to become sockets: `/rpc` and `/picture/<tab>`, from pages of ours with a session only. */
export function openSockets({ server, port, sessions, engine, rpc, limits, log }: SocketGround): { close(): void } {
  // A character of the limit takes at most three bytes.
  const calls = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: limits.rpc.messageLength * 3 });
  const pictures = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: PICTURE_MESSAGE_BYTES });
  const servers = [calls, pictures];
  for (const kind of servers) {
    kind.on('connection', (socket) => watchErrors(socket, log));
    kind.on('wsClientError', (_error, socket) => {
      log.note('request-malformed');
      socket.destroy();
    });
  }

  server.on('upgrade', (request, socket, head) => {
    // An error of a socket that nobody listens to would end the process.
    socket.on('error', () => socket.destroy());
    const path = readPath(request);
    const tab = tabOf(path);
    const kind = path === RPC_SOCKET_PATH ? calls : pictures;
    const refusal = judge(request) ?? judgeTarget(path, tab, kind);
    if (refusal !== undefined) return refuseSocket(request, socket, refusal, log);
    kind.handleUpgrade(request, socket, head, (opened) => {
      kind.emit('connection', opened, request);
      if (tab === undefined) rpc.attach(portOfWebSocket(opened));
      else showPicture(engine, tab, opened, () => log.note('message-malformed', { path }));
    });
  });

  function judge(request: IncomingMessage): Refusal | undefined {
    return judgeSource(request, port) ?? judgeOrigin(request) ?? judgeSession(request, sessions);
  }

  function judgeTarget(path: string | undefined, tab: string | undefined, kind: WebSocketServer): Refusal | undefined {
    if (path === undefined) return { status: 400, code: 'path-refused' };
    if (path !== RPC_SOCKET_PATH && tab === undefined) return { status: 404, code: 'path-refused' };
    return kind.clients.size >= limits.sockets ? { status: 503, code: 'too-many-sockets' } : undefined;
  }

  return {
    close: () => {
      for (const kind of servers) {
        for (const socket of kind.clients) socket.terminate();
        kind.close();
      }
    },
  };
}

function tabOf(path = ''): string | undefined {
  const tab = path.slice(pictureSocketPath('').length);
  return TAB_ID.test(tab) && path === pictureSocketPath(tab) ? tab : undefined;
}

/** What breaks the protocol, or the limit of a message, ends the socket; it is told, not thrown. */
function watchErrors(socket: WebSocket, log: RefusalLog): void {
  socket.on('error', (error: NodeJS.ErrnoException) => {
    const isTooLarge = error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    if (error.code?.startsWith('WS_ERR_') === true)
      log.note(isTooLarge ? 'message-too-large' : 'message-malformed', { detail: error.code });
  });
}
