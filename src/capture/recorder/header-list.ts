import type { HeaderList } from '../../core/model/exchange.ts';
import { byteStringOfUtf8, byteStringOfWindows1252 } from './byte-string.ts';
import type { Fields } from './cdp-values.ts';

/** A response head as HTTP/1.1 sent it. */
export interface ParsedHead {
  readonly protocol: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
}

/**
 * Reads an HTTP/1.1 response head (RFC 9112 sections 4 and 5) as the browser gives it: lines end with CR LF or LF,
 * folded lines are joined by one space. Undefined when the first line is no status line.
 */
export function readHeadText(text: string): ParsedHead | undefined {
  const lines = text.split(/\r?\n/);
  const statusLine = /^(HTTP\/[0-9.]+)[ \t]+([0-9]{3})(?:[ \t]+(.*))?$/i.exec(lines[0] ?? '');
  if (statusLine?.[1] === undefined || statusLine[2] === undefined) return undefined;
  return {
    protocol: statusLine[1].toLowerCase(),
    status: Number(statusLine[2]),
    statusText: statusLine[3] ?? '',
    headers: readHeaderLines(lines.slice(1)),
  };
}

/** Header fields up to the first empty line. Lines that are no field are left out. */
export function readHeaderLines(lines: readonly string[]): HeaderList {
  const headers: [string, string][] = [];
  for (const line of lines) {
    if (line === '') break;
    const last = headers.at(-1);
    if (/^[ \t]/.test(line)) {
      // Obsolete line folding: continues the value before it.
      if (last !== undefined) last[1] = `${last[1]} ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    headers.push([line.slice(0, colon).trimEnd(), trimBlanks(line.slice(colon + 1))]);
  }
  return headers;
}

/** Header fields of a map in which the browser joined repeated fields by a line feed; values as byte strings. */
export function headersOfMap(map: Fields | undefined): HeaderList {
  if (map === undefined) return [];
  return Object.entries(map).flatMap(([name, value]) =>
    typeof value === 'string' ? value.split('\n').map((one) => [name, trimBlanks(byteStringOfWindows1252(one))] as const) : [],
  );
}

/**
 * The head text with its values as byte strings, if it is whole. The browser decodes it as UTF-8 and drops what is not,
 * even line ends beside it: then the fields differ from those of the map, which loses no byte but their order.
 */
export function confirmHead(head: ParsedHead, map: HeaderList): ParsedHead | undefined {
  const headers = head.headers.map(([name, value]) => [name, byteStringOfUtf8(value)] as const);
  return fingerprint(headers) === fingerprint(map) ? { ...head, statusText: byteStringOfUtf8(head.statusText), headers } : undefined;
}

/** The same for two lists with the same fields, whatever the order of different names. */
function fingerprint(headers: HeaderList): string {
  const byName = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    byName.set(key, [...(byName.get(key) ?? []), value]);
  }
  return JSON.stringify([...byName].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Value of the first field of that name, whatever its case. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([own]) => own.toLowerCase() === wanted)?.[1];
}

/** Content-Length, when the entity is sent as it is and the number is one. */
export function identityLength(headers: HeaderList): number | undefined {
  const encoding = headerValue(headers, 'content-encoding')?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== '' && encoding !== 'identity') return undefined;
  return headerValue(headers, 'transfer-encoding') === undefined ? announcedLength(headers) : undefined;
}

/** Content-Length as sent, of the encoded body where there is a content encoding. */
export function announcedLength(headers: HeaderList): number | undefined {
  const text = headerValue(headers, 'content-length')?.trim();
  return text !== undefined && /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}

function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}
