import type { Page } from 'puppeteer-core';

/**
 * What of the text that is shown cannot be read: cut off with no way to see the rest, under other text, or beside a window that would have to
 * be scrolled sideways, as it is and with letters of twice the size (WCAG 2.2, 1.4.4 and 1.4.10). A region that has the focus by Tab may be scrolled: a table, a picture.
 * What lies over each other is looked for in view alone.
 */
export async function findLostText(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const size of ['', '200%']) {
    await page.evaluate(async (fontSize) => {
      document.documentElement.style.fontSize = fontSize;
      // What is virtual measures itself anew in a first frame, and is drawn in the next.
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    }, size);
    found.push(...(await findLostNow(page)).map((lost) => (size === '' ? lost : `at ${size}: ${lost}`)));
  }
  await page.evaluate(() => void (document.documentElement.style.fontSize = ''));
  return found;
}

function findLostNow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- what runs in the page has nothing of what stands outside
    const name = (element: Element): string => `${element.localName}.${[...element.classList].map((one) => one.split('_')[1]).join('.')}`;
    const styleOf = new Map<Element, CSSStyleDeclaration>();
    const style = (element: Element): CSSStyleDeclaration => {
      const known = styleOf.get(element) ?? getComputedStyle(element);
      styleOf.set(element, known);
      return known;
    };
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- what runs in the page has nothing of what stands outside
    const isHidden = ({ overflowX, overflowY }: CSSStyleDeclaration): boolean => /hidden|clip/.test(`${overflowX} ${overflowY}`);
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- what runs in the page has nothing of what stands outside
    const scrolls = ({ overflowX, overflowY }: CSSStyleDeclaration): boolean => /auto|scroll/.test(`${overflowX} ${overflowY}`);

    for (const element of document.querySelectorAll<HTMLElement>('html, body, body *')) {
      const over = element.scrollWidth - element.clientWidth;
      if (element.clientWidth > 0 && over > 1 && (element === document.documentElement || scrolls(style(element))) && element.tabIndex < 0)
        found.push(`sideways by ${over} px: ${name(element)}`);
    }

    const { scrollHeight, clientHeight } = document.documentElement;
    if (document.querySelector('#work') !== null && scrollHeight > clientHeight + 1)
      found.push(`the bars scroll away by ${scrollHeight - clientHeight} px`);

    interface Words {
      readonly text: string;
      readonly element: Element;
      readonly layer: Element | null;
      readonly boxes: readonly DOMRect[];
    }
    const all: Words[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null) {
      const node = walker.currentNode;
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (element === null || text === '' || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (element.closest('[aria-hidden=true], [data-live-announcer], option, title') !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      let boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      const keepWithin = (edge: DOMRect): void => {
        boxes = boxes.flatMap((box) => {
          const [left, top] = [Math.max(box.left, edge.left), Math.max(box.top, edge.top)];
          const [width, height] = [Math.min(box.right, edge.right) - left, Math.min(box.bottom, edge.bottom) - top];
          return width > 2 && height > 2 ? [new DOMRect(left, top, width, height)] : [];
        });
      };
      // What lies over the window on purpose: a dialog, a notice.
      let layer: Element | null = null;
      for (let around: Element | null = element; around !== null && around !== document.body; around = around.parentElement) {
        const rules = style(around);
        const box = around.getBoundingClientRect();
        // For screen readers alone.
        if (isHidden(rules) && box.width <= 2 && box.height <= 2) boxes = [];
        if (rules.position === 'fixed') {
          layer = around;
          break;
        }
        if (isHidden(rules) && !scrolls(rules) && element.closest('[title]:not([title=""])') === null) {
          const cut = boxes.some(
            (one) => one.right > box.right + 2 || one.left < box.left - 2 || one.bottom > box.bottom + 4 || one.top < box.top - 4,
          );
          if (cut) found.push(`cut off by ${name(around)}: ${text.slice(0, 60)}`);
        }
        if (isHidden(rules) || scrolls(rules)) keepWithin(box);
      }
      if (boxes.length > 0) all.push({ text, element, layer: layer ?? element.closest('[data-trigger]'), boxes });
    }
    for (const [at, one] of all.entries()) {
      for (const other of all.slice(at + 1)) {
        if (one.layer !== other.layer || one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const isOver = one.boxes.some((box) =>
          other.boxes.some(
            (to) =>
              Math.min(box.right, to.right) - Math.max(box.left, to.left) > 3 &&
              Math.min(box.bottom, to.bottom) - Math.max(box.top, to.top) > 5,
          ),
        );
        if (isOver)
          found.push(
            `over each other: '${one.text.slice(0, 40)}' in ${name(one.element)} and '${other.text.slice(0, 40)}' in ${name(other.element)}`,
          );
      }
    }
    return [...new Set(found)];
  });
}
