/**
 * Header values are bytes (RFC 9110 section 5.5). They are held as byte strings: one character from U+0000 to U+00FF for
 * each byte, so that what is written to an archive is what came. The browser shows them to us decoded in two ways.
 */

const WINDOWS_1252 = new Map<string, number>(
  Array.from({ length: 32 }, (_, index) => [new TextDecoder('windows-1252').decode(Uint8Array.of(0x80 + index)), 0x80 + index]),
);

/** Undoes the browser's windows-1252 decoding; text that cannot come from it is taken for decoded UTF-8. */
export function byteStringOfWindows1252(text: string): string {
  if (isAscii(text)) return text;
  let bytes = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const byte = WINDOWS_1252.get(character) ?? code;
    if (byte > 0xff) return byteStringOfUtf8(text);
    bytes += String.fromCharCode(byte);
  }
  return bytes;
}

/** The byte string of text that was decoded from UTF-8. */
export function byteStringOfUtf8(text: string): string {
  if (isAscii(text)) return text;
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}
