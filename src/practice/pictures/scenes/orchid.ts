import type { Canvas } from '../canvas.ts';
import { linear, radial } from '../paint.ts';
import { blob, ellipse, joined, polygon, rectangle, ribbon, type Path, type Point } from '../path.ts';

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
