import type { Canvas } from '../canvas.ts';
import { linear, radial } from '../paint.ts';
import { blob, ellipse, joined, ribbon, type Point } from '../path.ts';

/** A plush elephant that sits. */
export function drawPlush(canvas: Canvas, random: () => number): void {
  const warm = random() < 0.5;
  const fur = warm ? '#b99f8a' : '#8fa3b3';
  const [deep, light, inner] = warm ? ['#7c6350', '#e2d0c0', '#f0b9b0'] : ['#5c7080', '#cfdde6', '#f3c4cd'];
  const shaded = (x: number, y: number, radius: number) =>
    radial(x - radius * 0.3, y - radius * 0.4, radius * 1.5, [0, light], [0.45, fur], [1, deep]);
  const seam = (...points: readonly Point[]): void => {
    const line = ribbon(points, 1.2);
    canvas.paint(line, `${deep}c0`);
    for (const [x, y] of points) canvas.paint(ellipse(x, y, 1.8, 1.8), `${deep}c0`);
  };
  const ears = [
    blob([-44, -92], [-108, -110], [-134, -58], [-104, -6], [-46, -24]),
    blob([44, -92], [108, -110], [134, -58], [104, -6], [46, -24]),
  ];
  const body = ellipse(0, 70, 74, 68);
  const head = ellipse(0, -46, 68, 62);
  canvas.shadow(joined(...ears, body, head), 10, 14, 14, 0.45);
  for (const [i, ear] of ears.entries()) {
    canvas.paint(ear, shaded(i === 0 ? -90 : 90, -56, 60));
    const side = i === 0 ? -1 : 1;
    canvas.paint(blob([side * 54, -78], [side * 100, -90], [side * 116, -56], [side * 94, -22], [side * 56, -34]), inner);
  }
  canvas.paint(body, shaded(0, 70, 72));
  canvas.paint(ellipse(0, 80, 44, 46), light);
  for (const side of [-1, 1]) {
    const arm = blob([side * 56, 26], [side * 96, 44], [side * 102, 80], [side * 80, 88], [side * 58, 62]);
    canvas.shadow(arm, 1, 4, 4, 0.3);
    canvas.paint(arm, shaded(side * 78, 56, 40));
    canvas.shadow(ellipse(side * 60, 116, 36, 30), 1, 4, 5, 0.35);
    canvas.paint(ellipse(side * 60, 116, 36, 30), shaded(side * 60, 116, 34));
    canvas.paint(ellipse(side * 60, 118, 23, 20), inner);
  }
  canvas.paint(head, shaded(0, -46, 64));
  const trunk: readonly Point[] = [
    [0, -40],
    [-2, -6],
    [4, 26],
    [26, 40],
    [44, 28],
  ];
  const trunkPath = ribbon(trunk, (at) => 36 - 16 * at);
  canvas.shadow(trunkPath, 2, 5, 5, 0.35);
  canvas.paint(trunkPath, linear(-18, 0, 30, 20, [0, light], [0.5, fur], [1, deep]));
  canvas.paint(ellipse(45, 27, 8, 10.4, 0.9), inner);
  for (const [x, y] of [
    [-1, 0],
    [3, 14],
    [12, 28],
  ] as const)
    seam([x - 13, y + 2], [x, y + 5], [x + 12, y]);
  for (const side of [-1, 1]) {
    canvas.paint(ellipse(side * 30, -58, 8.6, 8.6), '#20160f');
    canvas.paint(ellipse(side * 30, -58, 7.4, 7.4), radial(side * 30 - 2, -60, 10, [0, '#6a5443'], [1, '#150d08']));
    canvas.paint(ellipse(side * 30 - 2.4, -61, 2.4, 2.4), '#ffffff');
  }
  seam([0, -106], [0, -96], [0, -86], [0, -76]);
  seam([0, 40], [0, 56], [0, 72], [0, 88], [0, 104], [0, 118]);
}
