import type { Page } from 'puppeteer-core';

/** Shows the window as a system with high contrast does, or as it is otherwise. */
export async function setHighContrast(page: Page, isOn: boolean): Promise<void> {
  await page.emulateMediaFeatures([
    { name: 'prefers-reduced-motion', value: 'reduce' },
    { name: 'forced-colors', value: isOn ? 'active' : 'none' },
  ]);
}

/**
 * What cannot be told in high contrast: text on a ground of nearly its colour, a button without a line around it, and something chosen that looks
 * as what is not. The system draws its own ground behind each text, unless the element keeps its colours (`forced-color-adjust: none`).
 */
export function findLostInHighContrast(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const canvas = document.createElement('p');
    canvas.style.backgroundColor = 'Canvas';
    document.body.append(canvas);
    const ground = getComputedStyle(canvas).backgroundColor;
    canvas.remove();
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- what runs in the page has nothing of what stands outside
    const read = (colour: string): readonly number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const isSeen = (colour: string): boolean => (read(colour)[3] ?? 1) > 0.3;
    const light = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = read(colour).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one: string, other: string): number => {
      const [low = 0, high = 0] = [light(one), light(other)].toSorted((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    };
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- what runs in the page has nothing of what stands outside
    const name = (element: Element): string =>
      `${element.localName}.${[...element.classList].map((one) => one.split('_')[1]).join('.')} '${element.textContent.trim().slice(0, 40)}'`;
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- what runs in the page has nothing of what stands outside
    const keeps = (element: Element): boolean => getComputedStyle(element).forcedColorAdjust === 'none';
    const groundOf = (element: Element | null): string => {
      if (element === null) return ground;
      const { backgroundColor } = getComputedStyle(element);
      return isSeen(backgroundColor) ? backgroundColor : groundOf(element.parentElement);
    };
    const hasLine = (element: Element): boolean => {
      const style = getComputedStyle(element);
      const { borderTopWidth, borderTopColor, outlineStyle, outlineWidth, outlineColor } = style;
      return (
        (Number.parseFloat(borderTopWidth) >= 1 &&
          isSeen(borderTopColor) &&
          contrast(borderTopColor, groundOf(element.parentElement)) >= 3) ||
        (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 && contrast(outlineColor, ground) >= 3)
      );
    };
    const shown = [...document.querySelectorAll<HTMLElement>('body *')].filter(
      (element) =>
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        element.getBoundingClientRect().width > 2 &&
        element.closest('[data-live-announcer], svg, option') === null,
    );
    for (const element of shown) {
      const isOff = element.closest('[data-disabled], :disabled, [data-pending], [aria-disabled=true]') !== null;
      const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
      const behind = keeps(element) ? groundOf(element) : ground;
      if (words && !isOff && contrast(getComputedStyle(element).color, behind) < 4.5 && element.closest('[class*=_gone_]') === null)
        found.push(`unreadable: ${name(element)}`);
      const isButton =
        element.matches('button:not([role=tab]):not([slot]):not([aria-hidden=true])') && element.getAttribute('role') === null;
      if (isButton && !isOff && !hasLine(element) && getComputedStyle(element).textDecorationLine === 'none' && !element.matches('h3 *'))
        found.push(`no line around: ${name(element)}`);
      const isChosen = element.matches(
        '[aria-selected=true], [aria-pressed=true], [aria-checked=true], [aria-current]:not([aria-current=false])',
      );
      if (isChosen && !hasLine(element) && ![...element.querySelectorAll('[aria-hidden=true]')].some(keeps))
        found.push(`chosen, and looks like the others: ${name(element)}`);
      if (element.matches('[aria-hidden=true]:empty') && keeps(element)) {
        const own = getComputedStyle(element).backgroundColor;
        if (
          isSeen(own) &&
          !hasLine(element) &&
          contrast(own, groundOf(element.parentElement)) < 3 &&
          element.matches('[class*=_light_], [class*=_mark_]')
        )
          found.push(`mark of the colour of its ground: ${name(element)}`);
      }
    }
    return [...new Set(found)];
  });
}
