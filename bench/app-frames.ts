import type { Page } from 'puppeteer-core';
import { z } from 'zod';

/** Counts the pictures that the window draws from now on. */
export async function countFrames(page: Page): Promise<{ readonly read: () => Promise<number> }> {
  const watched = await page.evaluateHandle(() => {
    const counted = { drawn: 0 };
    const { prototype } = CanvasRenderingContext2D;
    prototype.drawImage = new Proxy(Reflect.get(prototype, 'drawImage'), {
      apply(draw, context, given) {
        counted.drawn += 1;
        return Reflect.apply(draw, context, given);
      },
    });
    return counted;
  });
  return { read: () => watched.evaluate(({ drawn }) => drawn) };
}

export interface Gaps {
  /** Between two frames of the window, in milliseconds. */
  readonly longest: number;
  /** What the window itself worked in one go, in milliseconds of its processor time: the rest of a gap is the machine's. */
  readonly longestWork: number;
}

/** Watches the frames of the window from now on, and what its main thread does. */
export async function watchGaps(page: Page): Promise<{ readonly read: () => Promise<Gaps> }> {
  await page.tracing.start({ categories: ['toplevel'] });
  const watched = await page.evaluateHandle(() => {
    const seen = { longest: 0 };
    let before = performance.now();
    const look = (): void => {
      const now = performance.now();
      seen.longest = Math.max(seen.longest, now - before);
      before = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    return seen;
  });
  return {
    read: async () => {
      const longest = await watched.evaluate((seen) => seen.longest);
      return { longest, longestWork: findLongestWork(await page.tracing.stop()) };
    },
  };
}

const traceSchema = z.object({
  traceEvents: z.array(
    z.object({
      ph: z.string(),
      pid: z.number(),
      tid: z.number(),
      name: z.string(),
      tdur: z.number().optional(),
      args: z.object({ name: z.unknown() }).partial().optional(),
    }),
  ),
});

/** The longest task of the busiest main thread of a page, in milliseconds of processor time. */
function findLongestWork(trace: Uint8Array | undefined): number {
  const { traceEvents } = traceSchema.parse(JSON.parse(Buffer.from(trace ?? []).toString('utf8')));
  const mains = new Set(traceEvents.filter(({ args }) => args?.name === 'CrRendererMain').map(threadOf));
  const tasks = Map.groupBy(
    traceEvents.filter((event) => event.ph === 'X' && event.tdur !== undefined && mains.has(threadOf(event))),
    threadOf,
  );
  const works = [...tasks.values()].map((all) => all.map(({ tdur = 0 }) => tdur / 1000));
  const busiest = works.toSorted((one, other) => sumOf(other) - sumOf(one))[0] ?? [];
  return busiest.reduce((longest, ms) => Math.max(longest, ms), 0);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function threadOf({ pid, tid }: { readonly pid: number; readonly tid: number }): string {
  return `${pid} ${tid}`;
}
