import type { IncomingMessage } from 'node:http';
import type { Sessions } from './access.ts';

/** Why a request goes no further. */
export type RefusalCode =
  | 'host-foreign'
  | 'origin-foreign'
  | 'origin-missing'
  | 'site-foreign'
  | 'path-refused'
  | 'session-missing'
  | 'token-refused'
  | 'method-refused'
  | 'type-refused'
  | 'upload-too-large'
  | 'too-many-sockets'
  | 'message-too-large'
  | 'request-malformed';

export interface Refusal {
  readonly status: number;
  readonly code: RefusalCode;
}

const LONGEST_PATH = 4096;
/** Nobody decodes more often than that by accident. */
const MOST_DECODINGS = 4;

/** The hosts that this server has. Any other name is somebody's DNS pointing at loopback (DNS rebinding). */
export function ownHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

/**
 * What holds for every request, before anything else is looked at. Undefined: it may go on.
 * A page of another site can make a browser ask us; it cannot forge `Host`, `Origin` and `Sec-Fetch-Site`.
 */
export function judgeSource({ headers, headersDistinct }: IncomingMessage, port: number): Refusal | undefined {
  // Of two hosts one would be judged, and somebody else may go by the other.
  if (headersDistinct['host']?.length !== 1 || !ownHosts(port).includes(headers.host ?? '')) return { status: 421, code: 'host-foreign' };
  if (headers.origin !== undefined && headers.origin !== ownOrigin(headers.host)) return { status: 403, code: 'origin-foreign' };
  // `same-site`: a server on another port of this machine. `none`: typed, or opened from outside.
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
  // Following a link to the app's front door shows nothing to whoever made the link, and the cookie stays at home.
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
    ? undefined
    : { status: 403, code: 'site-foreign' };
}

/** For what changes something, and for sockets: only a page of ours may ask. Call after `judgeSource`. */
export function judgeOrigin({ headers }: IncomingMessage): Refusal | undefined {
  return headers.origin === undefined ? { status: 403, code: 'origin-missing' } : undefined;
}

export function judgeSession({ headers }: IncomingMessage, sessions: Sessions): Refusal | undefined {
  return sessions.isHeldBy(headers.cookie) ? undefined : { status: 401, code: 'session-missing' };
}

/**
 * The path as requested, still encoded and without its query; undefined for one that is no path or that could become
 * another when somebody decodes it, once or more often, and takes it for a file: dot segments and control characters.
 */
export function readPath({ url = '' }: IncomingMessage): string | undefined {
  const path = url.split('?', 1)[0] ?? '';
  if (path.length > LONGEST_PATH || !/^\/(?!\/)[\x21-\x7e]*$/.test(path) || /[\\#]/.test(path)) return undefined;
  let decoded: string | undefined = path;
  for (let round = 0; decoded !== undefined; round += 1) {
    if (isTwisted(decoded) || round > MOST_DECODINGS) return undefined;
    const next = decode(decoded);
    // Malformed as it came: refused. Malformed further down: a percent sign that is meant.
    if (next === undefined && round === 0) return undefined;
    decoded = next === decoded ? undefined : next;
  }
  return path;
}

function isTwisted(path: string): boolean {
  return /\p{Cc}/u.test(path) || path.split(/[/\\]/).some((segment) => segment === '.' || segment === '..');
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    // Escapes that are none.
    return undefined;
  }
}

function ownOrigin(host: string | undefined): string {
  return `http://${host ?? ''}`;
}
