import type { HeaderList, RecordedRequest, RecordedResponse } from '../../core/model/exchange.ts';

/** A message head as it is written, and what had to be done to it. */
export interface WrittenHead {
  readonly bytes: Uint8Array;
  /** Fields renamed because the stored body has not that coding or length; in lower case. */
  readonly renamed: readonly string[];
  /** Fields with a name or value that would have broken the record; in lower case, as written. */
  readonly altered: readonly string[];
}

export const RENAME_PREFIX = 'x-pugmark-orig-';

/** Request line and fields (RFC 9112 section 3). HTTP/2 and HTTP/3 requests are written in the form of HTTP/1.1. */
export function buildRequestHead(request: RecordedRequest, headers: HeaderList): WrittenHead {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  const target = url === undefined ? '/' : `${url.pathname}${url.search}`;
  const method = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(request.method) ? request.method : 'GET';
  return writeHead(`${method} ${target} HTTP/1.1`, withoutPseudoFields(headers), []);
}

/** Status line and fields (RFC 9112 section 4). `storedBytes`: length of the body that follows; undefined when none is stored. */
export function buildResponseHead(response: RecordedResponse, headers: HeaderList, storedBytes: number | undefined): WrittenHead {
  const version = /^http\/1\.[01]$/.test(response.protocol) ? response.protocol.toUpperCase() : 'HTTP/1.1';
  const renamed: string[] = [];
  const fields = withoutPseudoFields(headers).map(([name, value]) => {
    if (!isOutdated(name.toLowerCase(), value, storedBytes)) return [name, value] as const;
    renamed.push(name.toLowerCase());
    return [`${RENAME_PREFIX}${name}`, value] as const;
  });
  const phrase = response.statusText === '' ? '' : ` ${response.statusText}`;
  return writeHead(`${version} ${String(response.status).padStart(3, '0')}${phrase}`, fields, renamed);
}

/** The body is stored after content and transfer decoding: a field that says otherwise would mislead every reader. */
function isOutdated(field: string, value: string, storedBytes: number | undefined): boolean {
  // Where no body is stored no reader must look for chunks of it; how long it would have been, and how it is coded, misleads nobody.
  if (storedBytes === undefined) return field === 'transfer-encoding' && value.trim().toLowerCase() !== 'identity';
  if (field === 'content-encoding' || field === 'transfer-encoding') return value.trim().toLowerCase() !== 'identity';
  return field === 'content-length' && value.trim() !== String(storedBytes);
}

/** `:authority` and the like say what the request line says; the host keeps its place as a field. */
function withoutPseudoFields(headers: HeaderList): HeaderList {
  const authority = headers.find(([name]) => name === ':authority')?.[1];
  const plain = headers.filter(([name]) => !name.startsWith(':'));
  if (authority === undefined || plain.some(([name]) => name.toLowerCase() === 'host')) return plain;
  return [['Host', authority], ...plain];
}

function writeHead(startLine: string, headers: HeaderList, renamed: readonly string[]): WrittenHead {
  const altered: string[] = [];
  const lines = headers.map(([name, value]) => {
    const safeName = encodeName(name);
    const safeValue = byteString(value).replace(BREAKING, ' ');
    if (safeName !== name || safeValue !== value) altered.push(safeName.toLowerCase());
    return safeValue === '' ? `${safeName}:` : `${safeName}: ${safeValue}`;
  });
  const text = `${[byteString(startLine).replace(BREAKING, ' '), ...lines].join('\r\n')}\r\n\r\n`;
  return { bytes: Buffer.from(text, 'latin1'), renamed, altered };
}

/** A server that gets a line end into a field would write fields, or whole records, of its own. */
// oxlint-disable-next-line no-control-regex -- these are the characters that must not be written
export const BREAKING = /[\u0000\r\n]/g;

function encodeName(name: string): string {
  const encoded = byteString(name).replace(
    /[^!#$&'*+\-.^_`|~0-9A-Za-z]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  );
  return encoded === '' ? '%00' : encoded;
}

/** Heads are recorded as byte strings; text that is none becomes its UTF-8 bytes. */
function byteString(text: string): string {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0xff) return Buffer.from(text, 'utf8').toString('latin1');
  }
  return text;
}
