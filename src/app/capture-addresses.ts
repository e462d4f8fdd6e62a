import { parseCaptureUrl } from '../core/capture-url.ts';
import { PugmarkError } from '../core/errors.ts';
import { isPracticeUrl } from '../core/model/practice.ts';

/** An address to capture and where it was written, for messages. */
export interface CaptureAddress {
  readonly url: string;
  /** `the command line`, or file and line. */
  readonly from: string;
}

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
    return fault === undefined ? [] : [{ fault, from }];
  });
  const [first] = faults;
  if (first === undefined) return;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more of ${addresses.length})` : '';
  const message = `${first.fault.message}, from ${first.from}${more}; nothing was captured`;
  throw new PugmarkError(first.fault.code, message, { details: { faults: faults.length } });
}

function findFault(url: string, practice: boolean): PugmarkError | undefined {
  try {
    parseCaptureUrl(url);
  } catch (error) {
    if (error instanceof PugmarkError) return error;
    throw error;
  }
  if (!practice || isPracticeUrl(url)) return undefined;
  return new PugmarkError(
    'practice-host-required',
    `A practice case captures the practice market only: ${JSON.stringify(url.slice(0, 200))}`,
  );
}
