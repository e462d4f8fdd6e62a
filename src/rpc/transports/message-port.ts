import type { PortListener, RpcPort } from '../port.ts';

/** A browser's MessagePort, or one of `node:worker_threads`. */
export interface MessagePortLike {
  postMessage(text: string): void;
  start(): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** Electron's MessagePortMain: an emitter of Node whose messages are wrapped like a browser's. */
export interface EmittingMessagePort {
  postMessage(text: string): void;
  start(): void;
  close(): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** The port's end is told where the platform tells it, and after `close` in any case. */
export function portOfMessagePort(port: MessagePortLike | EmittingMessagePort): RpcPort {
  let ended = false;
  let hearing: PortListener | undefined;
  const end = (): void => {
    if (ended) return;
    ended = true;
    hearing?.end();
  };
  return {
    backlog: 0,
    send: (text) => {
      if (!ended) port.postMessage(text);
    },
    listen: (hear) => {
      hearing = hear;
      if ('addEventListener' in port) {
        port.addEventListener('message', ({ data }) => hear.message(data));
        port.addEventListener('close', end);
      } else {
        port.on('message', ({ data }) => hear.message(data));
        port.on('close', end);
      }
      port.start();
    },
    close: () => {
      port.close();
      end();
    },
  };
}
