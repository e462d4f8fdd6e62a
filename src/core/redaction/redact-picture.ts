import { PugmarkError } from '../errors.ts';
import { refuseMask } from './mask-problem.ts';
import { MAX_MASKS, type BoxMask, type Mask } from './redaction.ts';

/** Boxes that may be burned into a picture of this size: all within it, none empty, none over another. Throws `mask-refused`. */
export function chooseBoxes(masks: readonly Mask[], size: { readonly widthPx: number; readonly heightPx: number }): readonly BoxMask[] {
  if (masks.length > MAX_MASKS) throw refuseMask('too-many', MAX_MASKS);
  const boxes = masks.map((mask, index) => {
    if (mask.kind !== 'box') throw refuseMask('wrong-kind', index);
    if (mask.width < 1 || mask.height < 1) throw refuseMask('empty', index);
    const isWhole = [mask.x, mask.y, mask.width, mask.height].every((value) => Number.isSafeInteger(value));
    if (!isWhole || mask.x < 0 || mask.y < 0 || mask.x + mask.width > size.widthPx || mask.y + mask.height > size.heightPx)
      throw refuseMask('outside', index);
    return { mask, index };
  });
  if (boxes.length === 0) throw refuseMask('empty');
  assertApart(boxes);
  return boxes.map(({ mask }) => mask);
}

/** By a line that goes down the picture: of thousands of boxes only those at one height are compared. */
function assertApart(boxes: readonly { readonly mask: BoxMask; readonly index: number }[]): void {
  let open: (typeof boxes)[number][] = [];
  for (const box of boxes.toSorted((a, b) => a.mask.y - b.mask.y)) {
    open = open.filter(({ mask }) => mask.y + mask.height > box.mask.y);
    const other = open.find(({ mask }) => mask.x < box.mask.x + box.mask.width && box.mask.x < mask.x + mask.width);
    if (other !== undefined) throw refuseMask('overlapping', Math.max(other.index, box.index));
    open.push(box);
  }
}

const BYTES = 4;
const OPAQUE = 255;

/**
 * Covers boxes in a band of rows of 8 bit RGBA, in place. What is see-through anywhere is laid over white first: colours that nobody sees must
 * not go along. Throws `png-invalid` for bytes that are no whole rows.
 */
export function coverRows(rows: Uint8Array, band: { readonly widthPx: number; readonly topPx: number }, boxes: readonly BoxMask[]): void {
  const stride = band.widthPx * BYTES;
  if (rows.length % stride !== 0) throw new PugmarkError('png-invalid', 'A picture does not decode to whole rows');
  flatten(rows);
  const bottomPx = band.topPx + rows.length / stride;
  for (const { x, y, width, height } of boxes) {
    const [from, to] = [Math.max(y, band.topPx), Math.min(y + height, bottomPx)];
    for (let row = from; row < to; row += 1) {
      const start = (row - band.topPx) * stride + x * BYTES;
      const end = start + width * BYTES;
      rows.fill(0, start, end);
      for (let alpha = start + 3; alpha < end; alpha += BYTES) rows[alpha] = OPAQUE;
    }
  }
}

function flatten(rows: Uint8Array): void {
  for (let at = 3; at < rows.length; at += BYTES) {
    const alpha = rows[at] ?? 0;
    if (alpha === OPAQUE) continue;
    for (let channel = at - 3; channel < at; channel += 1)
      rows[channel] = Math.round(((rows[channel] ?? 0) * alpha + OPAQUE * (OPAQUE - alpha)) / OPAQUE);
    rows[at] = OPAQUE;
  }
}
