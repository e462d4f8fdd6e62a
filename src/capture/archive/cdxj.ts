import { hexOf } from '../../core/digest/digest.ts';
import type { IndexedResponse } from './exchange-records.ts';
import type { WrittenMember } from './warc-file.ts';

/** One line of a CDXJ index: sort key, time of 14 digits, JSON. */
export function buildIndexLine(response: IndexedResponse, written: WrittenMember, fileName: string): string {
  const entry = {
    url: response.url,
    mime: response.isRevisit ? 'warc/revisit' : response.mimeType.toWellFormed() || 'unk',
    status: response.status,
    ...(response.payloadDigest === undefined ? {} : { digest: response.payloadDigest }),
    length: written.length,
    offset: written.offset,
    filename: fileName,
    ...(response.method === 'GET' ? {} : { method: response.method.toWellFormed() }),
    recordDigest: `sha256:${hexOf(written.sha256)}`,
  };
  const timestamp = response.startedAt.replace(/\D/g, '').slice(0, 14);
  return `${buildSortKey(response.url, response.method)} ${timestamp} ${JSON.stringify(entry)}`;
}

/** Lines in the order of their bytes, as a binary search wants them. */
export function buildIndex(lines: readonly string[]): Uint8Array {
  const sorted = lines.map((line) => Buffer.from(`${line}\n`, 'utf8')).sort((a, b) => Buffer.compare(a, b));
  return Buffer.concat(sorted);
}

/**
 * Sort-friendly form of an address (SURT): host labels reversed, `www.` dropped, query fields in order.
 * Requests other than GET are kept apart by a field that no real address has.
 */
export function buildSortKey(url: string, method: string): string {
  if (!URL.canParse(url)) return escapeBlanks(url);
  const { hostname, port, pathname, search } = new URL(url);
  const labels = hostname.startsWith('[')
    ? [hostname]
    : hostname
        .replace(/^www\d*\./, '')
        .split('.')
        .toReversed();
  const fields = search
    .slice(1)
    .split('&')
    .filter((field) => field !== '');
  if (method !== 'GET') fields.push(`__wb_method=${method}`);
  const query = fields.length === 0 ? '' : `?${fields.sort((a, b) => (a < b ? -1 : 1)).join('&')}`;
  return escapeBlanks(`${labels.join(',')}${port === '' ? '' : `:${port}`})${pathname}${query}`.toLowerCase());
}

function escapeBlanks(text: string): string {
  return text.replace(/\s/g, '%20');
}
