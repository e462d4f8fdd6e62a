import type { PageScript } from './page-script.ts';

/** Whether an element stays where it is when `inside` scrolls: it sticks, is fixed, or stands outside of it and over it. */
const STAYS = `
  const parentOf = Object.getOwnPropertyDescriptor(Node.prototype, 'parentNode').get;
  const known = new Map();
  const stays = (element, inside) => {
    const way = [];
    let answer = inside !== null;
    for (let node = element; node !== null && node !== undefined; node = parentOf.call(node) ?? node.host) {
      if (node === inside) { answer = false; break; }
      if (known.has(node)) { answer = known.get(node); break; }
      way.push(node);
      if (node.nodeType === 1 && /^(?:fixed|sticky)$/.test(getComputedStyle(node).position)) { answer = true; break; }
    }
    if (answer && inside !== null && Node.prototype.contains.call(element, inside)) answer = false;
    for (const node of way) known.set(node, answer);
    return answer;
  };
  const childOf = (root, x, y) => (root instanceof ShadowRoot ? ShadowRoot : Document).prototype.elementFromPoint.call(root, x, y);`;

/**
 * How many CSS pixels at the top and at the bottom of what a scroller shows (as a method of it), or of the view, are covered by something that
 * stays there: sticky headings, bars, banners. What covers more than half is taken for no bar. Reads only.
 */
export const READ_STUCK: PageScript = {
  name: 'read-stuck',
  text: `function readStuck() {${STAYS}
  const inside = this instanceof Element ? this : null;
  const root = inside === null ? document : Node.prototype.getRootNode.call(inside);
  const box = inside === null ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight } : Element.prototype.getBoundingClientRect.call(inside);
  const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right);
  const top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
  const height = bottom - top;
  const isCovered = (y) => [0.03, 0.2, 0.35, 0.5, 0.65, 0.8, 0.97].some((share) => {
    const hit = childOf(root, left + share * (right - left), y);
    return hit !== null && stays(hit, inside);
  });
  const measure = (at) => {
    let covered = 0;
    for (let y = 0; y <= covered + 24 && y < height / 2; y += 4) if (isCovered(at(y))) covered = y + 4;
    return covered;
  };
  const stuck = { top: measure((y) => top + y + 1), bottom: measure((y) => bottom - y - 1) };
  return stuck.top + stuck.bottom > height / 2 ? { top: 0, bottom: 0 } : stuck;
}`,
};

/**
 * Remembers what stands in the view by its words and pictures, in our own world of the page, and names the pictures that are drawn there.
 * Changes nothing of the page.
 */
export const NOTE_VIEW: PageScript = {
  name: 'note-view',
  text: `function noteView(maxViews) {${STAYS}
  const views = (globalThis.notedViews ??= []);
  const textOf = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent').get;
  const sourceOf = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'currentSrc').get;
  const seen = new Map();
  for (let y = 20; y < innerHeight; y += 40) {
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const element = childOf(document, share * innerWidth, y);
      if (element === null || seen.has(element) || stays(element, null)) continue;
      const { height } = Element.prototype.getBoundingClientRect.call(element);
      if (height > innerHeight) continue;
      const what = element instanceof HTMLImageElement ? sourceOf.call(element) : textOf.call(element).trim().slice(0, 300);
      if (what !== '') seen.set(element, what);
    }
  }
  if (views.length < maxViews) views.push({ y: scrollY, height: innerHeight, seen: [...seen] });
  const pictures = [];
  for (const image of [...Document.prototype.querySelectorAll.call(document, 'img')].slice(0, 5000)) {
    const { left, top, right, bottom, width, height } = Element.prototype.getBoundingClientRect.call(image);
    if (width === 0 || height === 0 || bottom < 0 || right < 0 || top > innerHeight || left > innerWidth) continue;
    const source = sourceOf.call(image);
    if (source !== '' && !source.startsWith('data:')) pictures.push(source.slice(0, 100000));
  }
  return pictures;
}`,
};

/** Of the views that were remembered: which showed words or pictures that the page shows nowhere now. Reads only. */
export const FIND_LOST_VIEWS: PageScript = {
  name: 'find-lost-views',
  text: `function findLostViews() {
  const views = globalThis.notedViews ?? [];
  const textOf = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent').get;
  const sourceOf = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'currentSrc').get;
  const words = textOf.call(Object.getOwnPropertyDescriptor(Document.prototype, 'documentElement').get.call(document));
  const sources = new Set([...Document.prototype.querySelectorAll.call(document, 'img')].map((image) => sourceOf.call(image)));
  const isLost = ([element, what]) => {
    const isImage = element instanceof HTMLImageElement;
    const now = isImage ? sourceOf.call(element) : textOf.call(element).trim().slice(0, 300);
    if (element.isConnected && now === what) return !Element.prototype.checkVisibility.call(element, { opacityProperty: true, visibilityProperty: true });
    return isImage ? !sources.has(what) : !words.includes(what);
  };
  const lost = views.map((view) => ({ y: view.y, height: view.height, seen: view.seen.length, lost: view.seen.filter(isLost).length }));
  return { views: views.length, lost: lost.filter((view) => view.lost >= 3 || view.lost * 2 > view.seen) };
}`,
};

/** Waits until what moves or fades for a short while has come to its end; what runs on or follows scrolling is not waited for. */
export const WAIT_FOR_FADES: PageScript = {
  name: 'wait-for-fades',
  text: `async function waitForFades(timeoutMs) {
  const timeline = Object.getOwnPropertyDescriptor(Document.prototype, 'timeline').get.call(document);
  const short = Document.prototype.getAnimations.call(document).slice(0, 1000).filter((one) => {
    const timing = one.effect === null ? null : one.effect.getComputedTiming();
    return one.playState === 'running' && one.timeline === timeline && timing !== null && timing.endTime - (timing.localTime ?? 0) <= timeoutMs;
  });
  if (short.length === 0) return;
  await Promise.race([Promise.allSettled(short.map((one) => one.finished)), new Promise((resolve) => setTimeout(resolve, timeoutMs))]);
}`,
};
