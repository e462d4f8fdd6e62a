import type { Canvas } from '../canvas.ts';
import { linear, radial } from '../paint.ts';
import { blob, ellipse, joined, polygon, rectangle, ribbon, type Path } from '../path.ts';

interface Leather {
  readonly light: string;
  readonly dark: string;
  readonly trim: string;
}

const PYTHON: readonly Leather[] = [
  { light: '#d9c7a2', dark: '#3e3122', trim: '#4a2f1b' },
  { light: '#c9c6bf', dark: '#2f3133', trim: '#1f1f21' },
];
const PRINTED: readonly Leather[] = [
  { light: '#e58f7b', dark: '#8c2f3a', trim: '#b23a48' },
  { light: '#7fc4b8', dark: '#22645e', trim: '#2b7f77' },
];

function leatherOf(choices: readonly Leather[], random: () => number): Leather {
  return choices[Math.floor(random() * choices.length)] ?? { light: '#d9c7a2', dark: '#3e3122', trim: '#4a2f1b' };
}

/** Grown scales: blotches of uneven size, every scale a little different. */
function drawSnakeskin(canvas: Canvas, area: Path, leather: Leather, random: () => number): void {
  canvas.paint(area, leather.light);
  canvas.clipped(area, () => {
    for (let row = 0, y = -60; y < 130; row++, y += 44) {
      for (let x = -130 + (row % 2) * 34; x < 140; x += 68) {
        const [w, h] = [29 + random() * 9, 21 + random() * 7];
        const [cx, cy] = [x + (random() - 0.5) * 8, y + (random() - 0.5) * 6];
        canvas.paint(
          blob(
            [cx - w, cy],
            [cx - w * 0.3, cy - h * 0.7],
            [cx, cy - h],
            [cx + w * 0.4, cy - h * 0.6],
            [cx + w, cy],
            [cx + w * 0.2, cy + h * 0.8],
            [cx, cy + h],
            [cx - w * 0.5, cy + h * 0.6],
          ),
          `${leather.dark}e0`,
        );
        canvas.paint(ellipse(cx, cy, w * 0.55, h * 0.5), `${leather.light}c0`);
        canvas.paint(ellipse(cx, cy, w * 0.3, h * 0.24), `${leather.dark}90`);
      }
    }
    for (let row = 0, y = -70; y < 130; row++, y += 4.6) {
      for (let x = -130 + (row % 2) * 4; x < 130; x += 8) {
        canvas.paint(ellipse(x, y, 3.4, 2.5), random() < 0.5 ? '#ffffff2c' : '#00000026');
      }
    }
  });
}

/** A repeated print: every figure the same, as faux skin has it. */
function drawPrint(canvas: Canvas, area: Path, leather: Leather): void {
  canvas.paint(area, leather.light);
  canvas.clipped(area, () => {
    for (let row = 0, y = -70; y < 130; row++, y += 24) {
      for (let x = -130 + (row % 2) * 17; x < 140; x += 34) {
        canvas.paint(polygon([x - 14, y], [x, y - 10], [x + 14, y], [x, y + 10]), leather.dark);
        canvas.paint(polygon([x - 7, y], [x, y - 5], [x + 7, y], [x, y + 5]), leather.light);
      }
    }
  });
}

/** A handbag; `printed` for a look-alike whose pattern repeats. */
export function drawBag(canvas: Canvas, printed: boolean, random: () => number): void {
  const leather = leatherOf(printed ? PRINTED : PYTHON, random);
  const body = blob([-96, -36], [0, -42], [96, -36], [112, 40], [116, 96], [70, 108], [-70, 108], [-116, 96], [-112, 40]);
  const flap = blob([-100, -40], [0, -48], [100, -40], [104, -2], [58, 30], [0, 42], [-58, 30], [-104, -2]);
  const handle = ribbon(
    [
      [-62, -34],
      [-56, -96],
      [0, -128],
      [56, -96],
      [62, -34],
    ],
    13,
  );
  canvas.shadow(joined(body, handle), 10, 16, 14, 0.5);
  canvas.paint(handle, linear(0, -130, 0, -30, [0, '#8a6a4c'], [0.3, leather.trim], [1, leather.trim]));
  canvas.paint(
    ribbon(
      [
        [-64, -36],
        [-59, -96],
        [0, -131],
        [54, -98],
      ],
      2,
    ),
    '#ffffff50',
  );
  if (printed) drawPrint(canvas, body, leather);
  else drawSnakeskin(canvas, body, leather, random);
  canvas.paint(body, radial(-20, 10, 150, [0, '#ffffff30'], [0.45, '#ffffff00'], [1, '#0000009c']));
  canvas.shadow(flap, 0, 7, 6, 0.6);
  if (printed) drawPrint(canvas, flap, leather);
  else drawSnakeskin(canvas, flap, leather, random);
  canvas.paint(flap, linear(0, -50, 0, 44, [0, '#ffffff48'], [0.4, '#ffffff00'], [1, '#00000050']));
  for (const side of [-1, 1]) {
    canvas.paint(rectangle(side * 62 - 9, -46, 18, 22, 4), leather.trim);
    canvas.paint(ellipse(side * 62, -36, 5, 5), radial(side * 62 - 1, -38, 6, [0, '#fff3c4'], [1, '#a8812c']));
  }
  canvas.paint(rectangle(-15, 24, 30, 30, 6), linear(-15, 24, 15, 54, [0, '#fbe9ad'], [0.5, '#c79a3b'], [1, '#7d5c1c']));
  canvas.paint(rectangle(-8, 32, 16, 14, 4), linear(0, 32, 0, 46, [0, '#8a6724'], [1, '#e9cf82']));
  if (printed) {
    canvas.paint(
      ribbon(
        [
          [66, -30],
          [84, 10],
          [88, 30],
        ],
        1.4,
      ),
      '#f4f0e6',
    );
    const tag = rectangle(72, 28, 34, 46, 4);
    canvas.shadow(tag, 3, 4, 4, 0.4);
    canvas.paint(tag, '#f7f3ea');
    for (const y of [40, 48, 56]) canvas.paint(rectangle(79, y, y === 56 ? 12 : 20, 3), '#8b8577');
  }
}
