import { parseCaptureUrl } from '../core/capture-url.ts';
import { PugmarkError, type ErrorCode } from '../core/errors.ts';
import { isPracticeUrl } from '../core/model/practice.ts';
import { parseAddressTable } from './address-table.ts';

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

/** Addresses of a list or of a table with a column of them, as pasted or dropped. What stands there is not judged here. */
export function parseAddresses(text: string, fileName: string): readonly CaptureAddress[] {
  return parseAddressTable(text, fileName) ?? parseAddressList(text, fileName);
}

/** An address that cannot be captured in this case, and why. */
export interface RefusedAddress extends CaptureAddress {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Tells what can be captured in this case from what cannot; nothing is opened for it. */
export function sortAddresses(
  addresses: readonly CaptureAddress[],
  practice: boolean,
): { readonly capturable: readonly CaptureAddress[]; readonly refused: readonly RefusedAddress[] } {
  const judged = addresses.map((address) => ({ address, fault: findFault(address.url, practice) }));
  return {
    capturable: judged.flatMap(({ address, fault }) => (fault === undefined ? [address] : [])),
    refused: judged.flatMap(({ address, fault }) =>
      fault === undefined ? [] : [{ ...address, code: fault.code, message: fault.message }],
    ),
  };
}

/**
 * Throws when not one address can be captured: `usage` when there is none at all, otherwise the fault of the first
 * (`url-malformed`, `url-scheme-refused`, `practice-host-required`).
 */
export function assertSomeCapturable(addresses: readonly CaptureAddress[], practice: boolean): void {
  const { capturable, refused } = sortAddresses(addresses, practice);
  if (capturable.length > 0) return;
  const [first] = refused;
  if (first === undefined) throw new PugmarkError('usage', 'No address to capture: give one or more, or a list with --from FILE');
  const more = refused.length > 1 ? ` (nor can the ${refused.length - 1} others)` : '';
  throw new PugmarkError(first.code, `${first.message}, from ${first.from}${more}; nothing was captured`);
}

/** Throws `url-malformed`, `url-scheme-refused`, `practice-host-required` when this case does not open the address. */
export function assertOpenable(url: string, practice: boolean): void {
  const fault = findFault(url, practice);
  if (fault !== undefined) throw fault;
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
