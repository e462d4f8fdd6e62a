import type { Canvas } from '../canvas.ts';
import { linear, radial } from '../paint.ts';
import { blob, ellipse, joined, polygon, rectangle, ribbon, type Path, type Point } from '../path.ts';

function scaledAbout(path: Path, cx: number, cy: number, scale: number): Path {
  return path.map((outline) => outline.map(([x, y]): Point => [cx + (x - cx) * scale, cy + (y - cy) * scale]));
}

function drawScute(canvas: Canvas, outline: readonly Point[], random: () => number): void {
  const path: Path = [outline];
  const cx = outline.reduce((sum, [x]) => sum + x, 0) / outline.length;
  const cy = outline.reduce((sum, [, y]) => sum + y, 0) / outline.length;
  canvas.paint(path, '#2a1c0e');
  canvas.paint(scaledAbout(path, cx, cy, 0.93), '#c99a3f');
  for (const [scale, color] of [
    [0.82, '#7a5520'],
    [0.77, '#d4a94c'],
    [0.63, '#80591f'],
    [0.58, '#dcb65c'],
  ] as const) {
    canvas.paint(scaledAbout(path, cx, cy, scale), color);
  }
  const lean = (random() - 0.5) * 4;
  canvas.paint(scaledAbout(path, cx + lean, cy, 0.4), '#33200f');
  canvas.paint(scaledAbout(path, cx + lean, cy, 0.2), '#5a3d1a');
}

function superellipse(rx: number, ry: number, angle: number): Point {
  return [
    rx * Math.sign(Math.cos(angle)) * Math.abs(Math.cos(angle)) ** 0.9,
    ry * Math.sign(Math.sin(angle)) * Math.abs(Math.sin(angle)) ** 0.9,
  ];
}

/** A tortoise from above, head to the right, about 240 units long. */
export function drawTortoise(canvas: Canvas, random: () => number): void {
  const skin = '#7b6a3a';
  const limbs = joined(
    blob([70, -58], [104, -86], [124, -84], [116, -62], [92, -40]),
    blob([70, 58], [104, 86], [124, 84], [116, 62], [92, 40]),
    blob([-76, -58], [-104, -78], [-120, -70], [-108, -50], [-88, -40]),
    blob([-76, 58], [-104, 78], [-120, 70], [-108, 50], [-88, 40]),
    blob([-108, -8], [-132, -2], [-134, 2], [-108, 8]),
  );
  const neck = ribbon(
    [
      [96, 0],
      [122, -4],
      [140, -6],
    ],
    34,
  );
  const head = blob([126, -22], [152, -22], [170, -8], [168, 6], [148, 14], [126, 12]);
  canvas.shadow(joined(limbs, head, ellipse(0, 0, 122, 96)), 8, 14, 12, 0.6);
  canvas.paint(limbs, skin);
  canvas.clipped(limbs, () => {
    for (let i = 0; i < 240; i++) {
      const [x, y] = [(random() - 0.5) * 270, (random() - 0.5) * 190];
      canvas.paint(ellipse(x, y, 3.6, 3), i % 2 === 0 ? '#a4935a90' : '#3f351a80');
    }
  });
  canvas.paint(neck, '#6f5f34');
  canvas.paint(head, linear(0, -24, 0, 14, [0, '#9a8850'], [1, '#5f5029']));
  canvas.paint(ellipse(154, -12, 4.6, 4.6), '#1a1208');
  canvas.paint(ellipse(155.4, -13.4, 1.4, 1.4), '#ffffff');
  canvas.paint(
    ribbon(
      [
        [150, 6],
        [160, 5],
        [169, 0],
      ],
      1.4,
    ),
    '#2b2210',
  );
  canvas.paint(ellipse(0, 0, 122, 96), '#2a1c0e');
  const rim = 26;
  for (let i = 0; i < rim; i++) {
    const [from, to] = [(i / rim) * 2 * Math.PI, ((i + 0.94) / rim) * 2 * Math.PI];
    const outline = polygon(superellipse(119, 93, from), superellipse(119, 93, to), superellipse(99, 73, to), superellipse(99, 73, from));
    canvas.paint(outline, i % 2 === 0 ? '#cda24a' : '#b98e3c');
    canvas.paint(polygon(superellipse(119, 93, from), superellipse(119, 93, (from + to) / 2), superellipse(99, 73, from)), '#3a2510');
  }
  canvas.clipped(ellipse(0, 0, 99, 73), () => {
    for (const side of [-1, 1]) {
      for (let i = 0; i < 4; i++) {
        const x = -92 + i * 47;
        drawScute(
          canvas,
          [
            [x, side * 22],
            [x + 22, side * 30],
            [x + 46, side * 22],
            [x + 52 - i * 4, side * 82],
            [x - 8 - i * 4 + 6, side * 82],
          ],
          random,
        );
      }
    }
    for (let i = 0; i < 5; i++) {
      const x = -94 + i * 38;
      drawScute(
        canvas,
        [
          [x, -14],
          [x + 8, -25],
          [x + 29, -25],
          [x + 37, -14],
          [x + 37, 14],
          [x + 29, 25],
          [x + 8, 25],
          [x, 14],
        ],
        random,
      );
    }
  });
  canvas.paint(ellipse(0, 0, 122, 96), radial(-26, -34, 150, [0, '#fff4d060'], [0.4, '#ffffff00'], [1, '#1408008c']));
}

export interface Plumage {
  readonly body: string;
  readonly dark: string;
  readonly light: string;
  readonly tail: string;
  readonly face: string;
  readonly beak: string;
}

