import type { CDPSession } from 'puppeteer-core';
import { untyped } from './untyped-session.ts';

/** The browser's answer, or why there is none. A page can make any command fail or hang; none of that may end a recording. */
export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

/** Sends a command that may be unknown to this browser. Never throws; gives up after `timeoutMs`. */
export async function askBrowser(
  session: CDPSession,
  method: string,
  params: Readonly<Record<string, unknown>>,
  timeoutMs: number,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, reason: `${method}: no answer within ${timeoutMs} ms` }), timeoutMs);
  });
  try {
    return await Promise.race([send(session, method, params), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function send(session: CDPSession, method: string, params: Readonly<Record<string, unknown>>): Promise<Answer> {
  try {
    return { ok: true, value: await untyped(session).send(method, params) };
  } catch (cause) {
    return { ok: false, reason: cause instanceof Error ? cause.message : String(cause) };
  }
}
