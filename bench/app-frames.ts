import type { Page } from 'puppeteer-core';

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
  /** What the window itself did in one go; the rest of a gap is the machine's. */
  readonly longestTask: number;
}

/** Watches the frames of the window from now on. */
export async function watchGaps(page: Page): Promise<{ readonly read: () => Promise<Gaps> }> {
  const watched = await page.evaluateHandle(() => {
    const seen = { longest: 0, longestTask: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longestTask = Math.max(seen.longestTask, duration);
    }).observe({ type: 'longtask' });
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
  return { read: () => watched.evaluate(({ longest, longestTask }) => ({ longest, longestTask })) };
}
