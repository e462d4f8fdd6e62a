import type { Size } from '../exhibit/tile-math.ts';

/** A box in native pixels of the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Smaller than this a box covers nothing that anybody meant: it was a click. */
const SMALLEST_PX = 4;

/** The box between two points, whole pixels, grown rather than shrunk, within the picture; undefined when it was only a click. */
export function boxBetween(one: Point, other: Point, picture: Size): Box | undefined {
  const left = clamp(Math.floor(Math.min(one.x, other.x)), picture.width);
  const top = clamp(Math.floor(Math.min(one.y, other.y)), picture.height);
  const right = clamp(Math.ceil(Math.max(one.x, other.x)), picture.width);
  const bottom = clamp(Math.ceil(Math.max(one.y, other.y)), picture.height);
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return box.width < SMALLEST_PX || box.height < SMALLEST_PX ? undefined : box;
}

/** The same box elsewhere, whole within the picture. */
export function moveBox(box: Box, dx: number, dy: number, picture: Size): Box {
  return {
    ...box,
    x: Math.round(Math.min(Math.max(0, box.x + dx), picture.width - box.width)),
    y: Math.round(Math.min(Math.max(0, box.y + dy), picture.height - box.height)),
  };
}

/** Larger or smaller by its right and lower edge, within the picture and never too small to be seen. */
export function resizeBox(box: Box, dx: number, dy: number, picture: Size): Box {
  return {
    ...box,
    width: Math.round(Math.min(Math.max(SMALLEST_PX, box.width + dx), picture.width - box.x)),
    height: Math.round(Math.min(Math.max(SMALLEST_PX, box.height + dy), picture.height - box.y)),
  };
}

/** A new box in the middle of what is seen, a fifth of it. */
export function boxInView(view: { readonly scale: number; readonly left: number; readonly top: number }, size: Size, picture: Size): Box {
  const middle = { x: view.left + size.width / view.scale / 2, y: view.top + size.height / view.scale / 2 };
  const half = { x: size.width / view.scale / 10, y: size.height / view.scale / 20 };
  const box = boxBetween({ x: middle.x - half.x, y: middle.y - half.y }, { x: middle.x + half.x, y: middle.y + half.y }, picture);
  return box ?? { x: 0, y: 0, width: Math.min(picture.width, SMALLEST_PX), height: Math.min(picture.height, SMALLEST_PX) };
}

const STEP_PX = 10;

/** What a key does with a box: arrows move it, with Shift they change its size, with Ctrl by one pixel. Undefined for other keys. */
export function boxByKey(
  box: Box,
  { key, shiftKey, ctrlKey }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey'>,
  picture: Size,
): Box | undefined {
  const step = ctrlKey ? 1 : STEP_PX;
  const ways: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
    ArrowUp: [0, -step],
    ArrowDown: [0, step],
  };
  const way = Object.hasOwn(ways, key) ? ways[key] : undefined;
  if (way === undefined) return undefined;
  return shiftKey ? resizeBox(box, way[0], way[1], picture) : moveBox(box, way[0], way[1], picture);
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
