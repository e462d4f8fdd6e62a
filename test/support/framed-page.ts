import type { BareSite } from './bare-page.ts';
import type { Pixels } from './pixels.ts';

/** A frame of the page and where it stands, in CSS pixels of the document. */
export interface PlacedFrame {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly site: 'same' | 'two' | 'three';
  readonly lazy?: boolean;
  /** A frame inside of it, placed from its own corner. */
  readonly inside?: PlacedFrame;
}

/** Rows of a frame's ruler, CSS pixels. */
const ROW_PX = 10;
export const HEADER_PX = 40;
const HEADER = [250, 10, 20] as const;

type Rgb = readonly [red: number, green: number, blue: number];

/** Red names the frame, green and blue the row of its left half; the right half is of one colour. */
function colourOf(index: number, row: number | 'right'): Rgb {
  return row === 'right' ? [30 + index * 12, 255, 7] : [30 + index * 12, row % 250, 100 + Math.floor(row / 250)];
}

function numbered(
  frames: readonly PlacedFrame[],
): readonly { readonly frame: PlacedFrame; readonly index: number; readonly x: number; readonly y: number }[] {
  const all: { frame: PlacedFrame; index: number; x: number; y: number }[] = [];
  const add = (frame: PlacedFrame, x: number, y: number): void => {
    all.push({ frame, index: all.length, x: x + frame.x, y: y + frame.y });
    if (frame.inside !== undefined) add(frame.inside, x + frame.x, y + frame.y);
  };
  for (const frame of frames) add(frame, 0, 0);
  return all;
}

/**
 * Serves a page with frames at known places, each filled with a ruler of its own colours and one colour beside it, under a header that
 * sticks to the view. Returns its address.
 */
export function serveFramedPage(site: BareSite, path: string, heightPx: number, frames: readonly PlacedFrame[], extra = ''): string {
  const all = numbered(frames);
  const tagOf = (frame: PlacedFrame): string => {
    const index = all.findIndex((placed) => placed.frame === frame);
    const host = frame.site === 'same' ? 'localhost' : `site-${frame.site}.localhost`;
    const { x, y, width, height, lazy = false } = frame;
    const style = `position:absolute;border:0;left:${x}px;top:${y}px;width:${width}px;height:${height}px`;
    return `<iframe name="${frame.name}" style="${style}" ${lazy ? 'loading="lazy"' : ''} scrolling="no" src="${site.url(`${path}/frame-${index}`, host)}"></iframe>`;
  };
  for (const { frame, index } of all) {
    const rows = Array.from(
      { length: Math.ceil(frame.height / ROW_PX) },
      (_, row) => `<div style="height:${ROW_PX}px;width:50%;background:rgb(${colourOf(index, row).join()})"></div>`,
    ).join('');
    const inside = frame.inside === undefined ? '' : tagOf(frame.inside);
    site.route(
      `${path}/frame-${index}`,
      `<!doctype html><body style="margin:0;background:rgb(${colourOf(index, 'right').join()})">${rows}${inside}</body>`,
    );
  }
  site.route(
    path,
    `<!doctype html><body style="margin:0;height:${heightPx}px;position:relative;background:#fff">
    <header style="position:sticky;z-index:9;top:0;height:${HEADER_PX}px;background:rgb(${HEADER.join()})"></header>${frames.map(tagOf).join('')}${extra}</body>`,
  );
  return site.url(path);
}

/** What is wrong with the frames in a picture of the whole page, by name: how many of their pixels have another colour than theirs. */
export function findBlankFrames(picture: Pixels, frames: readonly PlacedFrame[], scale = 1): Readonly<Record<string, string>> {
  const wrong: Record<string, string> = {};
  const all = numbered(frames);
  for (const { frame, index, x, y } of all) {
    const inside = all.find((placed) => placed.frame === frame.inside);
    let pixels = 0;
    let rows = 0;
    for (let row = 0; row < frame.height * scale; row += 1) {
      const before = pixels;
      for (let column = 0; column < frame.width * scale; column += 1) {
        const [px, py] = [x * scale + column, y * scale + row];
        if (inside !== undefined && isInside(inside, px / scale, py / scale)) continue;
        const isLeft = column < (frame.width * scale) / 2;
        const wanted = colourOf(index, isLeft ? Math.floor(row / scale / ROW_PX) : 'right');
        const at = (py * picture.width + px) * 4;
        if (picture.data[at] !== wanted[0] || picture.data[at + 1] !== wanted[1] || picture.data[at + 2] !== wanted[2]) pixels += 1;
      }
      if (pixels > before) rows += 1;
    }
    if (pixels > 0) wrong[frame.name] = `${pixels} pixels in ${rows} of ${frame.height * scale} rows`;
  }
  return wrong;
}

function isInside(
  { frame, x, y }: { readonly frame: PlacedFrame; readonly x: number; readonly y: number },
  px: number,
  py: number,
): boolean {
  return px >= x && px < x + frame.width && py >= y && py < y + frame.height;
}

/** Rows of a picture that the sticky header covers at its left edge. */
export function headerRows({ data, width, height }: Pixels): readonly number[] {
  return Array.from({ length: height }, (_, y) => y).filter((y) => HEADER.every((part, i) => data[(y * width + 4) * 4 + i] === part));
}
