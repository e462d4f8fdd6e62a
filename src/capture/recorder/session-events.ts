import type { CDPSession } from 'puppeteer-core';
import { untyped } from './untyped-session.ts';
import { fieldsIn, fieldsOf, textIn } from './cdp-values.ts';

/** Stops what was begun. */
export type Stop = () => void;

/**
 * Calls `handler` for the named events of a session. What a handler throws never reaches the connection, whose other
 * listeners are not ours: it is told to `onError`.
 */
export function listenTo(
  session: CDPSession,
  methods: readonly string[],
  handler: (method: string, params: unknown) => void,
  onError: (method: string, cause: unknown) => void,
): Stop {
  const emitter = untyped(session);
  const handlers = methods.map((method) => {
    const guarded = (params: unknown): void => {
      try {
        handler(method, params);
      } catch (cause) {
        onError(method, cause);
      }
    };
    emitter.on(method, guarded);
    return { method, guarded };
  });
  return () => {
    for (const { method, guarded } of handlers) emitter.off(method, guarded);
  };
}

export interface AttachedChild {
  readonly session: CDPSession;
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
  readonly browserContextId: string | undefined;
}

/** Reads `Target.attachedToTarget`; undefined when the session is unknown or gone already. */
export function readAttached(session: CDPSession, params: unknown): AttachedChild | undefined {
  const event = fieldsOf(params);
  const info = event && fieldsIn(event, 'targetInfo');
  const sessionId = event && textIn(event, 'sessionId');
  const targetId = info && textIn(info, 'targetId');
  if (info === undefined || sessionId === undefined || targetId === undefined) return undefined;
  const child = session.connection()?.session(sessionId);
  if (child === undefined || child === null) return undefined;
  return {
    session: child,
    targetId,
    type: textIn(info, 'type') ?? '',
    url: textIn(info, 'url') ?? '',
    browserContextId: textIn(info, 'browserContextId'),
  };
}
