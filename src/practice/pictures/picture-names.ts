import { PugmarkError } from '../../core/errors.ts';
import { drawPicture, MOTIFS, type Motif } from './draw-picture.ts';

/** Sizes that are drawn: others are refused, so that nobody can ask for a picture that takes minutes. */
export const PICTURE_SIZES = ['800x600', '600x800', '480x360', '400x300', '320x240', '160x120'] as const;

function isMotif(text: string): text is Motif {
  return (MOTIFS as readonly string[]).includes(text);
}

interface PictureName {
  readonly motif: Motif;
  readonly variant: number;
  readonly width: number;
  readonly height: number;
}

function splitName(name: string): PictureName | undefined {
  const [, motif, variant, width, height] = /^([a-z-]+)-(\d{1,3})-(\d{3})x(\d{3})\.png$/.exec(name) ?? [];
  if (motif === undefined || !isMotif(motif) || !(PICTURE_SIZES as readonly string[]).includes(`${width}x${height}`)) return undefined;
  return { motif, variant: Number(variant), width: Number(width), height: Number(height) };
}

/** True when there is a picture of this name: `tusk-3-800x600.png`. */
export function isPictureName(name: string): boolean {
  return splitName(name) !== undefined;
}

/** Draws the picture of this name. Throws `usage` when there is none. */
export function drawNamed(name: string): Uint8Array {
  const parts = splitName(name);
  if (parts === undefined) throw new PugmarkError('usage', `There is no drawn picture ${name}`);
  return drawPicture(parts.motif, parts.variant, parts.width, parts.height);
}
