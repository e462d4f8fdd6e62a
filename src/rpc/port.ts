/** Texts both ways, in order: a WebSocket, a MessagePort. Knows nothing of calls. */
export interface RpcPort {
  /** What was sent and has not left this process, in bytes or characters; 0 where the platform does not say. */
  readonly backlog: number;
  /** Without effect once the port has ended. Never throws. */
  send(text: string): void;
  /** Begins hearing; to be called once, at once. `end` is told once, whoever ended it. */
  listen(hear: PortListener): void;
  /** Ends it. Idempotent. */
  close(): void;
}

export interface PortListener {
  /** Anything that is not a text is hostile. */
  message(data: unknown): void;
  end(): void;
}
