import { identityLength } from './header-list.ts';
import { responseHeadersOf, type Hop } from './hop.ts';

/** A body as the browser gave it, if those are the bytes that came, and not a text it made of them. */
export type BodyAnswer = { readonly bytes: Uint8Array } | { readonly refusal: string };

/**
 * Judges an answer of `Network.getResponseBody`.
 * Base64 is bytes. Text is bytes only where it comes from the browser's durable store (then it is valid UTF-8 as
 * received); the renderer's own store decodes by the page's charset, replaces what does not fit and drops byte order marks.
 */
export function judgeBody(hop: Hop, body: string, base64Encoded: boolean, durable: boolean): BodyAnswer {
  if (base64Encoded) return tooShort(hop, Buffer.from(body, 'base64'));
  const bytes = Buffer.from(body, 'utf8');
  const isAscii = bytes.byteLength === body.length;
  if (isAscii || bytes.byteLength === hop.dataBytes) {
    // Charsets that may make as many bytes of a text as it had before are believed only from the durable store.
    const isShifty = /utf-?16|jis|gb|big5|euc|2022|hz/i.test(hop.response?.charset ?? '');
    if (!isAscii && isShifty && !durable) return { refusal: 'the browser gave a decoded text only' };
    return tooShort(hop, bytes);
  }
  const isUtf8 = /^utf-?8$/i.test(hop.response?.charset ?? '');
  // Nothing was reported of the bytes (prefetch): only the durable store can have answered.
  if (hop.dataBytes === 0 && durable) return { bytes };
  if (isUtf8 && !body.includes('\uFFFD') && bytes.byteLength > hop.dataBytes) return { bytes };
  return { refusal: 'the browser gave a decoded text only' };
}

function tooShort(hop: Hop, bytes: Uint8Array): BodyAnswer {
  const due = bytes.byteLength === 0 ? Math.max(hop.dataBytes, identityLength(responseHeadersOf(hop)) ?? 0) : hop.dataBytes;
  if (bytes.byteLength >= due) return { bytes };
  return { refusal: `the browser kept ${bytes.byteLength} of ${due} bytes` };
}
