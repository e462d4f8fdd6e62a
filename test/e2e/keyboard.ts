import type { KeyInput, Page } from 'puppeteer-core';
import { eventually } from '../support/eventually.ts';

/** More than any screen has to be walked through. */
const MOST_STOPS = 150;

/** A person without a mouse: Tab, arrows, Enter, shortcuts. Wherever the focus comes to, it must be seen. */
export class Keyboard {
  readonly page: Page;
  /** What had the focus and did not show it. */
  readonly unseen = new Set<string>();

  constructor(page: Page) {
    this.page = page;
  }

  async press(...keys: readonly KeyInput[]): Promise<void> {
    for (const key of keys.slice(0, -1)) await this.page.keyboard.down(key);
    const last = keys.at(-1);
    if (last !== undefined) await this.page.keyboard.press(last);
    for (const key of keys.slice(0, -1).toReversed()) await this.page.keyboard.up(key);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Presses Tab until what has the focus is named so, or begins so. Throws when it never does. */
  async tabTo(name: string): Promise<void> {
    const seen: string[] = [];
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      await this.press('Tab');
      const focused = await this.readFocus();
      if (focused.name.startsWith(name)) return;
      seen.push(focused.name);
    }
    throw new Error(`Tab never came to '${name}', only to: ${seen.join(', ')}`);
  }

  /** Waits until something has the focus, or what is named so: after another screen, or the end of a dialog. */
  async keepsPlace(name?: string): Promise<void> {
    await eventually(async () => {
      const focused = await this.readFocus();
      const isThere = name === undefined ? focused.name !== '' : focused.name === name;
      if (!isThere) throw new Error(`The focus is on '${focused.name}'`);
    });
  }

  private async readFocus(): Promise<{ readonly name: string }> {
    const { name, isSeen } = await this.page.evaluate(() => {
      const element = document.activeElement;
      // Between the last stop and the first there is the window of the browser.
      if (!(element instanceof HTMLElement) || element === document.body) return { name: '', isSeen: true };
      const labels = 'labels' in element ? (element as HTMLInputElement).labels : null;
      const by = document.getElementById(element.getAttribute('aria-labelledby')?.split(' ')[0] ?? '');
      const words = element.getAttribute('aria-label') ?? labels?.[0]?.innerText ?? by?.innerText ?? element.innerText;
      const active = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
      const near = [element, active, element.parentElement, element.closest('label'), ...(element.closest('label')?.children ?? [])];
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- what runs in the page has nothing of what stands outside
      const isRinged = (one: Element | null): boolean => {
        if (one === null) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
      };
      const box = element.getBoundingClientRect();
      const isInView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
      return { name: words.trim() || element.localName, isSeen: isInView && near.some(isRinged) };
    });
    if (!isSeen) this.unseen.add(name);
    return { name };
  }
}
