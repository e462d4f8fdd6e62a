import type { Canvas } from '../canvas.ts';
import { linear, radial } from '../paint.ts';
import { ellipse, joined, polygon, rectangle, ribbon, smoothLine, type Path, type Point } from '../path.ts';

interface TuskColors {
  readonly light: string;
  readonly body: string;
  readonly shade: string;
  readonly line: string;
}

const IVORY: TuskColors = { light: '#fffdf4', body: '#f1e2c0', shade: '#a98450', line: '#7c5a2c' };
const MAMMOTH: TuskColors = { light: '#e6d2a8', body: '#a8835a', shade: '#3d2a1c', line: '#2b2320' };

/** Place and direction along a smooth line, at 0 to 1. */
function along(points: readonly Point[], at: number): { readonly x: number; readonly y: number; readonly nx: number; readonly ny: number } {
  const line = smoothLine(points);
  const index = Math.min(line.length - 2, Math.max(0, Math.round(at * (line.length - 1))));
  const [x, y] = line[index] ?? [0, 0];
  const [x2, y2] = line[index + 1] ?? [1, 0];
  const length = Math.hypot(x2 - x, y2 - y) || 1;
  return { x, y, nx: -(y2 - y) / length, ny: (x2 - x) / length };
}

function crossLine(points: readonly Point[], at: number, half: number, thickness: number): Path {
  const { x, y, nx, ny } = along(points, at);
  return ribbon(
    [
      [x - nx * half, y - ny * half],
      [x - ny * 3, y + nx * 3],
      [x + nx * half, y + ny * half],
    ],
    thickness,
  );
}

/** The line that runs beside `points` by a share of the width there. */
function lineBeside(points: readonly Point[], width: (at: number) => number, share: number): readonly Point[] {
  return points.map((_, i): Point => {
    const at = i / (points.length - 1);
    const { x, y, nx, ny } = along(points, at);
    return [x + nx * width(at) * share, y + ny * width(at) * share];
  });
}

function drawTusk(canvas: Canvas, points: readonly Point[], base: number, colors: TuskColors, draw: () => void): void {
  const width = (at: number): number => base * (1 - at) ** 0.72 + 2;
  const outline = ribbon(points, width);
  canvas.shadow(outline, 8, 16, 12, 0.55);
  canvas.paint(outline, colors.body);
  canvas.clipped(outline, () => {
    const below = lineBeside(points, width, 0.5);
    for (let step = 0; step < 7; step++) {
      canvas.paint(
        ribbon(below, (at) => width(at) * (0.9 - step * 0.12)),
        `${colors.shade}26`,
      );
    }
    const above = lineBeside(points, width, -0.24);
    for (let step = 0; step < 6; step++) {
      canvas.paint(
        ribbon(above, (at) => width(at) * (0.42 - step * 0.06)),
        `${colors.light}3c`,
      );
    }
    draw();
  });
  const { x, y, nx, ny } = along(points, 0);
  const turn = Math.atan2(ny, nx);
  canvas.paint(ellipse(x, y, width(0) / 2, width(0) / 7, turn), colors.shade);
  canvas.paint(ellipse(x, y, width(0) / 3.2, width(0) / 12, turn), colors.line);
}

const TUSK: readonly Point[] = [
  [-158, 18],
  [-100, 62],
  [-20, 74],
  [70, 42],
  [156, -62],
];

/** A carved tusk on a stand. */
export function drawCarvedTusk(canvas: Canvas): void {
  const stand = joined(rectangle(-96, 96, 190, 16, 7), rectangle(-72, 74, 14, 30, 3), rectangle(48, 62, 14, 40, 3));
  canvas.shadow(stand, 4, 8, 8, 0.5);
  canvas.paint(stand, linear(0, 60, 0, 114, [0, '#5b3320'], [1, '#2f180d']));
  drawTusk(canvas, TUSK, 64, IVORY, () => {
    for (const at of [0.07, 0.1, 0.36, 0.39, 0.62, 0.65]) {
      canvas.paint(crossLine(TUSK, at, 40, 2), `${IVORY.line}b0`);
      canvas.paint(crossLine(TUSK, at + 0.012, 40, 1.4), '#ffffffa0');
    }
    for (let i = 0; i < 8; i++) {
      const { x, y, nx, ny } = along(TUSK, 0.13 + i * 0.029);
      for (const side of [-0.5, 0, 0.5]) {
        const [cx, cy] = [x + nx * 34 * side, y + ny * 34 * side];
        canvas.paint(polygon([cx - 5, cy], [cx, cy - 8], [cx + 5, cy], [cx, cy + 8]), `${IVORY.line}70`);
        canvas.paint(polygon([cx - 3, cy], [cx, cy - 5], [cx + 3, cy], [cx, cy + 5]), '#fff6dcc0');
      }
    }
    for (let i = 0; i < 5; i++) {
      const { x, y } = along(TUSK, 0.43 + i * 0.042);
      canvas.paint(ellipse(x, y, 7, 7), `${IVORY.line}80`);
      canvas.paint(ellipse(x - 0.6, y - 0.8, 5, 5), '#f8ebcc');
      canvas.paint(ellipse(x, y, 2, 2), `${IVORY.line}90`);
    }
  });
}

