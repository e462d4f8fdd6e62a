/** Characters of 0x80 to 0x9F (WHATWG Encoding, index windows-1252); the five free places map to C1 controls. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Bytes of a document in windows-1252. Characters that it does not have become decimal character references, as forms do. */
export function encodeWindows1252(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    // A string iterator never yields an empty string.
    const code = character.codePointAt(0) ?? 0;
    const high = HIGH.indexOf(character);
    if (high !== -1) bytes.push(0x80 + high);
    else if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) bytes.push(code);
    else bytes.push(...Buffer.from(`&#${code};`, 'latin1'));
  }
  return Uint8Array.from(bytes);
}
