import type { ContainedPart, Unpacking } from './unpacking.ts';

/**
 * The streams of a PDF, unpacked, and what stands outside them. Text that is drawn by the numbers of glyphs cannot be read from bytes: such a PDF is
 * made from a form whose JSON lies beside it, and that is read. What no reader of ours unpacks (encryption, other filters) is a part that could not be read.
 */
export async function readPdfParts(bytes: Uint8Array, unpacking: Unpacking): Promise<readonly ContainedPart[]> {
  // One character per byte, so that places in the text are places in the bytes.
  const text = latinOf(bytes);
  const parts: ContainedPart[] = [];
  const outside: string[] = [];
  let from = 0;
  for (const begin of text.matchAll(/(?<!end)stream(\r\n|\n|\r)/g)) {
    if (begin.index < from) continue;
    const start = begin.index + begin[0].length;
    const dictionary = dictionaryBefore(text.slice(from, begin.index));
    const end = endOf(text, start, dictionary);
    outside.push(text.slice(from, begin.index));
    const place = `stream ${parts.length + 1}`;
    if (end === undefined) return [...parts, { place, as: 'file' }];
    parts.push(await readStream(bytes.subarray(start, end), dictionary, { place, unpacking }));
    from = end;
  }
  outside.push(text.slice(from));
  const body = outside.join('\n');
  return [
    ...parts,
    ...(/\/Encrypt\s*(?:\d|<<)/.test(body) ? [{ place: 'encryption', as: 'file' } as const] : []),
    { place: 'objects', content: toBytes(body), as: 'pdf-strings' },
  ];
}

/** Strings of a PDF's objects or of a content stream; those of one array (`TJ`) hang together. */
export function readPdfStrings(bytes: Uint8Array): string {
  const text = latinOf(bytes);
  const strings: string[] = [];
  let array: string[] | undefined;
  const put = (one: string): void => void (array ?? strings).push(one);
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '(') {
      const { value, end } = readLiteral(text, at);
      put(decodePdfText(value));
      at = end;
    } else if (character === '<' && text[at + 1] !== '<') {
      const end = text.indexOf('>', at);
      const hex = text.slice(at + 1, end === -1 ? undefined : end).replaceAll(/\s/g, '');
      if (/^[0-9A-Fa-f]+$/.test(hex)) put(decodePdfText(bytesOfHex(hex)));
      if (end !== -1) at = end;
    } else if (character === '<' || character === '>') at += text[at + 1] === character ? 1 : 0;
    else if (character === '[') array = [];
    else if (character === ']' && array !== undefined) {
      strings.push(array.join(''), array.join('\n'));
      array = undefined;
    } else if (character === '%' || character === '/') {
      const word = /[^\s()<>[\]]*/.exec(text.slice(at + 1, at + 200))?.[0] ?? '';
      // Comments to the end of their line; names with their `#40`.
      const rest =
        character === '%'
          ? (/[^\r\n]*/.exec(text.slice(at + 1))?.[0] ?? '')
          : word.replaceAll(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      put(rest);
      at += character === '%' ? rest.length : word.length;
    }
  }
  return [...strings, ...(array ?? [])].join('\n');
}

function readLiteral(text: string, from: number): { readonly value: string; readonly end: number } {
  const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: ' ', b: ' ', f: ' ' };
  let value = '';
  let depth = 1;
  let at = from + 1;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\') {
      const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
      const next = text[at + 1] ?? '';
      if (octal !== undefined) value += String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      else if (next !== '\n' && next !== '\r') value += ESCAPES[next] ?? next;
      at += octal?.length ?? 1;
      continue;
    }
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) break;
    value += character;
  }
  return { value, end: at };
}

/** UTF-16 with its mark, else UTF-8 where it is, else one character per byte. */
function decodePdfText(value: string): string {
  const bytes = toBytes(value);
  if (value.startsWith('\u00FE\u00FF')) return new TextDecoder('utf-16be').decode(bytes);
  if (value.startsWith('\u00FF\u00FE')) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // PDFDocEncoding: that of ISO 8859-1 for what matters here.
    return value;
  }
}

async function readStream(
  data: Uint8Array,
  dictionary: string,
  { place, unpacking }: { readonly place: string; readonly unpacking: Unpacking },
): Promise<ContainedPart> {
  const as = kindOf(dictionary);
  if (as === 'picture') return { place, content: new Uint8Array(), as };
  const filters = /\/Filter\s*(?:\[([^\]]*)\]|\/(\w+))/.exec(dictionary);
  const names = (filters?.[1] ?? filters?.[2] ?? '').split(/[\s/]+/).filter(Boolean);
  if (names.length === 0) return { place, content: data, as };
  // A predictor changes the bytes; tables of objects alone have one, and hold numbers only.
  if (/\/Type\s*\/XRef/.test(dictionary)) return { place, content: new Uint8Array(), as };
  if (names.join() !== 'FlateDecode' || /\/Predictor\s*(?:[2-9]|1\d)/.test(dictionary)) return { place, as };
  // RFC 1950: two bytes before, the checksum behind.
  const content = await unpacking.inflateRaw(data.subarray(2, -4));
  return content === undefined ? { place, as } : { place, content, as };
}

function kindOf(dictionary: string): ContainedPart['as'] {
  if (/\/Subtype\s*\/Image/.test(dictionary)) return 'picture';
  if (/\/Type\s*\/(?:Metadata|EmbeddedFile)/.test(dictionary)) return 'file';
  return /\/(?:Length1|Subtype\s*\/(?:Type1C|CIDFontType0C|OpenType))/.test(dictionary) ? 'font' : 'pdf-strings';
}

/** From the last object's beginning on. */
function dictionaryBefore(text: string): string {
  const object = text.lastIndexOf(' obj');
  return text.slice(object === -1 ? 0 : object);
}

/** By its length where it is told and `endstream` follows there; else up to the next `endstream`, without the line break before it. */
function endOf(text: string, start: number, dictionary: string): number | undefined {
  const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1];
  if (length !== undefined && /^\s{0,2}endstream/.test(text.slice(start + Number(length), start + Number(length) + 11)))
    return start + Number(length);
  const end = text.indexOf('endstream', start);
  if (end === -1) return undefined;
  if (text.startsWith('\r\n', end - 2)) return end - 2;
  return /[\r\n]/.test(text[end - 1] ?? '') ? end - 1 : end;
}

function latinOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

function toBytes(latin: string): Uint8Array {
  return Uint8Array.from({ length: latin.length }, (_, i) => latin.charCodeAt(i));
}

function bytesOfHex(hex: string): string {
  return (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('');
}
