import type { Page } from 'puppeteer-core';
import type { FakeStart } from '../../support/fake-rpc/fake-station.ts';

/** A state of the window that tests look at. */
export interface EveryScreen {
  readonly name: string;
  readonly start?: FakeStart;
  readonly hash?: string;
  /** What a person does there, in English, until it shows what its name says. */
  readonly act?: (hands: Hands) => Promise<unknown>;
}

/** What a person can do in the window, by the words that stand there. */
export interface Hands {
  readonly page: Page;
  /** Presses what has these words, as soon as it is there: of several the last, which is the one of a dialog. */
  readonly press: (words: string) => Promise<unknown>;
  /** Waits for words, in the whole window or within. */
  readonly see: (words: string, within?: string) => Promise<unknown>;
}

export const CASE = '#/case/K-2026-014';

/** Hands for a page that shows the window. */
export function handsOf(page: Page): Hands {
  return {
    page,
    press: (words) =>
      page.waitForFunction(
        (text) => {
          const all = [...document.querySelectorAll<HTMLElement>('button:not([data-disabled]), label, [role=option], main a, aside a')];
          const found = all.findLast((one) => (one.getAttribute('aria-label') ?? one.textContent).startsWith(text));
          (found?.querySelector('input') ?? found)?.click();
          return found !== undefined;
        },
        {},
        words,
      ),
    see: (words, within = 'body') =>
      page.waitForFunction((text, root) => document.querySelector(root)?.textContent.includes(text), {}, words, within),
  };
}
