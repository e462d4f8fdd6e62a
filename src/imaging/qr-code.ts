import { sharp } from './load-sharp.ts';
import { encode } from 'uqr';

/** A QR code as modules: its side with the quiet zone, and the dark ones as an SVG path in units of one module. */
export interface QrCode {
  readonly sizeModules: number;
  readonly path: string;
}

/** ISO/IEC 18004 asks for four light modules around the code. */
const QUIET_ZONE = 4;
/** A quarter of the code may be unreadable: it is printed, stamped and folded. */
const CORRECTION = 'Q';
/** Of a module in a PNG file; 57 modules give 456 pixels. */
const MODULE_PX = 8;

/** The code of a text, as UTF-8 bytes. */
export function buildQrCode(text: string): QrCode {
  const { data, size } = encode([...new TextEncoder().encode(text)], { ecc: CORRECTION, border: QUIET_ZONE });
  const runs = data.flatMap((row, y) => findRuns(row).map(({ x, length }) => `M${x} ${y}h${length}v1h-${length}z`));
  return { sizeModules: size, path: runs.join('') };
}

/** The code as an SVG file, black on white. */
export function buildQrSvg(text: string): Uint8Array {
  const { sizeModules: size, path } = buildQrCode(text);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * MODULE_PX}" height="${size * MODULE_PX}" shape-rendering="crispEdges">`,
    `<path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${path}"/></svg>\n`,
  ];
  return new TextEncoder().encode(svg.join(''));
}

/** The code as a PNG file, black on white. */
export async function buildQrPng(text: string): Promise<Uint8Array> {
  return await sharp(buildQrSvg(text)).flatten({ background: '#fff' }).toColourspace('b-w').png({ compressionLevel: 9 }).toBuffer();
}

function findRuns(row: readonly boolean[]): readonly { readonly x: number; readonly length: number }[] {
  const runs: { x: number; length: number }[] = [];
  for (const [x, isDark] of row.entries()) {
    const last = runs.at(-1);
    if (!isDark) continue;
    if (last !== undefined && last.x + last.length === x) last.length += 1;
    else runs.push({ x, length: 1 });
  }
  return runs;
}
