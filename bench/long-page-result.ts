import { z } from 'zod';

/** How the browser draws: `graphics path` is where a naive full-page shot of a tall page repeats itself. */
export const DRAWINGS = ['drawn by the processor', 'graphics path'] as const;
export type Drawing = (typeof DRAWINGS)[number];

export const longPageSchema = z.object({
  rows: z.int(),
  wholeRows: z.int(),
  naiveRows: z.int(),
  headers: z.int(),
  peakMegabytes: z.int(),
  clickToSealedMs: z.number(),
});
export type LongPageResult = z.infer<typeof longPageSchema>;

export const GRAPHICS_FLAGS = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--enable-gpu-rasterization',
] as const;
