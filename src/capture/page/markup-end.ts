/** Elements in which markup is text (HTML section 13.2.6.4); `noscript` is, because scripts run. */
const TEXT_ELEMENTS = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes', 'noscript']);
/** Elements that the parser does not close by itself before the end. */
const CLOSED_BY_HAND = new Set([
  'div',
  'section',
  'main',
  'article',
  'header',
  'footer',
  'ul',
  'ol',
  'table',
  'form',
  'span',
  'a',
  'nav',
  'aside',
]);

export interface MarkupEnd {
  /** In words: what the markup ends inside of. Absent: between tags. */
  readonly inside?: string;
  /** Elements that are still open, where a body was begun and neither it nor the root is closed. */
  readonly openElements: number;
}

/**
 * How HTML ends, read as a parser would (HTML section 13.2.5), in one pass: a compressed body that a server cut short is whole to HTTP and to the browser,
 * and only what is in it shows where it breaks off. `text`: its bytes as Latin-1. Undefined for encodings in which bytes of markup may be
 * parts of letters.
 */
export function findMarkupEnd(text: string): MarkupEnd | undefined {
  // UTF-16, UTF-32 and ISO-2022.
  const head = text.slice(0, 4_096);
  if (head.includes('\0') || head.includes('\u001b')) return undefined;
  let openElements = 0;
  let hasBody = false;
  let isEnded = false;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 2);
      if (end < 0) return { inside: 'a comment', openElements };
      at = end + 3;
      continue;
    }
    const tag = /^<(\/?)([a-z][^\s/>]*)/i.exec(text.slice(at, at + 100));
    if (tag === null) {
      if (!/^<[!?/]/.test(text.slice(at, at + 2))) {
        at += 1;
        continue;
      }
      const end = text.indexOf('>', at);
      if (end < 0) return { inside: 'a tag', openElements };
      at = end + 1;
      continue;
    }
    const name = (tag[2] ?? '').toLowerCase();
    const isEnd = tag[1] === '/';
    const end = endOfTag(text, at + tag[0].length);
    if (end === undefined) return { inside: 'a tag', openElements };
    at = end;
    if (name === 'plaintext') return { openElements: 0 };
    if (CLOSED_BY_HAND.has(name)) openElements += isEnd ? -1 : 1;
    if (name === 'body' && !isEnd) hasBody = true;
    if ((name === 'body' || name === 'html') && isEnd) isEnded = true;
    if (isEnd || !TEXT_ELEMENTS.has(name)) continue;
    const close = new RegExp(`</${name}[\\s/>]`, 'gi');
    close.lastIndex = at;
    const closed = close.exec(text);
    if (closed === null) return { inside: `a ${name} element`, openElements };
    at = closed.index;
  }
  return { openElements: hasBody && !isEnded ? Math.max(0, openElements) : 0 };
}

/** Behind the tag; quotes hide its end only where a value begins. */
function endOfTag(text: string, from: number): number | undefined {
  const piece = /=\s*"[^"]*"|=\s*'[^']*'|=\s*["']|>|[^>=]+|=/gy;
  piece.lastIndex = from;
  for (let match = piece.exec(text); match !== null; match = piece.exec(text)) {
    if (match[0] === '>') return piece.lastIndex;
    // A value of which the end is missing.
    if (/^=\s*["']$/.test(match[0])) return undefined;
  }
  return undefined;
}
