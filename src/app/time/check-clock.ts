import type { UtcTime } from '../../core/clock.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { TimeGround } from './time-ground.ts';

/** For one source: a capture is not held up, but a session of one capture is over soon. */
const SNTP_MS = 2_000;
const HTTP_MS = 5_000;
/** Only its head is of use. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** `Date` is cut to whole seconds (RFC 9110 section 5.6.7): its middle is half a second on. */
const HALF_SECOND_MS = 500;

/** What a time source said of the station's clock. */
export type ClockCheckResult =
  | {
      readonly state: 'checked';
      /** `sntp host` or `http-date address`. */
      readonly source: string;
      readonly method: 'sntp' | 'http-date';
      /** Source less station, rounded: above zero, the station's clock is behind. */
      readonly offsetMs: number;
      /** How far it may be wrong on either side. */
      readonly uncertaintyMs: number;
      readonly checkedAt: UtcTime;
    }
  | { readonly state: 'not-checked'; readonly reason: string };

/**
 * Compares the station's clock with the first source that answers: SNTP where no proxy is in force, then the `Date` of an HTTP answer. Never throws
 * because of a source.
 */
export async function checkClock(
  ground: Pick<TimeGround, 'clock' | 'outbound' | 'settings'>,
  { proxy, signal }: { readonly proxy: string | undefined; readonly signal: AbortSignal },
): Promise<ClockCheckResult> {
  const { sntp, http } = ground.settings().clock;
  const reasons: string[] = [];
  const sources = [
    ...(proxy === undefined ? sntp.map((server) => () => askServer(ground, server, signal)) : []),
    ...http.map((url) => () => askDate(ground, url, proxy, signal)),
  ];
  if (sources.length === 0) {
    const why = sntp.length > 0 ? 'a proxy is in force, and no address to ask for its date is named' : 'the vault names no time source';
    return { state: 'not-checked', reason: why };
  }
  for (const ask of sources) {
    try {
      return await ask();
    } catch (error) {
      if (!isPugmarkError(error)) throw error;
      reasons.push(error.message);
      if (signal.aborted) break;
    }
  }
  return { state: 'not-checked', reason: reasons.join('; ').slice(0, 1_000) };
}

/** RFC 4330 section 5: offset and round trip of four times. */
async function askServer(ground: Pick<TimeGround, 'clock' | 'outbound'>, server: string, signal: AbortSignal): Promise<ClockCheckResult> {
  const { originMs, receiveMs, transmitMs, destinationMs } = await ground.outbound.askTime({ server, timeoutMs: SNTP_MS, signal });
  const roundTripMs = Math.max(0, destinationMs - originMs - (transmitMs - receiveMs));
  return {
    state: 'checked',
    source: `sntp ${server}`,
    method: 'sntp',
    offsetMs: Math.round((receiveMs - originMs + (transmitMs - destinationMs)) / 2),
    uncertaintyMs: Math.ceil(roundTripMs / 2),
    checkedAt: ground.clock.now(),
  };
}

async function askDate(
  ground: Pick<TimeGround, 'clock' | 'outbound'>,
  url: string,
  proxy: string | undefined,
  signal: AbortSignal,
): Promise<ClockCheckResult> {
  const { date, headAt, waitedMs } = await ground.outbound.request({
    purpose: 'clock',
    method: 'HEAD',
    url,
    ...(proxy === undefined ? {} : { proxy }),
    timeoutMs: HTTP_MS,
    maxBytes: MAX_ANSWER_BYTES,
    signal,
  });
  const saidMs = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(saidMs)) throw new PugmarkError('outbound-failed', `${new URL(url).host} answered without a date`);
  // The answer was made at some moment while we waited for it.
  const madeMs = Date.parse(headAt) - waitedMs / 2;
  return {
    state: 'checked',
    source: `http-date ${url}`,
    method: 'http-date',
    offsetMs: Math.round(saidMs + HALF_SECOND_MS - madeMs),
    uncertaintyMs: Math.ceil(HALF_SECOND_MS + waitedMs / 2),
    checkedAt: headAt,
  };
}
