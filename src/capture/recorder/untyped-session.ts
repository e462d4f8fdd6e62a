import type { CDPSession } from 'puppeteer-core';

/**
 * A CDP session without the typings of one protocol version: browsers older and newer than it are met, and what they
 * answer is checked by whoever asked.
 */
export interface UntypedSession {
  send(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown>;
  on(name: string, handler: (params: unknown) => void): unknown;
  off(name: string, handler: (params: unknown) => void): unknown;
}

export function untyped(session: CDPSession): UntypedSession {
  const plain: unknown = session;
  if (isUntyped(plain)) return plain;
  throw new TypeError('Not a CDP session');
}

function isUntyped(value: unknown): value is UntypedSession {
  return typeof value === 'object' && value !== null && 'send' in value && 'on' in value && 'off' in value;
}
