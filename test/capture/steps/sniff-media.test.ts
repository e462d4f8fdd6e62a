import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { sniffMedia } from '../../../src/capture/steps/sniff-media.ts';

const picture = sharp({ create: { width: 123, height: 45, channels: 3, background: 'red' } });
const withMetadata = (): Promise<Buffer> =>
  picture
    .clone()
    .jpeg({ progressive: true })
    .withExif({ IFD0: { ImageDescription: 'x'.repeat(5_000) } })
    .toBuffer();

describe('pictures are known by their own bytes, with their size', () => {
  test.each([
    ['png', 'image/png', () => picture.clone().png().toBuffer()],
    ['jpg', 'image/jpeg', () => picture.clone().jpeg().toBuffer()],
    ['jpg', 'image/jpeg', withMetadata],
    ['gif', 'image/gif', () => picture.clone().gif().toBuffer()],
    ['webp', 'image/webp', () => picture.clone().webp({ lossless: true }).toBuffer()],
    ['webp', 'image/webp', () => picture.clone().webp().toBuffer()],
    ['webp', 'image/webp', () => picture.clone().ensureAlpha(0.5).webp().toBuffer()],
    ['avif', 'image/avif', () => picture.clone().avif().toBuffer()],
  ] as const)('%s', async (extension, mediaType, make) => {
    expect(sniffMedia(await make())).toEqual({ kind: 'image', extension, mediaType, widthPx: 123, heightPx: 45 });
  });

  test('svg has no pixels of its own', () => {
    expect(sniffMedia(Buffer.from('<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'))).toEqual({
      kind: 'image',
      extension: 'svg',
      mediaType: 'image/svg+xml',
    });
  });
});

describe('other files', () => {
  test.each([
    ['mp4', 'video', Buffer.from('\0\0\0\x20ftypisom\0\0\0\0', 'latin1')],
    ['m4a', 'audio', Buffer.from('\0\0\0\x20ftypM4A \0\0\0\0', 'latin1')],
    ['webm', 'video', Buffer.from('1a45dfa3934282', 'hex')],
    ['ogg', 'audio', Buffer.from('OggS\0vorbis')],
    ['mp3', 'audio', Buffer.from('ID3\x03')],
    ['wav', 'audio', Buffer.from('RIFF\0\0\0\0WAVEfmt ')],
    ['pdf', 'document', Buffer.from('%PDF-1.7')],
    ['zip', 'archive', Buffer.from('PK\x03\x04')],
    ['gz', 'archive', Buffer.from('1f8b08', 'hex')],
  ] as const)('%s', (extension, kind, bytes) => {
    expect(sniffMedia(bytes)).toMatchObject({ extension, kind });
  });

  test.each([
    ['a page', '<!doctype html><svg></svg>'],
    ['a program', 'MZ\x90'],
    ['words about svg', 'the <svg> element'],
    ['nothing', ''],
    ['a beginning of a JPEG', '\xff\xd8'],
  ])('%s is not on the list', (_, text) => {
    expect(sniffMedia(Buffer.from(text, 'latin1'))).toBeUndefined();
  });

  test('a cut or lying header gives no size, and no error', async () => {
    const jpeg = await withMetadata();
    for (let length = 3; length < jpeg.length; length += 7) expect(sniffMedia(jpeg.subarray(0, length))?.extension).toBe('jpg');
    expect(sniffMedia(Buffer.from('\xff\xd8\xff\xe0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1'))).toEqual({
      kind: 'image',
      mediaType: 'image/jpeg',
      extension: 'jpg',
    });
  });
});
