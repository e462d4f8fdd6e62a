import { PugmarkError } from '../core/errors.ts';
import type { TabFrame } from '../core/surface-ports.ts';

/**
 * One message of the picture socket: a byte that says the version, three of zero, the four numbers of the frame as big-endian
 * 64-bit floats, then the JPEG. The window answers each with the text `shown`; the next one comes after that.
 */
const VERSION = 1;
const NUMBERS_AT = 4;
const JPEG_AT = NUMBERS_AT + 4 * 8;

/** What the window answers. */
export const FRAME_SHOWN = 'shown';

/** The socket of a tab's picture. */
export function pictureSocketPath(tab: string): string {
  return `/picture/${tab}`;
}

export function writePictureFrame({ jpeg, widthPx, heightPx, viewWidth, viewHeight }: TabFrame): Uint8Array {
  const bytes = new Uint8Array(JPEG_AT + jpeg.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  for (const [i, value] of [widthPx, heightPx, viewWidth, viewHeight].entries()) view.setFloat64(NUMBERS_AT + i * 8, value);
  bytes.set(jpeg, JPEG_AT);
  return bytes;
}

/** Throws `record-invalid`. */
export function parsePictureFrame(bytes: Uint8Array): TabFrame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < JPEG_AT || view.getUint8(0) !== VERSION) throw new PugmarkError('record-invalid', 'Not a frame of a picture');
  const numberAt = (i: number): number => view.getFloat64(NUMBERS_AT + i * 8);
  return {
    jpeg: bytes.subarray(JPEG_AT),
    widthPx: numberAt(0),
    heightPx: numberAt(1),
    viewWidth: numberAt(2),
    viewHeight: numberAt(3),
  };
}
