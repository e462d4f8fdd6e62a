import type { Canvas } from '../canvas.ts';
import { linear, radial } from '../paint.ts';
import { ellipse, rectangle, ribbon } from '../path.ts';

export type Backdrop = 'wood' | 'linen' | 'studio' | 'garden' | 'slate';

const STUDIO = ['#f4f1ea', '#e8eef0', '#f0e9e4', '#e9ece4'] as const;

/** What the subject lies on or stands before. */
export function drawBackdrop(canvas: Canvas, backdrop: Backdrop, random: () => number): void {
  const [reachX, reachY] = canvas.reach;
  if (backdrop === 'wood') {
    canvas.wash(linear(-reachX, -reachY, reachX, reachY, [0, '#a87a4e'], [0.5, '#96683d'], [1, '#7a5230']));
    const plank = 62;
    for (let y = -reachY - random() * plank; y < reachY; y += plank) {
      canvas.paint(rectangle(-reachX - 2, y, 2 * reachX + 4, plank), random() < 0.5 ? '#5a361812' : '#ffe0b014');
      for (let line = 0; line < 7; line++) {
        const at = y + 5 + line * 8 + random() * 4;
        const bend = (random() - 0.5) * 7;
        canvas.paint(
          ribbon(
            [
              [-reachX - 4, at],
              [-reachX / 3, at + bend],
              [reachX / 3, at - bend],
              [reachX + 4, at + bend / 2],
            ],
            0.7 + random() * 0.9,
          ),
          '#4a2a1026',
        );
      }
      canvas.paint(rectangle(-reachX - 2, y - 0.8, 2 * reachX + 4, 1.6), '#3a200c88');
    }
  } else if (backdrop === 'linen') {
    canvas.wash(linear(-reachX, -reachY, reachX, reachY, [0, '#dcd3c3'], [1, '#bfb29c']));
    for (let x = -reachX; x < reachX; x += 3.2) canvas.paint(rectangle(x, -reachY - 2, 1.1, 2 * reachY + 4), '#8a7b6014');
    for (let y = -reachY; y < reachY; y += 3.2) canvas.paint(rectangle(-reachX - 2, y, 2 * reachX + 4, 1.1), '#fffaf01e');
    for (let fold = 0; fold < 3; fold++) {
      const x = (random() - 0.5) * 2 * reachX;
      const fall = (random() - 0.5) * 120;
      canvas.paint(
        ribbon(
          [
            [x, -reachY - 4],
            [x + fall / 3, -reachY / 3],
            [x + fall, reachY + 4],
          ],
          (at) => 10 + 26 * at,
        ),
        fold === 1 ? '#ffffff22' : '#6a5a4018',
      );
    }
  } else if (backdrop === 'garden') {
    canvas.wash(linear(0, -reachY, 0, reachY, [0, '#9fb487'], [0.55, '#7f9a62'], [1, '#8a7a52']));
    for (let i = 0; i < 46; i++) {
      const [x, y, size] = [(random() - 0.5) * 2.2 * reachX, (random() - 0.5) * 2.2 * reachY, 14 + random() * 42];
      const green = y > reachY * 0.35 ? '#b79c6a' : random() < 0.5 ? '#c9d99a' : '#54733f';
      canvas.paint(ellipse(x, y, size, size), radial(x, y, size, [0, `${green}66`], [0.6, `${green}33`], [1, `${green}00`]));
    }
  } else {
    const base = backdrop === 'slate' ? '#4b5359' : (STUDIO[Math.floor(random() * STUDIO.length)] ?? STUDIO[0]);
    canvas.wash(base);
    const dark = backdrop === 'slate' ? '#14181bb0' : '#7d6f5c70';
    const light = backdrop === 'slate' ? '#8c979e60' : '#ffffffc0';
    canvas.wash(radial(0, -20, Math.hypot(reachX, reachY), [0, light], [0.6, '#ffffff00'], [1, dark]));
    canvas.paint(rectangle(-reachX - 2, 70, 2 * reachX + 4, reachY), linear(0, 70, 0, reachY, [0, '#00000000'], [1, '#00000024']));
  }
  canvas.wash(radial(0, 0, Math.hypot(reachX, reachY), [0, '#00000000'], [0.68, '#00000000'], [1, '#00000048']));
}
