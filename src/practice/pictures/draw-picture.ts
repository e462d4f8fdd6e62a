import { Canvas } from './canvas.ts';
import { buildPng } from './png.ts';
import { drawBars, drawParrot, drawTortoise, GREEN, GREY } from './scenes/animals.ts';
import { drawBackdrop, type Backdrop } from './scenes/backdrop.ts';
import { drawBag } from './scenes/bags.ts';
import { drawBangles, drawCarvedTusk, drawMammothTusk } from './scenes/ivory.ts';
import { drawJars } from './scenes/jars.ts';
import { drawOrchid } from './scenes/orchid.ts';
import { drawPlush } from './scenes/plush.ts';
import { seeded } from './seeded.ts';

/** What a drawn picture may show. Closed. */
export const MOTIFS = [
  'tusk',
  'bangles',
  'tortoise',
  'tortoises',
  'grey-parrot',
  'green-parrot',
  'caged-parrot',
  'snakeskin-bag',
  'orchid',
  'jars',
  'mammoth-tusk',
  'printed-bag',
  'plush',
] as const;
export type Motif = (typeof MOTIFS)[number];

const BACKDROPS: Readonly<Record<Motif, readonly Backdrop[]>> = {
  tusk: ['linen', 'wood', 'slate'],
  bangles: ['slate', 'linen', 'wood'],
  tortoise: ['garden', 'linen', 'wood'],
  tortoises: ['garden', 'garden', 'linen'],
  'grey-parrot': ['studio', 'garden', 'slate'],
  'green-parrot': ['garden', 'studio'],
  'caged-parrot': ['studio', 'slate'],
  'snakeskin-bag': ['studio', 'linen', 'wood'],
  orchid: ['studio', 'garden', 'slate'],
  jars: ['wood', 'linen', 'slate'],
  'mammoth-tusk': ['slate', 'studio', 'linen'],
  'printed-bag': ['studio', 'linen'],
  plush: ['studio', 'linen', 'wood'],
};

function drawMotif(canvas: Canvas, motif: Motif, random: () => number): void {
  switch (motif) {
    case 'tusk':
      drawCarvedTusk(canvas);
      break;
    case 'bangles':
      drawBangles(canvas, random);
      break;
    case 'tortoise':
      drawTortoise(canvas, random);
      break;
    case 'tortoises':
      for (const [x, y, turn, zoom] of [
        [-92, -54, 0.4, 0.56],
        [96, -62, 2.6, 0.5],
        [-70, 74, -0.5, 0.52],
        [86, 62, 3.6, 0.6],
      ] as const) {
        canvas.turned({ x, y, turn: turn + random() * 0.5, zoom }, () => {
          drawTortoise(canvas, random);
        });
      }
      break;
    case 'grey-parrot':
      drawParrot(canvas, GREY);
      break;
    case 'green-parrot':
      drawParrot(canvas, GREEN);
      break;
    case 'caged-parrot':
      drawParrot(canvas, GREY);
      drawBars(canvas);
      break;
    case 'snakeskin-bag':
      drawBag(canvas, false, random);
      break;
    case 'printed-bag':
      drawBag(canvas, true, random);
      break;
    case 'orchid':
      drawOrchid(canvas, random);
      break;
    case 'jars':
      drawJars(canvas, random);
      break;
    case 'mammoth-tusk':
      drawMammothTusk(canvas, random);
      break;
    case 'plush':
      drawPlush(canvas, random);
      break;
  }
}

/**
 * A PNG of `motif`. The variant chooses backdrop, view and detail; the same variant in another size is the same picture.
 * Takes 20 to 300 ms for ordinary sizes: keep what it returns.
 */
export function drawPicture(motif: Motif, variant: number, width: number, height: number): Uint8Array {
  const random = seeded(variant * 131 + MOTIFS.indexOf(motif));
  const canvas = new Canvas(width, height);
  const backdrops = BACKDROPS[motif];
  drawBackdrop(canvas, backdrops[(variant + Math.floor(variant / 3)) % backdrops.length] ?? 'studio', random);
  // Every third picture of an ad is a detail.
  const zoom = variant % 3 === 2 ? 1.55 + random() * 0.4 : 0.9 + random() * 0.12;
  const shift = variant % 3 === 2 ? 46 : 6;
  canvas.turned(
    {
      turn: (random() - 0.5) * 0.16,
      zoom,
      mirrored: random() < 0.4,
      x: (random() - 0.5) * shift,
      y: (random() - 0.5) * shift * 0.6,
    },
    () => {
      drawMotif(canvas, motif, random);
    },
  );
  return buildPng(canvas.pixels, width, height);
}
