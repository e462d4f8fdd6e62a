import type { RpcPort } from '../port.ts';

/** A browser's WebSocket, or one of `ws`; already open. */
export interface WebSocketLike {
  readonly bufferedAmount: number;
  /** 1: open. */
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

const OPEN = 1;

export function portOfWebSocket(socket: WebSocketLike): RpcPort {
  return {
    get backlog() {
      return socket.bufferedAmount;
    },
    send: (text) => {
      if (socket.readyState === OPEN) socket.send(text);
    },
    listen: (hear) => {
      socket.addEventListener('message', ({ data }) => hear.message(data));
      socket.addEventListener('close', () => hear.end());
      if (socket.readyState > OPEN) hear.end();
    },
    close: () => socket.close(),
  };
}
