import type { Canvas } from '../canvas.ts';
import { linear, radial } from '../paint.ts';
import { blob, ellipse, joined, polygon, rectangle, ribbon, type Path, type Point } from '../path.ts';

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

function petal(cx: number, cy: number, length: number, width: number, angle: number): Path {
  const at = (along: number, across: number): Point => [
    cx + Math.cos(angle) * along * length - Math.sin(angle) * across * width,
    cy + Math.sin(angle) * along * length + Math.cos(angle) * across * width,
  ];
  return blob(at(0, 0), at(0.3, 0.42), at(0.72, 0.5), at(1, 0.12), at(1, -0.12), at(0.72, -0.5), at(0.3, -0.42));
}

function drawBlossom(canvas: Canvas, cx: number, cy: number, size: number, colors: readonly [string, string, string]): void {
  const [light, body, deep] = colors;
  const paint = radial(cx, cy, size * 1.05, [0, deep], [0.35, body], [1, light]);
  const parts = [
    petal(cx, cy, size, size * 0.7, -Math.PI / 2),
    petal(cx, cy, size * 0.95, size * 0.7, Math.PI / 2 - 0.85),
    petal(cx, cy, size * 0.95, size * 0.7, Math.PI / 2 + 0.85),
    petal(cx, cy, size * 1.05, size * 1.02, -0.22),
    petal(cx, cy, size * 1.05, size * 1.02, Math.PI + 0.22),
  ];
  for (const [i, part] of parts.entries()) {
    canvas.shadow(part, 1.5, 2.5, 3, 0.28);
    canvas.paint(part, paint);
    const angle = [-Math.PI / 2, Math.PI / 2 - 0.85, Math.PI / 2 + 0.85, -0.22, Math.PI + 0.22][i] ?? 0;
    canvas.clipped(part, () => {
      for (const spread of [-0.3, -0.18, -0.06, 0.06, 0.18, 0.3]) {
        canvas.paint(
          ribbon(
            [
              [cx, cy],
              [cx + Math.cos(angle + spread) * size * 0.5, cy + Math.sin(angle + spread) * size * 0.5],
              [cx + Math.cos(angle + spread * 1.3) * size, cy + Math.sin(angle + spread * 1.3) * size],
            ],
            0.9,
          ),
          `${deep}58`,
        );
      }
    });
  }
  const pouch = blob(
    [cx - size * 0.22, cy],
    [cx, cy - size * 0.12],
    [cx + size * 0.22, cy],
    [cx + size * 0.26, cy + size * 0.34],
    [cx, cy + size * 0.56],
    [cx - size * 0.26, cy + size * 0.34],
  );
  canvas.shadow(pouch, 1, 2, 2.4, 0.4);
  canvas.paint(pouch, radial(cx - size * 0.08, cy + size * 0.1, size * 0.5, [0, '#fff1b8'], [0.5, '#d8a63c'], [1, '#8a3f2c']));
  canvas.paint(ellipse(cx, cy + size * 0.04, size * 0.12, size * 0.07), deep);
}

const BLOSSOMS: readonly (readonly [string, string, string])[] = [
  ['#fbe3f0', '#e48fbd', '#99285f'],
  ['#fffdf0', '#e8e2a8', '#8c9a3a'],
  ['#f3e2f7', '#b784cc', '#5a2a78'],
];

/** An orchid in a pot. */
export function drawOrchid(canvas: Canvas, random: () => number): void {
  const colors = BLOSSOMS[Math.floor(random() * BLOSSOMS.length)] ?? (['#fbe3f0', '#e48fbd', '#99285f'] as const);
  const pot = polygon([-56, 84], [36, 84], [24, 146], [-44, 146]);
  const leaves = [
    blob([-10, 84], [-70, 60], [-128, 74], [-142, 92], [-90, 94], [-30, 96]),
    blob([-10, 84], [40, 52], [96, 58], [118, 76], [70, 86], [10, 96]),
    blob([-14, 84], [-60, 34], [-96, 26], [-92, 44], [-50, 78]),
  ];
  canvas.shadow(joined(pot, ...leaves), 8, 8, 10, 0.45);
  for (const leaf of leaves) canvas.paint(leaf, linear(-60, 40, 40, 100, [0, '#6fa04e'], [0.5, '#3f7a38'], [1, '#23512a']));
  const stem: readonly Point[] = [
    [-10, 84],
    [-22, 20],
    [-8, -50],
    [44, -96],
    [112, -92],
  ];
  canvas.paint(
    ribbon(stem, (at) => 5 - 2.6 * at),
    linear(-20, 80, 100, -90, [0, '#4c7a34'], [1, '#7c6a34']),
  );
  canvas.paint(pot, linear(-56, 0, 36, 0, [0, '#9b4f30'], [0.35, '#d98a63'], [1, '#7a3821']));
  canvas.paint(rectangle(-62, 78, 104, 15, 4), linear(-62, 0, 42, 0, [0, '#ab5a38'], [0.35, '#e69c76'], [1, '#87402a']));
  drawBlossom(canvas, 116, -84, 26, colors);
  drawBlossom(canvas, 62, -104, 36, colors);
  drawBlossom(canvas, -2, -68, 44, colors);
  drawBlossom(canvas, -34, -4, 40, colors);
}

