import { parseUtf8, toUtf8 } from '../../digest/encoding.ts';
import { PugmarkError } from '../../errors.ts';

/** What `bagit.txt` says (RFC 8493 2.1.1). */
export interface BagDeclaration {
  readonly version: BagVersion;
  readonly encoding: TagEncoding;
}

/** 1.0 is RFC 8493; the others are its drafts, which archives still hold. */
const VERSIONS = ['0.93', '0.94', '0.95', '0.96', '0.97', '1.0'] as const;
export type BagVersion = (typeof VERSIONS)[number];
const ENCODINGS = ['UTF-8', 'UTF-16', 'ISO-8859-1'] as const;
export type TagEncoding = (typeof ENCODINGS)[number];

/** Throws `record-invalid` on anything but the two lines, in UTF-8 without byte order mark. */
export function parseBagDeclaration(bytes: Uint8Array): BagDeclaration {
  const lines = /^BagIt-Version: (\d+\.\d+)(?:\r\n|\r|\n)Tag-File-Character-Encoding: ([!-~]+)(?:\r\n|\r|\n)?$/.exec(parseUtf8(bytes));
  if (lines === null) throw new PugmarkError('record-invalid', 'It does not consist of the two lines of RFC 8493, section 2.1.1');
  const version = VERSIONS.find((known) => known === lines[1]);
  if (version === undefined) throw new PugmarkError('record-invalid', `BagIt ${lines[1] ?? ''} is not known`);
  const encoding = ENCODINGS.find((known) => known === lines[2]?.toUpperCase());
  if (encoding === undefined) throw new PugmarkError('record-invalid', `Tag files in ${lines[2] ?? ''} are not read`);
  return { version, encoding };
}

/** `bagit.txt` of a bag of ours. */
export function buildBagDeclaration(): Uint8Array {
  return toUtf8('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
}

/** Text of a tag file. Throws `record-invalid` when the bytes are not of this encoding. */
export function parseTagText(bytes: Uint8Array, encoding: TagEncoding): string {
  if (encoding === 'UTF-8') return parseUtf8(bytes);
  // By hand: what browsers call ISO-8859-1 is another set.
  if (encoding === 'ISO-8859-1') return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new PugmarkError('record-invalid', 'Expected UTF-16', { cause });
  }
}

/** Lines of a tag file, ended by LF, CR or both; the end of the last one may be missing. */
export function splitTagLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
