import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createRpcClient, type OwnedRpcClient, type WindowShell } from '../../src/rpc/client.ts';
import type { Handlers } from '../../src/rpc/handlers.ts';
import type { RpcPort } from '../../src/rpc/port.ts';
import { RpcServer, type RpcIncident, type RpcLimits } from '../../src/rpc/server.ts';
import { portOfMessagePort } from '../../src/rpc/transports/message-port.ts';
import { portOfWebSocket } from '../../src/rpc/transports/web-socket.ts';
import { fakeHandlers } from '../support/fake-engine.ts';
import { memoryPorts } from '../support/memory-ports.ts';

/** Makes a connection: hands one end to `serve`, resolves with the other. */
export type Transport = (serve: (port: RpcPort) => void) => Promise<RpcPort>;

const webSocket: Transport = async (serve) => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  server.on('connection', (socket) => serve(portOfWebSocket(socket)));
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return portOfWebSocket(socket);
};

const messagePort: Transport = (serve) => {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  serve(portOfMessagePort(port1));
  return Promise.resolve(portOfMessagePort(port2));
};

/** As `MessagePortMain` of Electron's main process: no `addEventListener`, messages wrapped. */
const emittingMessagePort: Transport = (serve) => {
  const ends = [new EventEmitter(), new EventEmitter()] as const;
  const portAt = (own: 0 | 1): RpcPort =>
    portOfMessagePort({
      postMessage: (data) => void setImmediate(() => ends[own === 0 ? 1 : 0].emit('message', { data })),
      start: () => undefined,
      close: () => void setImmediate(() => ends.forEach((end) => end.emit('close'))),
      on: (event: string, listener: (event: { readonly data: unknown }) => void) => ends[own].on(event, listener),
    });
  serve(portAt(0));
  return Promise.resolve(portAt(1));
};

const memory: Transport = (serve) => {
  const [engine, window] = memoryPorts();
  serve(engine);
  return Promise.resolve(window);
};

export const TRANSPORTS = { webSocket, messagePort, emittingMessagePort, memory };

const absent = (): never => {
  throw new Error('not in this test');
};
const wait = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** The window's side over ports that `connect` makes. */
export function clientOver(connect: WindowShell['connect'], onFault?: (what: string) => void): OwnedRpcClient {
  const shell: WindowShell = { connect, resolveAddress: absent, upload: absent, watchPicture: absent };
  const client = createRpcClient(shell, { wait, ...(onFault === undefined ? {} : { onFault }) });
  onTestFinished(() => client.close());
  return client;
}

export interface Connected {
  readonly server: RpcServer;
  readonly client: OwnedRpcClient;
  readonly incidents: readonly RpcIncident[];
  /** What the window did not understand. */
  readonly faults: readonly string[];
}

/** A server with these handlers and a client, over one transport. */
export function connected(transport: Transport, handlers: Partial<Handlers>, limits?: RpcLimits): Connected {
  const incidents: RpcIncident[] = [];
  const faults: string[] = [];
  const onIncident = (incident: RpcIncident): void => void incidents.push(incident);
  const server = new RpcServer({ handlers: fakeHandlers(handlers), onIncident, ...(limits === undefined ? {} : { limits }) });
  const client = clientOver(
    () => transport((port) => server.attach(port)),
    (what) => faults.push(what),
  );
  return { server, client, incidents, faults };
}

/** A bare end, to speak what our client never would. */
export async function bareEnd(
  server: RpcServer,
  transport: Transport = memory,
): Promise<{ readonly port: RpcPort; readonly heard: readonly unknown[]; readonly isEnded: () => boolean }> {
  const port = await transport((end) => server.attach(end));
  const heard: unknown[] = [];
  let ended = false;
  port.listen({
    message: (data) => heard.push(JSON.parse(data as string)),
    end: () => {
      ended = true;
    },
  });
  return { port, heard, isEnded: () => ended };
}
