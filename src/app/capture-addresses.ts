import { PugmarkError } from '../core/errors.ts';
import { isPracticeUrl } from '../core/model/practice.ts';

/** An address to capture and where it was written, for messages. */
export interface CaptureAddress {
  readonly url: string;
  /** `the command line`, or file and line. */
  readonly from: string;
}

/** Longest address that is opened; browsers refuse more. */
const MAX_URL_LENGTH = 65_536;

/**
 * Addresses of a list: one per line, `#` begins a comment line, blank lines are nothing. A byte order mark and CRLF are fine.
 * What stands on the lines is not judged here.
 */
export function parseAddressList(text: string, fileName: string): readonly CaptureAddress[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  return lines.flatMap((line, i) => {
    const url = line.trim();
    return url === '' || url.startsWith('#') ? [] : [{ url, from: `${fileName}:${i + 1}` }];
  });
}

/**
 * Refuses the whole run when one address could not be captured in this case: a list is mended before it runs.
 * Throws `url-malformed`, `url-scheme-refused`, `practice-host-required`; `usage` when there is no address.
 */
export function assertCapturable(addresses: readonly CaptureAddress[], practice: boolean): void {
  if (addresses.length === 0) throw new PugmarkError('usage', 'No address to capture: give one or more, or a list with --from FILE');
  const faults = addresses.flatMap(({ url, from }) => {
    const fault = findFault(url, practice);
    return fault === undefined ? [] : [{ ...fault, text: `${from}: ${JSON.stringify(shorten(url))} ${fault.text}` }];
  });
  const first = faults[0];
  if (first === undefined) return;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more of ${addresses.length})` : '';
  throw new PugmarkError(first.code, `${first.text}${more}; nothing was captured`, { details: { faults: faults.length } });
}

function findFault(
  url: string,
  practice: boolean,
): { readonly code: 'url-malformed' | 'url-scheme-refused' | 'practice-host-required'; readonly text: string } | undefined {
  if (!URL.canParse(url) || url.length > MAX_URL_LENGTH)
    return { code: 'url-malformed', text: 'is no address: write it whole, with https://' };
  const { protocol, username, password, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:')
    return { code: 'url-scheme-refused', text: 'is not on the web: only http and https can be captured' };
  if (hostname === '') return { code: 'url-malformed', text: 'names no host' };
  if (username !== '' || password !== '')
    return { code: 'url-malformed', text: 'holds a name or password: leave them out and log in with "pugmark session"' };
  if (practice && !isPracticeUrl(url))
    return { code: 'practice-host-required', text: 'is outside the practice market: a practice case captures nothing else' };
  return undefined;
}

function shorten(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}...`;
}
