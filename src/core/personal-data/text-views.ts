/** One reading of some bytes or of a text: `place` says how it was read. */
export interface TextView {
  readonly place: string;
  readonly text: string;
}

/** Random bytes hold printable runs too; from this length on they are read as text. */
const MIN_RUN = 8;
/** `@abc` comes up in so many runs of random bytes that only longer ones are believed. */
const BELIEVED_RUN = 16;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  period: '.',
  plus: '+',
  lowbar: '_',
  hyphen: '-',
  dash: '-',
  sol: '/',
  lpar: '(',
  rpar: ')',
  colon: ':',
  num: '#',
  ZeroWidthSpace: '',
  shy: '',
  Tab: ' ',
  NewLine: '\n',
};

/** Bytes as texts: UTF-8, else whatever is printable in them; and UTF-16 of both orders from both offsets. */
export function readTexts(bytes: Uint8Array): readonly TextView[] {
  const utf8 = decode('utf-8', bytes);
  if (utf8 === undefined || utf8.includes('\0')) return [...readRuns(bytes), ...readUtf16(bytes)];
  // Capitals of some scripts in UTF-16 are control characters for UTF-8, and nothing is wrong with them there.
  return [{ place: 'text', text: utf8 }, ...(/[^\P{Cc}\t\n\r]/u.test(utf8) ? readUtf16(bytes) : [])];
}

function decode(encoding: 'utf-8', bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: read as what is printable in it.
    return undefined;
  }
}

function readRuns(bytes: Uint8Array): readonly TextView[] {
  const latin = new TextDecoder('windows-1252').decode(bytes);
  const runs = latin.match(new RegExp(`[\\t -~\\u00A0-\\u00FF]{${BELIEVED_RUN},}|[ -~]{${MIN_RUN},}`, 'g')) ?? [];
  const plain = runs.map((run) => (run.length < BELIEVED_RUN ? run.replaceAll('@', ' ') : run));
  // Valid UTF-8 between other bytes: names with accents.
  const mixed = new TextDecoder('utf-8').decode(bytes).match(/[\t\u0020-\u007E\u00A0-\uD7FF]{16,}/g) ?? [];
  return [{ place: 'printable bytes', text: [...plain, ...mixed.filter((run) => /[^\u0020-\u007E]/.test(run))].join('\n') }];
}

function readUtf16(bytes: Uint8Array): readonly TextView[] {
  return (['utf-16le', 'utf-16be'] as const).flatMap((encoding) =>
    [0, 1].map((offset) => ({ place: encoding, text: new TextDecoder(encoding).decode(bytes.subarray(offset)) })),
  );
}

/** What a text says once more when it is decoded: one view for each way of writing that it uses, none that repeats the text. */
export function decodeText(text: string): readonly TextView[] {
  const ways: readonly (readonly [place: string, read: (text: string) => string])[] = [
    ['percent-encoding', decodePercent],
    ['character references', decodeEntities],
    ['escapes', decodeEscapes],
    ['markup taken out', removeMarkup],
    ['quoted-printable', decodeQuotedPrintable],
  ];
  return [
    ...ways.flatMap(([place, read]) => {
      const read_ = read(text);
      return read_ === text ? [] : [{ place, text: read_ }];
    }),
    ...decodeTokens(text),
  ];
}

function decodePercent(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => new TextDecoder().decode(bytesOfHex(run.replaceAll('%', ''))));
}

function decodeQuotedPrintable(text: string): string {
  return text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/(?:=[0-9A-F]{2})+/g, (run) => new TextDecoder().decode(bytesOfHex(run.replaceAll('=', ''))));
}

function decodeEntities(text: string): string {
  return text
    .replaceAll(/&#x([0-9a-f]{1,6});?/gi, (_, hex: string) => fromPoint(Number.parseInt(hex, 16)))
    .replaceAll(/&#(\d{1,7});?/g, (_, decimal: string) => fromPoint(Number(decimal)))
    .replaceAll(/&([A-Za-z]{2,16});/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

function decodeEscapes(text: string): string {
  return (
    text
      .replaceAll(/\\u\{([0-9a-f]{1,6})\}/gi, (_, hex: string) => fromPoint(Number.parseInt(hex, 16)))
      // Halves of a pair come as two escapes.
      .replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replaceAll(/\\x([0-9a-f]{2})/gi, (_, hex: string) => fromPoint(Number.parseInt(hex, 16)))
      .replaceAll(/\\([0-7]{3})/g, (_, octal: string) => fromPoint(Number.parseInt(octal, 8)))
      .replaceAll(/\\([/.@+()-])/g, '$1')
  );
}

/** `<w:t>0470</w:t></w:r><w:r><w:t>123456</w:t>` is read as one number; the end of a paragraph, a cell or a row parts. */
function removeMarkup(text: string): string {
  return text
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/<\/?(?:w:p|w:tc|w:tr|w:tab|w:br|p|td|th|tr|li|dd|dt|div|section|h[1-6]|br|table|title|text:p)(?:\s[^<>]*)?\/?>/gi, '\n')
    .replaceAll(/<[/?!A-Za-z][^<>]*>/g, '');
}

function fromPoint(point: number): string {
  return point > 0 && point <= 0x10ff_ff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : ' ';
}

/** Base64 and hexadecimal words that hold readable text. Digests do not. */
function decodeTokens(text: string): readonly TextView[] {
  const joined = text.replaceAll(/([A-Za-z0-9+/]{60,})\r?\n(?=[A-Za-z0-9+/])/g, '$1');
  const base64 = (joined.match(/[A-Za-z0-9+/_-]{8,}={0,2}/g) ?? []).flatMap((token) => readBase64(token));
  const hex = (text.match(/(?:[0-9A-Fa-f]{2}){6,}/g) ?? []).flatMap((token) => readable(bytesOfHex(token)));
  return [
    ...(base64.length === 0 ? [] : [{ place: 'base64', text: base64.join('\n') }]),
    ...(hex.length === 0 ? [] : [{ place: 'hexadecimal', text: hex.join('\n') }]),
  ];
}

function readBase64(token: string): readonly string[] {
  const plain = token.replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', '');
  // What stands before it may hang together with it: each of the four ways to begin.
  return [0, 1, 2, 3].flatMap((offset) => {
    const rest = plain.slice(offset);
    const whole = rest.slice(0, rest.length % 4 === 1 ? -1 : undefined);
    return whole.length < 8 ? [] : readable(Uint8Array.from(atob(whole), (character) => character.charCodeAt(0)));
  });
}

/** Bytes that hardly hold what no text holds, in UTF-8 or UTF-16. */
function readable(bytes: Uint8Array): readonly string[] {
  const texts = bytes.includes(0)
    ? [new TextDecoder('utf-16be').decode(bytes), new TextDecoder('utf-16le').decode(bytes)]
    : [new TextDecoder().decode(bytes)];
  return texts.filter((text) => {
    const odd = text.match(/[^\t\n\r\P{C}]|\uFFFD/gu)?.filter((one) => !/\p{Cf}/u.test(one)).length ?? 0;
    return odd <= text.length * 0.2;
  });
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
