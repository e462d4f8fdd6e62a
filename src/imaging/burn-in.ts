import { sharp } from './load-sharp.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ImageCodec } from '../core/ports.ts';
import { refuseMask } from '../core/redaction/mask-problem.ts';
import { chooseBoxes, coverRows } from '../core/redaction/redact-picture.ts';
import { findPlainPng, readRows } from './png-reader.ts';
import { startPng } from './png-rows.ts';
import { release } from './released-memory.ts';

const RGBA_BYTES = 4;
/** A full page is 150 megapixels at most; its rows are never all held. */
const MAX_PIXELS = 150_000_000;
/** Decoded whole, which takes four bytes each. */
const MAX_WHOLE_PIXELS = 100_000_000;
/** Rows of a picture that was decoded whole are covered and packed some at a time. */
const BAND_BYTES = 512 * 1024;
/** By content, not by name. AVIF is what libvips calls `heif`. */
const FORMATS: readonly string[] = ['png', 'jpeg', 'webp', 'heif'];

interface DecodedPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 8 bit RGBA, whole rows, each piece valid until the next is asked for. */
  readonly rows: AsyncIterable<Buffer>;
}

/** {@link ImageCodec.burnIn} */
export const burnIn: ImageCodec['burnIn'] = async (picture, masks) => {
  const { widthPx, heightPx, rows } = await decode(picture);
  const boxes = chooseBoxes(masks, { widthPx, heightPx });
  const writer = startPng(widthPx, heightPx);
  let topPx = 0;
  for await (const band of rows) {
    coverRows(band, { widthPx, topPx }, boxes);
    topPx += band.length / (widthPx * RGBA_BYTES);
    await writer.write(band);
  }
  if (topPx !== heightPx) throw new PugmarkError('png-invalid', 'A picture has fewer rows than it says');
  return { png: await writer.finish(), widthPx, heightPx };
};

async function decode(picture: Uint8Array): Promise<DecodedPicture> {
  const plain = findPlainPng(picture);
  if (plain !== undefined) {
    const { widthPx, heightPx } = plain;
    if (widthPx * heightPx > MAX_PIXELS) throw tooLarge();
    return { widthPx, heightPx, rows: readRows(plain) };
  }
  try {
    const image = sharp(picture, { limitInputPixels: MAX_WHOLE_PIXELS, failOn: 'warning', sequentialRead: true });
    const { format } = await image.metadata();
    if (!FORMATS.includes(format)) throw refuseMask('not-redactable');
    const { data, info } = await image
      .rotate()
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== RGBA_BYTES) throw new PugmarkError('png-invalid', 'A picture does not decode to RGBA');
    return { widthPx: info.width, heightPx: info.height, rows: inBands(data, info.width) };
  } catch (cause) {
    if (cause instanceof PugmarkError) throw cause;
    if (cause instanceof Error && /pixel limit/.test(cause.message)) throw tooLarge(cause);
    throw new PugmarkError('png-invalid', 'A picture cannot be read, so that nothing in it can be covered', { cause });
  }
}

async function* inBands(data: Buffer, widthPx: number): AsyncGenerator<Buffer> {
  const stride = widthPx * RGBA_BYTES;
  const bandBytes = Math.max(1, Math.floor(BAND_BYTES / stride)) * stride;
  try {
    for (let at = 0; at < data.length; at += bandBytes)
      yield await Promise.resolve(data.subarray(at, Math.min(at + bandBytes, data.length)));
  } finally {
    release(data);
  }
}

function tooLarge(cause?: unknown): PugmarkError {
  return new PugmarkError('png-invalid', 'A picture is too large to be covered', cause === undefined ? {} : { cause });
}
