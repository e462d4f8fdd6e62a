import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Sessions } from './access.ts';
import { judgeOrigin, judgeSession } from './gate.ts';
import type { RefusalLog } from './refusal-log.ts';
import { refuse, sendEmpty } from './replies.ts';

const LONGEST_TOKEN = 200;

export interface SessionRoute {
  readonly sessions: Sessions;
  readonly redeem: (token: string) => Promise<boolean>;
  readonly log: RefusalLog;
  readonly tokenTimeoutMs: number;
}

/** `POST`: a one-time token, the body, becomes a session. `GET`: 204 with a session, 401 without. */
export function answerSession({
  sessions,
  redeem,
  log,
  tokenTimeoutMs,
}: SessionRoute): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    if (request.method === 'GET') {
      const refusal = judgeSession(request, sessions);
      return refusal === undefined ? sendEmpty(response, 204) : refuse(request, response, refusal, log);
    }
    if (request.method !== 'POST') return refuse(request, response, { status: 405, code: 'method-refused' }, log);
    const refusal = judgeOrigin(request);
    if (refusal !== undefined) return refuse(request, response, refusal, log);
    const token = await readToken(request, tokenTimeoutMs);
    if (token === undefined || !(await redeem(token))) return refuse(request, response, { status: 403, code: 'token-refused' }, log);
    sendEmpty(response, 204, { 'set-cookie': sessions.issue() });
  };
}

/** Undefined when it is none, or does not come. */
async function readToken(request: IncomingMessage, timeoutMs: number): Promise<string | undefined> {
  const late = setTimeout(() => request.destroy(), timeoutMs);
  try {
    let text = '';
    for await (const bytes of request) {
      text += String(bytes);
      if (text.length > LONGEST_TOKEN) return undefined;
    }
    return text;
  } finally {
    clearTimeout(late);
  }
}
