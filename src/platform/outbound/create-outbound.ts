import type { Clock } from '../../core/clock.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Random } from '../../core/ids.ts';
import type { Outbound } from '../../core/outbound-ports.ts';
import { askSntp, parseServer } from './ask-sntp.ts';
import { exchangeHttp, parseTarget } from './exchange-http.ts';
import { outboundFailed, translateFailure } from './failure.ts';
import { bareHost } from './open-socket.ts';
import type { OutboundLogLine } from './outbound-log.ts';
import { assertAllowed, type OutboundPolicy } from './outbound-policy.ts';

const PROXY_SCHEMES: readonly string[] = ['http:', 'https:', 'socks4:', 'socks5:'];

export interface OutboundParts {
  readonly clock: Clock;
  readonly random: Pick<Random, 'bytes'>;
  readonly policy: OutboundPolicy;
  readonly log: (line: OutboundLogLine) => void;
}

type Tried = Pick<OutboundLogLine, 'purpose' | 'to' | 'sentBytes'> & { readonly proxy?: string | undefined };

/** The way out of this machine, for the tool's own few questions. What is not allowed is refused before a name is looked up. */
export function createOutbound(parts: OutboundParts): Outbound {
  const { clock, random, policy } = parts;
  return {
    request: async (request) => {
      const tried: Tried = { purpose: request.purpose, to: request.url, proxy: request.proxy, sentBytes: request.body?.bytes.length ?? 0 };
      return await inTime(parts, tried, request, async (signal) => {
        const proxy = parseProxy(request.proxy);
        assertAllowed(policy, bareHost(proxy ?? parseTarget(request.url)));
        const answer = await exchangeHttp(clock, request, signal);
        return { value: answer, told: { status: answer.status, receivedBytes: answer.body.length } };
      });
    },
    askTime: async (question) => {
      const tried: Tried = { purpose: 'clock', to: question.server, proxy: question.proxy, sentBytes: 48 };
      return await inTime(parts, tried, question, async (signal) => {
        if (question.proxy !== undefined)
          throw new PugmarkError('outbound-refused', 'A proxy is in force: a time server would be asked past it', {
            details: { policy: 'proxy' },
          });
        const server = parseServer(question.server);
        assertAllowed(policy, server.host);
        const answer = await askSntp({ clock, random: (length) => random.bytes(length) }, server, signal);
        return { value: answer, told: { receivedBytes: 48 } };
      });
    },
  };
}

/** Bounds it in time, and logs what came of it. */
async function inTime<T>(
  parts: OutboundParts,
  { proxy, ...tried }: Tried,
  limits: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  work: (signal: AbortSignal) => Promise<{ readonly value: T; readonly told: Partial<OutboundLogLine> }>,
): Promise<T> {
  const { clock, log } = parts;
  const time = clock.now();
  const startedMs = clock.monotonicMs();
  const late = AbortSignal.timeout(limits.timeoutMs);
  const { signal: caller } = limits;
  const end = (told: Partial<OutboundLogLine>): void => {
    const tookMs = Math.round(clock.monotonicMs() - startedMs);
    log({ time, ...tried, ...(proxy === undefined ? {} : { proxy }), tookMs, ...told });
  };
  try {
    const { value, told } = await work(caller === undefined ? late : AbortSignal.any([late, caller]));
    end(told);
    return value;
  } catch (cause) {
    const host = hostOf(tried.to);
    const error = translateFailure(cause, host, { late, ...(caller === undefined ? {} : { caller }) });
    const reason = error.details['reason'];
    end({ error: { code: error.code, ...(typeof reason === 'string' ? { reason } : {}) } });
    throw error;
  }
}

function hostOf(to: string): string {
  return URL.canParse(to) && to.includes('://') ? new URL(to).host : to;
}

/** A proxy that is none is a failure of the proxy: nothing goes past it. */
function parseProxy(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && PROXY_SCHEMES.includes(url.protocol) && url.hostname !== '') return url;
  throw outboundFailed('The proxy is no address of one: nothing was sent', { reason: 'proxy-malformed' });
}
