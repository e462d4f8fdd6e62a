import { drawPicture, MOTIFS, type Motif } from './draw-picture.ts';

/** Sizes that are drawn: others are refused, so that nobody can ask for a picture that takes minutes. */
const SIZES: ReadonlySet<string> = new Set(['960x720', '720x960', '800x600', '480x360', '400x300', '320x240', '160x120']);
const MAX_VARIANT = 999;

const drawn = new Map<string, Uint8Array>();

function isMotif(text: string): text is Motif {
  return (MOTIFS as readonly string[]).includes(text);
}

/** The PNG called `name` (`tusk-3-960x720.png`), drawn at first use and kept for the process. Undefined when there is no such picture. */
export function findPicture(name: string): Uint8Array | undefined {
  const kept = drawn.get(name);
  if (kept !== undefined) return kept;
  const [, motif, variant, width, height] = /^([a-z-]+)-(\d{1,3})-(\d{2,4})x(\d{2,4})\.png$/.exec(name) ?? [];
  if (motif === undefined || !isMotif(motif) || !SIZES.has(`${width}x${height}`) || Number(variant) > MAX_VARIANT) return undefined;
  const png = drawPicture(motif, Number(variant), Number(width), Number(height));
  drawn.set(name, png);
  return png;
}
