/** The picture as tiles: level 0 is native pixels, each further level half of the one before (rpc: `pyramidSchema`). */
export interface TilePyramid {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tilePx: number;
  readonly levels: number;
  readonly addressPattern: string;
}

/** Which part of the picture is shown, and how large. */
export interface PictureView {
  /** CSS pixels of the screen for one pixel of the picture. */
  readonly scale: number;
  /** Pixel of the picture at the left and upper edge of the view; below zero where the picture is smaller than the view. */
  readonly left: number;
  readonly top: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface TilePlace {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

/** Where pixels of one tile belong in the view, in CSS pixels. */
export interface DrawnTile extends TilePlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** No view asks for more, whatever the pyramid says: the rest stays as coarse as it is. */
export const MAX_VISIBLE_TILES = 640;
const MAX_SCALE = 16;

export function tileKey({ level, column, row }: TilePlace): string {
  return `${level}/${column}/${row}`;
}

export function tileAddress(pyramid: TilePyramid, { level, column, row }: TilePlace): string {
  return pyramid.addressPattern.replace('{level}', String(level)).replace('{column}', String(column)).replace('{row}', String(row));
}

/** The coarsest level that still has a pixel for each device pixel. */
export function pickLevel(pyramid: TilePyramid, scale: number, deviceScale: number): number {
  const wanted = Math.floor(Math.log2(1 / (scale * deviceScale)) + 1e-9);
  return Math.min(pyramid.levels - 1, Math.max(0, wanted));
}

/** Tiles of `level` that the view shows, nearest to its middle first; never more than `MAX_VISIBLE_TILES`. */
export function visibleTiles(pyramid: TilePyramid, view: PictureView, size: Size, level: number): readonly DrawnTile[] {
  const span = pyramid.tilePx * 2 ** level;
  const right = Math.min(pyramid.widthPx, view.left + size.width / view.scale);
  const bottom = Math.min(pyramid.heightPx, view.top + size.height / view.scale);
  const tiles: DrawnTile[] = [];
  const lastRow = Math.ceil(bottom / span) - 1;
  const lastColumn = Math.ceil(right / span) - 1;
  for (let row = Math.max(0, Math.floor(view.top / span)); row <= lastRow; row += 1) {
    for (let column = Math.max(0, Math.floor(view.left / span)); column <= lastColumn; column += 1) {
      tiles.push(placeTile(pyramid, view, { level, column, row }));
    }
  }
  const far = ({ x, y, width, height }: DrawnTile): number => Math.hypot(x + (width - size.width) / 2, y + (height - size.height) / 2);
  return tiles.sort((one, other) => far(one) - far(other)).slice(0, MAX_VISIBLE_TILES);
}

/** Where a tile lies in the view. The last of a row or column ends with the picture. */
export function placeTile(pyramid: TilePyramid, view: PictureView, tile: TilePlace): DrawnTile {
  const span = pyramid.tilePx * 2 ** tile.level;
  const left = tile.column * span;
  const top = tile.row * span;
  return {
    ...tile,
    x: (left - view.left) * view.scale,
    y: (top - view.top) * view.scale,
    width: (Math.min(left + span, pyramid.widthPx) - left) * view.scale,
    height: (Math.min(top + span, pyramid.heightPx) - top) * view.scale,
  };
}

/** The tile one level up that covers this one, and which part of it does, as fractions of the covering tile's span. */
export function parentTile(pyramid: TilePyramid, tile: TilePlace): TilePlace | undefined {
  if (tile.level + 1 >= pyramid.levels) return undefined;
  return { level: tile.level + 1, column: Math.floor(tile.column / 2), row: Math.floor(tile.row / 2) };
}

/** Smallest scale: the whole picture is seen, or native size where it is small. */
export function smallestScale(picture: Size, size: Size, deviceScale: number): number {
  return Math.min(1 / deviceScale, size.width / picture.width, size.height / picture.height);
}

/** Keeps the picture in the view: centred where it is smaller, its edges outside where it is larger. */
export function boundView(picture: Size, size: Size, view: PictureView, deviceScale: number): PictureView {
  const scale = Math.min(MAX_SCALE, Math.max(smallestScale(picture, size, deviceScale), view.scale));
  return {
    scale,
    left: boundEdge(view.left, picture.width, size.width / scale),
    top: boundEdge(view.top, picture.height, size.height / scale),
  };
}

function boundEdge(edge: number, whole: number, shown: number): number {
  return shown >= whole ? (whole - shown) / 2 : Math.min(whole - shown, Math.max(0, edge));
}

/** The same picture larger or smaller, with what lies under (`x`, `y`) of the view left in its place. */
export function zoomAt(view: PictureView, scale: number, x: number, y: number): PictureView {
  return { scale, left: view.left + x / view.scale - x / scale, top: view.top + y / view.scale - y / scale };
}

/** The strip beside the view: the whole width of the picture, scrolled along when its height does not fit. */
export function overviewOf(picture: Size, strip: Size, view: PictureView, size: Size): PictureView {
  const scale = Math.min(strip.width / picture.width, 1);
  const shown = strip.height / scale;
  if (shown >= picture.height) return { scale, left: 0, top: 0 };
  const travel = picture.height - size.height / view.scale;
  const part = travel <= 0 ? 0 : Math.min(1, Math.max(0, view.top / travel));
  return { scale, left: 0, top: part * (picture.height - shown) };
}
