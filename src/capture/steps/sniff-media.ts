/** What bytes are by their own beginning, whatever a server called them. */
export interface SniffedMedia {
  readonly kind: 'image' | 'video' | 'audio' | 'document' | 'archive';
  readonly mediaType: string;
  /** Extension for a file name, without dot; from this closed list only. */
  readonly extension: string;
  /** Pixels of an image, where its header tells them. */
  readonly widthPx?: number;
  readonly heightPx?: number;
}

/** Enough of a file for `sniffMedia`. A JPEG with large metadata may hold its size further down; then the size is absent. */
export const SNIFF_BYTES = 512 * 1024;

/** Undefined for everything that is not on the list: it is then plain bytes to us. Never throws. */
export function sniffMedia(head: Uint8Array): SniffedMedia | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  return sniffImage(bytes) ?? sniffFilm(bytes) ?? sniffFile(bytes);
}

function sniffImage(bytes: Buffer): SniffedMedia | undefined {
  const text = (start: number, end: number): string => bytes.toString('latin1', start, end);
  if (bytes.length >= 24 && text(0, 8) === '\x89PNG\r\n\x1a\n')
    return image('image/png', 'png', [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]);
  if (bytes.length >= 10 && /^GIF8[79]a$/.test(text(0, 6)))
    return image('image/gif', 'gif', [bytes.readUInt16LE(6), bytes.readUInt16LE(8)]);
  if (bytes.length >= 3 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return image('image/jpeg', 'jpg', jpegSize(bytes));
  if (bytes.length >= 16 && text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return image('image/webp', 'webp', webpSize(bytes));
  if (bytes.length >= 12 && text(4, 8) === 'ftyp' && /^(?:avif|avis)/.test(text(8, 12)))
    return image('image/avif', 'avif', ispeSize(bytes));
  if (bytes.length >= 12 && text(4, 8) === 'ftyp' && /^(?:heic|heix|mif1|heim)/.test(text(8, 12)))
    return image('image/heic', 'heic', ispeSize(bytes));
  if (bytes.length >= 26 && text(0, 2) === 'BM') return image('image/bmp', 'bmp', [bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22))]);
  if (/^(?:\ufeff|\s|<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE\s+svg[^>]*>)*<svg[\s>]/i.test(bytes.toString('utf8', 0, 4096))) {
    return { kind: 'image', mediaType: 'image/svg+xml', extension: 'svg' };
  }
  return undefined;
}

function image(mediaType: string, extension: string, size: readonly [number, number] | undefined): SniffedMedia {
  const isKnown = size !== undefined && size[0] > 0 && size[1] > 0;
  return { kind: 'image', mediaType, extension, ...(isKnown ? { widthPx: size[0], heightPx: size[1] } : {}) };
}

/** Size from the first frame header (ITU T.81 section B.2.2). */
function jpegSize(bytes: Buffer): readonly [number, number] | undefined {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    const stands = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += stands ? 2 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function webpSize(bytes: Buffer): readonly [number, number] | undefined {
  if (bytes.length < 30) return undefined;
  const form = bytes.toString('latin1', 12, 16);
  if (form === 'VP8X') return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
  if (form === 'VP8 ') return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
  if (form !== 'VP8L') return undefined;
  const bits = bytes.readUInt32LE(21);
  return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
}

/** The largest `ispe` box: an AVIF or HEIC names the size of each of its parts. */
function ispeSize(bytes: Buffer): readonly [number, number] | undefined {
  let largest: readonly [number, number] | undefined;
  for (let at = bytes.indexOf('ispe'); at >= 0 && at + 16 <= bytes.length; at = bytes.indexOf('ispe', at + 4)) {
    const size = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)] as const;
    if (largest === undefined || size[0] * size[1] > largest[0] * largest[1]) largest = size;
  }
  return largest;
}

function sniffFilm(bytes: Buffer): SniffedMedia | undefined {
  const text = (start: number, end: number): string => bytes.toString('latin1', start, end);
  if (bytes.length >= 12 && text(4, 8) === 'ftyp') {
    return text(8, 11) === 'M4A' ? media('audio', 'audio/mp4', 'm4a') : media('video', 'video/mp4', 'mp4');
  }
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0x1a45dfa3) return media('video', 'video/webm', 'webm');
  if (text(0, 4) === 'OggS') return bytes.includes('theora') ? media('video', 'video/ogg', 'ogv') : media('audio', 'audio/ogg', 'ogg');
  if (text(0, 3) === 'ID3' || (bytes.length >= 2 && bytes[0] === 0xff && [0xfb, 0xf3, 0xf2].includes(bytes[1] ?? 0)))
    return media('audio', 'audio/mpeg', 'mp3');
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return media('audio', 'audio/wav', 'wav');
  if (text(0, 4) === 'fLaC') return media('audio', 'audio/flac', 'flac');
  return undefined;
}

function sniffFile(bytes: Buffer): SniffedMedia | undefined {
  const start = bytes.toString('latin1', 0, 8);
  if (start.startsWith('%PDF-')) return media('document', 'application/pdf', 'pdf');
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return media('archive', 'application/zip', 'zip');
  if (start.startsWith('\x1f\x8b')) return media('archive', 'application/gzip', 'gz');
  return undefined;
}

function media(kind: SniffedMedia['kind'], mediaType: string, extension: string): SniffedMedia {
  return { kind, mediaType, extension };
}
