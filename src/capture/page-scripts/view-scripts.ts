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

/** Words that a person may read: a page that draws only what is in view often has all of it once more in a script. */
const WORDS = `
  const dataOf = Object.getOwnPropertyDescriptor(CharacterData.prototype, 'data').get;
  const nameOf = Object.getOwnPropertyDescriptor(Node.prototype, 'nodeName').get;
  const wordsIn = (root, limit) => {
    const unread = (node) => /^(?:script|style|template|noscript)$/i.test(nameOf.call(node));
    const walker = Document.prototype.createTreeWalker.call(document, root, 5, (node) => (node.nodeType === 1 && unread(node) ? 2 : 1));
    const found = [];
    let length = 0;
    for (let node = walker.nextNode(); node !== null && length < limit; node = walker.nextNode()) {
      if (node.nodeType !== 3) continue;
      found.push(dataOf.call(node));
      length += found[found.length - 1].length;
    }
    return found.join('');
  };
  const beginningOf = (element) => wordsIn(element, 2000).trim().slice(0, 300);
  const sourceOf = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'currentSrc').get;`;

/**
 * Remembers what stands in the view (as a method of a scroller: in what it shows) by its words and pictures, in our own world of the page. Names
 * the pictures that are drawn there, and how many stand there that the page has not asked for yet. Changes nothing of the page.
 */
export const NOTE_VIEW: PageScript = {
  name: 'note-view',
  text: `function noteView(maxViews) {${STAYS}${WORDS}
  const inside = this instanceof Element ? this : null;
  const views = (globalThis.notedViews ??= []);
  const root = inside === null ? document : Node.prototype.getRootNode.call(inside);
  const whole = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const box = inside === null ? whole : Element.prototype.getBoundingClientRect.call(inside);
  const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right);
  const top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
  const seen = new Map();
  for (let y = top + 20; y < bottom; y += 40) {
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const element = childOf(root, left + share * (right - left), y);
      if (element === null || element === inside || seen.has(element) || stays(element, inside)) continue;
      const { height, top: from } = Element.prototype.getBoundingClientRect.call(element);
      if (height > bottom - top) continue;
      const what = element instanceof HTMLImageElement ? sourceOf.call(element) : beginningOf(element);
      if (what !== '') seen.set(element, [what, from + scrollY]);
    }
  }
  if (views.length < maxViews) views.push({ inside, y: scrollY, height: innerHeight, seen: [...seen].map(([element, [what, at]]) => [element, what, at]) });
  const pictures = [];
  let pending = 0;
  const waits = (image) => [...Object.getOwnPropertyDescriptor(Element.prototype, 'attributes').get.call(image)]
    .some(({ name, value }) => /^data-.*(?:src|original|lazy|image|img|url)/i.test(name) && /^\\S*[./]\\S*/.test(value));
  for (const image of [...Document.prototype.querySelectorAll.call(document, 'img')].slice(0, 5000)) {
    const at = Element.prototype.getBoundingClientRect.call(image);
    if (at.bottom < top || at.right < left || at.top > bottom || at.left > right) continue;
    const source = sourceOf.call(image);
    if (source === '' || source.startsWith('data:')) pending += waits(image) ? 1 : 0;
    else if (at.width > 0 && at.height > 0) pictures.push(source.slice(0, 100000));
  }
  return { pictures, pending };
}`,
};

const FIND_LOST = `
  const withoutNumbers = (text) => text.replace(/[\\d.,:]+/g, '#');
  const findLost = (inside) => {
    const views = (globalThis.notedViews ?? []).filter((view) => view.inside === inside);
    const words = wordsIn(inside ?? document, Infinity);
    const sources = new Set([...Document.prototype.querySelectorAll.call(document, 'img')].map((image) => sourceOf.call(image)));
    const isLost = ([element, what, at]) => {
      const isImage = element instanceof HTMLImageElement;
      const now = isImage ? sourceOf.call(element) : beginningOf(element);
      if (element.isConnected) {
        // A clock or a price that runs on where it stood is no other content.
        const runsOn = () => !isImage && withoutNumbers(now) === withoutNumbers(what) && Math.abs(Element.prototype.getBoundingClientRect.call(element).top + scrollY - at) < 5;
        if (now === what || runsOn()) return !Element.prototype.checkVisibility.call(element, { opacityProperty: true, visibilityProperty: true });
      }
      return isImage ? !sources.has(what) : !words.includes(what);
    };
    return views.map((view) => ({ y: view.y, height: view.height, seen: view.seen.length, lost: view.seen.filter(isLost).length }));
  };
  // Little may have come and gone by chance; but where a page takes much away, what it took of the next view is lost as well.
  const thatLack = (views) => (views.some((view) => view.lost >= 3 || view.lost * 2 > view.seen) ? views.filter((view) => view.lost > 0) : []);`;

/**
 * Of the views that were remembered (as a method of a scroller: of those of it): which showed words or pictures that the page shows nowhere now.
 * Reads only.
 */
export const FIND_LOST_VIEWS: PageScript = {
  name: 'find-lost-views',
  text: `function findLostViews() {${WORDS}${FIND_LOST}
  const views = findLost(this instanceof Element ? this : null);
  return { views: views.length, lost: thatLack(views) };
}`,
};

/**
 * Begins to watch what the page takes away when the browser lays it out anew for a picture: it is told of a change of size, and some pages
 * draw themselves again, a while later. Listens only.
 */
export const WATCH_REDRAWING: PageScript = {
  name: 'watch-redrawing',
  text: `function watchRedrawing() {${WORDS}${FIND_LOST}
  const [width, height] = [innerWidth, innerHeight];
  const worst = findLost(null);
  const collect = () => findLost(null).forEach((view, i) => { if (worst[i] !== undefined && view.lost > worst[i].lost) worst[i] = view; });
  const listener = () => {
    if (innerWidth !== width || innerHeight !== height) return;
    collect();
    requestAnimationFrame(collect);
  };
  window.addEventListener('resize', listener);
  globalThis.endWatching = () => {
    window.removeEventListener('resize', listener);
    return { views: worst.length, lost: thatLack(worst) };
  };
}`,
};

/** Ends the watch; which views lacked words or pictures at any time of it. */
export const END_WATCH: PageScript = {
  name: 'end-watch',
  text: `function endWatch() {
  const end = globalThis.endWatching;
  delete globalThis.endWatching;
  return end === undefined ? { views: 0, lost: [] } : end();
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
