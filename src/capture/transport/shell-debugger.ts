/**
 * What we need of Electron's `webContents.debugger`, and nothing more: Electron itself is named only in its own shell.
 * Events of the page carry no session id (or an empty one); those of frames and workers carry theirs.
 */
export interface ShellDebugger {
  attach(protocolVersion: string): void;
  detach(): void;
  isAttached(): boolean;
  /** Rejects with an Error that has a message and no code; also when the page goes away meanwhile. */
  sendCommand(method: string, params?: object, sessionId?: string): Promise<unknown>;
  on(event: 'message', listener: MessageListener): unknown;
  on(event: 'detach', listener: DetachListener): unknown;
  off(event: 'message', listener: MessageListener): unknown;
  off(event: 'detach', listener: DetachListener): unknown;
}

export type MessageListener = (event: unknown, method: string, params: unknown, sessionId?: string) => void;
export type DetachListener = (event: unknown, reason: string) => void;