function drawRing(canvas: Canvas, cx: number, cy: number, radius: number, thickness: number, warm: number): void {
  const squash = 0.36;
  const body = [rectangle(cx - radius, cy, 2 * radius, thickness), ellipse(cx, cy, radius, radius * squash)];
  const outer = joined(...body, ellipse(cx, cy + thickness, radius, radius * squash));
  canvas.shadow(outer, 5, 9, 9, 0.45);
  canvas.paint(
    outer,
    linear(
      cx - radius,
      0,
      cx + radius,
      0,
      [0, '#b8935c'],
      [0.22, '#fbf1d8'],
      [0.5, warm > 0.5 ? '#eedcb4' : '#f3e6cb'],
      [0.8, '#d9bd8a'],
      [1, '#94703f'],
    ),
  );
  for (let i = 0; i < 15; i++) {
    const angle = 0.25 + (i / 14) * (Math.PI - 0.5);
    const [x, y] = [cx - radius * 0.98 * Math.cos(angle), cy + thickness / 2 + radius * squash * Math.sin(angle)];
    canvas.paint(ellipse(x, y, 3.4 * Math.sin(angle) + 0.6, thickness * 0.28), '#8a643255');
    canvas.paint(ellipse(x - 0.5, y - 0.7, 2.2 * Math.sin(angle) + 0.4, thickness * 0.18), '#fffaf0b0');
  }
  canvas.paint(
    ellipse(cx, cy, radius, radius * squash),
    linear(cx - radius, cy, cx + radius, cy, [0, '#f9efd6'], [0.5, '#fffdf6'], [1, '#e3cca0']),
  );
  canvas.paint(
    ellipse(cx, cy, radius * 0.82, radius * squash * 0.78),
    linear(0, cy - radius * squash, 0, cy + radius * squash, [0, '#6e4c26'], [1, '#c9a672']),
  );
}

/** Bangles in a pile, and one that leans. */
export function drawBangles(canvas: Canvas, random: () => number): void {
  for (let i = 0; i < 4; i++) drawRing(canvas, -42 + (random() - 0.5) * 12, 62 - i * 30, 84 - i * 3, 22, random());
  drawRing(canvas, 106, 74, 56, 16, random());
}

const CURL: readonly Point[] = [
  [-150, -34],
  [-128, 52],
  [-40, 96],
  [66, 76],
  [126, -6],
  [96, -82],
  [34, -86],
];

/** A mammoth tusk: brown bark, cracks, blue-grey patches, on a museum foot. */
export function drawMammothTusk(canvas: Canvas, random: () => number): void {
  const foot = joined(rectangle(-60, 118, 150, 14, 3), rectangle(4, 84, 12, 40));
  canvas.shadow(foot, 4, 6, 8, 0.45);
  canvas.paint(foot, linear(0, 84, 0, 132, [0, '#3a3d41'], [1, '#17191b']));
  canvas.paint(rectangle(-20, 121, 70, 8, 1), '#c8a95a');
  drawTusk(canvas, CURL, 52, MAMMOTH, () => {
    for (let i = 0; i < 26; i++) {
      const { x, y, nx, ny } = along(CURL, 0.03 + random() * 0.86);
      const side = (random() - 0.5) * 34;
      const [cx, cy] = [x + nx * side, y + ny * side];
      const patch = random() < 0.4 ? '#5f7486' : '#4a3221';
      canvas.paint(ellipse(cx, cy, 16, 9, Math.atan2(-nx, ny)), radial(cx, cy, 16, [0, `${patch}70`], [1, `${patch}00`]));
    }
    for (let i = 0; i < 30; i++) {
      const from = 0.02 + random() * 0.8;
      const side = (random() - 0.5) * 40;
      const crack = [0, 0.03, 0.06, 0.09].map((step): Point => {
        const { x, y, nx, ny } = along(CURL, from + step);
        const wander = side * (1 - from) + (random() - 0.5) * 3;
        return [x + nx * wander, y + ny * wander];
      });
      canvas.paint(ribbon(crack, 1.1), '#21170f90');
    }
  });
}
