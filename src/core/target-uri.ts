import { toUtf8 } from './digest/encoding.ts';

/** An address as the fields of an archive hold it. Browsers give them escaped; one that is not must not end a field (RFC 3986 section 2.1). */
export function targetUri(url: string): string {
  return url.replace(/[^\u0021-\u007e]|[<>"]/gu, (character) =>
    [...toUtf8(character)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
  );
}
