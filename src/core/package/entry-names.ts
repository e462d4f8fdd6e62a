/** Longest path in a package, in bytes of UTF-8. */
export const MAX_NAME_BYTES = 1_024;
/** What the file systems in use take for one part of a path. */
const MAX_PART_BYTES = 255;

/** Device names of Windows; with any extension they are still the device. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])$/i;
/** Controls of C0 and C1, what turns the direction of writing or is not seen, and the mark of bytes that were not UTF-8. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]|\p{Surrogate}/u;
const FORBIDDEN_ON_WINDOWS = /[<>:"|?*]/;
const PLAIN = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*[A-Za-z0-9_-]$/;

/**
 * Why a path from a container must not be unpacked on some system, as the end of a sentence; undefined when it is safe everywhere.
 * Judged alike on every platform: who packs does not know where it is unpacked.
 */
export function findNameFault(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path.startsWith('/')) return 'begins at the root of the file system';
  if (path.includes('\\')) return 'holds a backslash, which Windows takes for a folder';
  if (/^[A-Za-z]:/.test(path)) return 'names a drive';
  if (UNSEEN.test(path)) return 'holds characters that are not seen or are not UTF-8';
  if (FORBIDDEN_ON_WINDOWS.test(path)) return 'holds a character that Windows forbids';
  for (const part of path.split('/')) {
    const fault = findPartFault(part);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function findPartFault(part: string): string | undefined {
  if (part === '') return 'holds an empty folder name';
  if (part === '.' || part === '..') return 'leads to another folder';
  if (part.endsWith('.') || part.endsWith(' ')) return 'has a part that ends with a dot or a blank, which Windows drops';
  if (part.startsWith(' ')) return 'has a part that begins with a blank';
  if (WINDOWS_DEVICE.test((part.split('.')[0] ?? '').trimEnd())) return 'names a device of Windows';
  if (part.length > MAX_PART_BYTES || (!PLAIN.test(part) && byteLengthOf(part) > MAX_PART_BYTES)) return 'has a part that is too long';
  return undefined;
}

/** Equal for paths that some file system takes for the same: other case, other Unicode form. */
export function foldPath(path: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII is the fast way
  if (/^[\u0000-\u007f]*$/.test(path)) return path.toLowerCase();
  return path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** Bytes of UTF-8. */
export function byteLengthOf(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** Order of the bytes of UTF-8, which is that of code points: below 0, 0 or above 0. */
export function compareByBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    // UTF-16 puts surrogates before U+E000 to U+FFFF, UTF-8 after.
    if (left !== right) return rankOf(left) - rankOf(right);
  }
  return a.length - b.length;
}

function rankOf(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