export const GREY: Plumage = { body: '#8c949b', dark: '#4d545b', light: '#c3c9cd', tail: '#c62b2b', face: '#f1f0ec', beak: '#23211f' };
export const GREEN: Plumage = { body: '#4d9a45', dark: '#23602b', light: '#9fd06c', tail: '#d3a12a', face: '#f2d34b', beak: '#d9c9a2' };

function drawFeathers(canvas: Canvas, area: Path, box: readonly [number, number, number, number], size: number, plumage: Plumage): void {
  canvas.clipped(area, () => {
    const [x0, y0, x1, y1] = box;
    for (let row = 0, y = y0; y < y1; row++, y += size * 0.62) {
      for (let x = x0 + (row % 2) * size * 0.5; x < x1; x += size) {
        canvas.paint(ellipse(x, y, size * 0.56, size * 0.7), `${plumage.light}aa`);
        canvas.paint(ellipse(x, y - size * 0.1, size * 0.52, size * 0.64), `${plumage.body}d8`);
        canvas.paint(ellipse(x, y - size * 0.3, size * 0.36, size * 0.42), `${plumage.dark}30`);
      }
    }
  });
}

/** A parrot on a perch, looking to the right. */
export function drawParrot(canvas: Canvas, plumage: Plumage): void {
  const tail = polygon([-66, 62], [-34, 86], [-78, 142], [-94, 146], [-104, 136]);
  const body = blob([18, -62], [44, -26], [40, 36], [8, 84], [-40, 90], [-64, 60], [-58, 8], [-34, -44]);
  const head = blob([2, -72], [14, -104], [44, -116], [74, -102], [80, -72], [62, -44], [28, -38]);
  const wing = blob([-6, -38], [18, -8], [8, 44], [-30, 88], [-74, 112], [-70, 66], [-52, 4], [-32, -32]);
  const perch = ribbon(
    [
      [-200, 96],
      [-60, 90],
      [60, 96],
      [220, 84],
    ],
    17,
  );
  canvas.shadow(joined(body, head, tail), 14, 14, 14, 0.45);
  canvas.paint(tail, linear(-60, 62, -96, 140, [0, plumage.tail], [1, '#7a1515']));
  for (const x of [-56, -48]) {
    canvas.paint(
      ribbon(
        [
          [x, 74],
          [x - 18, 108],
          [x - 38, 138],
        ],
        1.4,
      ),
      '#00000040',
    );
  }
  canvas.shadow(perch, 2, 6, 6, 0.4);
  canvas.paint(perch, linear(0, 82, 0, 104, [0, '#9a7248'], [1, '#553619']));
  canvas.paint(body, linear(-50, -60, 44, 70, [0, plumage.body], [1, plumage.light]));
  drawFeathers(canvas, body, [-70, -60, 50, 96], 13, plumage);
  canvas.paint(body, radial(20, -20, 120, [0, '#ffffff30'], [0.5, '#ffffff00'], [1, '#00000070']));
  canvas.paint(head, plumage.body);
  drawFeathers(canvas, head, [0, -118, 84, -36], 8, plumage);
  canvas.paint(head, radial(36, -92, 70, [0, '#ffffff40'], [0.6, '#ffffff00'], [1, '#00000058']));
  canvas.shadow(wing, 4, 5, 5, 0.35);
  canvas.paint(wing, linear(-20, -40, -50, 110, [0, plumage.body], [1, plumage.dark]));
  drawFeathers(canvas, wing, [-80, -40, 24, 40], 14, plumage);
  canvas.clipped(wing, () => {
    for (let i = 0; i < 7; i++) {
      const x = 6 - i * 10;
      canvas.paint(
        ribbon(
          [
            [x, 18 + i * 5],
            [x - 18, 62 + i * 4],
            [x - 52, 108],
          ],
          11,
        ),
        i % 2 === 0 ? plumage.dark : plumage.body,
      );
    }
  });
  canvas.paint(blob([42, -96], [62, -100], [76, -84], [70, -68], [52, -66], [40, -78]), plumage.face);
  canvas.paint(ellipse(56, -84, 8, 8), '#e8c95a');
  canvas.paint(ellipse(57, -84, 4.4, 4.4), '#16120c');
  canvas.paint(ellipse(58.6, -86, 1.5, 1.5), '#ffffff');
  canvas.paint(
    blob([70, -92], [90, -88], [102, -66], [98, -48], [90, -60], [74, -64]),
    linear(70, -92, 98, -50, [0, '#4c4844'], [1, plumage.beak]),
  );
  canvas.paint(blob([72, -62], [88, -58], [86, -50], [72, -50]), plumage.beak);
  for (const x of [-8, 12]) {
    canvas.paint(joined(rectangle(x, 76, 6, 18, 3), ellipse(x + 1, 94, 4, 8, 0.3), ellipse(x + 7, 94, 4, 8, -0.3)), '#54504a');
  }
}

/** Cage bars before the subject. They go on past the picture's edges, which a turned view would show otherwise. */
export function drawBars(canvas: Canvas): void {
  const reachX = canvas.reach[0] * 1.4;
  const reachY = canvas.reach[1] * 1.4;
  for (let x = -Math.ceil(reachX / 46) * 46; x < reachX; x += 46) {
    const bar = rectangle(x, -reachY - 4, 4, 2 * reachY + 8);
    canvas.shadow(bar, 4, 2, 3, 0.35);
    canvas.paint(bar, linear(x, 0, x + 4, 0, [0, '#6d7278'], [0.4, '#e3e6e8'], [1, '#565b60']));
  }
  for (const y of [-118, 128])
    canvas.paint(rectangle(-reachX - 4, y, 2 * reachX + 8, 5), linear(0, y, 0, y + 5, [0, '#d5d9dc'], [1, '#565b60']));
}
