import type { ConnectionTransport } from 'puppeteer-core';

const ATTACHED = '{"method":"Target.attachedToTarget"';
const DETACHED = '{"method":"Target.detachedFromTarget"';
const RUN = '"Runtime.runIfWaitingForDebugger"';
/** Commands of ours are longer, and none of them is looked into. */
const LONGEST_RUN = 300;

/**
 * Holds windows that pages open until they are let go. A window in the process of its opener runs as soon as any session says so, and
 * puppeteer, which attaches to every page, says so at once: here that word waits until `release`.
 */
export class HeldWindows implements ConnectionTransport {
  onmessage?: (message: string) => void;
  onclose?: () => void;
  readonly #transport: ConnectionTransport;
  /** Sessions of held windows, each with its target. */
  readonly #held = new Map<string, string>();
  readonly #waiting = new Map<string, string[]>();
  readonly #released = new Set<string>();

  constructor(transport: ConnectionTransport) {
    this.#transport = transport;
    Object.assign(transport, {
      onmessage: (message: string) => {
        this.#notice(message);
        this.onmessage?.(message);
      },
      onclose: () => this.onclose?.(),
    });
  }

  send(message: string): void {
    const targetId = this.#targetOf(message);
    if (targetId === undefined) this.#transport.send(message);
    else this.#waiting.set(targetId, [...(this.#waiting.get(targetId) ?? []), message]);
  }

  close(): void {
    this.#transport.close();
  }

  /** Lets a window run. Whoever said so meanwhile is heard now. */
  release(targetId: string): void {
    this.#released.add(targetId);
    for (const [sessionId, held] of this.#held) if (held === targetId) this.#held.delete(sessionId);
    const messages = this.#waiting.get(targetId) ?? [];
    this.#waiting.delete(targetId);
    for (const message of messages) this.#transport.send(message);
  }

  #holdPage(sessionId: string, targetId: string, tabSessionId: string | undefined): void {
    const tabTargetId = tabSessionId === undefined ? undefined : this.#held.get(tabSessionId);
    if (!this.#released.has(targetId)) this.#held.set(sessionId, targetId);
    if (tabTargetId === undefined || tabSessionId === undefined) return;
    if (this.#released.has(targetId)) return this.release(tabTargetId);
    const waiting = this.#waiting.get(tabTargetId) ?? [];
    this.#waiting.delete(tabTargetId);
    this.#held.set(tabSessionId, targetId);
    this.#waiting.set(targetId, [...(this.#waiting.get(targetId) ?? []), ...waiting]);
  }

  #targetOf(message: string): string | undefined {
    if (this.#held.size === 0 || message.length > LONGEST_RUN || !message.includes(RUN)) return undefined;
    const sessionId = textIn(JSON.parse(message), 'sessionId');
    return sessionId === undefined ? undefined : this.#held.get(sessionId);
  }

  #notice(message: string): void {
    if (message.startsWith(ATTACHED)) {
      const event: unknown = JSON.parse(message);
      const params = fieldIn(event, 'params');
      const info = fieldIn(params, 'targetInfo');
      const sessionId = textIn(params, 'sessionId');
      const targetId = textIn(info, 'targetId');
      const isHeld = textIn(info, 'openerId') !== undefined && fieldIn(params, 'waitingForDebugger') === true;
      if (!isHeld || sessionId === undefined || targetId === undefined) return;
      const type = textIn(info, 'type');
      // Letting the tab of a window run lets the window run. It is known by its own id until its page is told.
      if (type === 'tab') this.#held.set(sessionId, targetId);
      if (type === 'page') this.#holdPage(sessionId, targetId, textIn(event, 'sessionId'));
    } else if (message.startsWith(DETACHED)) {
      const sessionId = textIn(fieldIn(JSON.parse(message), 'params'), 'sessionId') ?? '';
      const targetId = this.#held.get(sessionId);
      this.#held.delete(sessionId);
      // Nobody holds a window that is gone.
      if (targetId !== undefined && ![...this.#held.values()].includes(targetId)) this.#waiting.delete(targetId);
    }
  }
}

function fieldIn(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textIn(value: unknown, name: string): string | undefined {
  const text = fieldIn(value, name);
  return typeof text === 'string' ? text : undefined;
}