function drawJar(
  canvas: Canvas,
  cx: number,
  base: number,
  width: number,
  height: number,
  filling: 'roots' | 'pills' | 'scales',
  random: () => number,
): void {
  const glass = rectangle(cx - width / 2, base - height, width, height, 12);
  canvas.shadow(glass, 8, 8, 10, 0.45);
  canvas.paint(glass, '#e9efe6b0');
  canvas.clipped(rectangle(cx - width / 2 + 4, base - height * 0.8, width - 8, height * 0.8 - 4, 9), () => {
    canvas.paint(rectangle(cx - width, base - height, 2 * width, height), filling === 'pills' ? '#6a4a30' : '#4c3a24');
    for (let i = 0; i < 130; i++) {
      const [x, y] = [cx + (random() - 0.5) * width, base - random() * height * 0.82];
      const turn = random() * Math.PI;
      if (filling === 'pills') {
        canvas.paint(ellipse(x, y, 6, 6), radial(x - 2, y - 2, 8, [0, '#c59a66'], [1, '#5a3618']));
      } else if (filling === 'scales') {
        canvas.paint(ellipse(x, y, 11, 7, turn), radial(x - 3, y - 3, 14, [0, '#d8c08c'], [0.6, '#8d7040'], [1, '#4c3719']));
      } else {
        const [dx, dy] = [Math.cos(turn) * 15, Math.sin(turn) * 15];
        canvas.paint(
          ribbon(
            [
              [x - dx, y - dy],
              [x + dy * 0.2, y - dx * 0.2],
              [x + dx, y + dy],
            ],
            (at) => 6 - 4 * at,
          ),
          random() < 0.5 ? '#b98a52' : '#8a5f33',
        );
      }
    }
  });
  canvas.paint(
    glass,
    linear(
      cx - width / 2,
      0,
      cx + width / 2,
      0,
      [0, '#20281c70'],
      [0.12, '#ffffff80'],
      [0.24, '#ffffff10'],
      [0.8, '#00000010'],
      [0.93, '#ffffff50'],
      [1, '#10181050'],
    ),
  );
  const lid = rectangle(cx - width / 2 - 3, base - height - 14, width + 6, 22, 5);
  canvas.shadow(lid, 0, 3, 3, 0.4);
  canvas.paint(lid, linear(cx - width / 2, 0, cx + width / 2, 0, [0, '#5a1d16'], [0.3, '#b9463a'], [1, '#4a140f']));
  const label = rectangle(cx - width * 0.34, base - height * 0.55, width * 0.68, height * 0.36, 2);
  canvas.paint(label, '#f4e8c8');
  canvas.paint(rectangle(cx - width * 0.31, base - height * 0.53, width * 0.62, height * 0.32), '#b9463a22');
  for (let row = 0; row < 4; row++) {
    canvas.paint(
      rectangle(
        cx - width * 0.24,
        base - height * (0.49 - row * 0.07),
        width * (row === 0 ? 0.48 : 0.3 + random() * 0.16),
        row === 0 ? 4.4 : 2.4,
      ),
      row === 0 ? '#8a2a20' : '#6a5638',
    );
  }
}

/** Jars of a traditional medicine, with a dish. */
export function drawJars(canvas: Canvas, random: () => number): void {
  drawJar(canvas, -112, 92, 92, 138, 'roots', random);
  drawJar(canvas, 104, 96, 96, 126, 'scales', random);
  drawJar(canvas, -4, 112, 100, 164, 'pills', random);
  const dish = ellipse(122, 122, 56, 15);
  canvas.shadow(dish, 2, 7, 7, 0.45);
  canvas.paint(dish, linear(66, 0, 178, 0, [0, '#c9d4d8'], [0.4, '#ffffff'], [1, '#93a3aa']));
  canvas.paint(ellipse(122, 119, 46, 10), '#aebbc1');
  for (let i = 0; i < 16; i++) {
    const [x, y] = [122 + (random() - 0.5) * 66, 116 + (random() - 0.5) * 10];
    canvas.paint(ellipse(x, y, 8, 4.4, random() * 3), radial(x - 2, y - 2, 10, [0, '#e0c994'], [1, '#6b5024']));
  }
}

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
