import sharp from 'sharp';

export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

type Colour = readonly [red: number, green: number, blue: number];

/** A PNG as 8 bit RGBA. */
export async function decodePixels(png: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(png, { limitInputPixels: false }).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Rows whose pixel at `x` has exactly this colour. */
export function rowsOfColour(pixels: Pixels, x: number, colour: Colour): readonly number[] {
  return columnOf(pixels, x).flatMap(([red, green, blue], y) =>
    red === colour[0] && green === colour[1] && blue === colour[2] ? [y] : [],
  );
}

/** Colours down one column. */
export function columnOf({ data, width, height }: Pixels, x: number): readonly Colour[] {
  return Array.from({ length: height }, (_, y) => {
    const at = (y * width + x) * 4;
    return [data[at] ?? -1, data[at + 1] ?? -1, data[at + 2] ?? -1] as const;
  });
}
