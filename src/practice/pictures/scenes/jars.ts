import type { Canvas } from '../canvas.ts';
import { linear, radial } from '../paint.ts';
import { ellipse, rectangle, ribbon } from '../path.ts';

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
