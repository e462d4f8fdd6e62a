/**
 * Scripts of ours that run in an isolated world of the page: they share its document and none of its objects, so that a page can neither
 * see them nor change what they use. Each is the text of one function; the record holds the digest of that text.
 *
 * A document may carry elements named like its own properties (`<form name=scrollingElement>`); such names are read through the
 * prototype.
 */
export interface PageScript {
  readonly name: string;
  /** A function declaration. With an element it is called as a method of it. */
  readonly text: string;
}

const SCROLLING_ELEMENT = `
  const get = (name) => Object.getOwnPropertyDescriptor(Document.prototype, name).get.call(document);
  const root = get('scrollingElement') ?? get('documentElement') ?? { scrollWidth: innerWidth, scrollHeight: innerHeight };`;

/** Two frames drawn, or 250 ms where nothing is drawn. */
const TWO_FRAMES = `
  const frames = () => new Promise((resolve) => {
    setTimeout(resolve, 250);
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  });`;

/** An element's own properties and methods: a form may hold fields named like them. */
const OWN = `
  const read = (name) => Object.getOwnPropertyDescriptor(Element.prototype, name).get.call(this);`;

/** Size and place of the view, in CSS pixels. Reads only. */
export const READ_VIEW: PageScript = {
  name: 'read-view',
  text: `function readView() {${SCROLLING_ELEMENT}
  return {
    width: innerWidth,
    height: innerHeight,
    scale: devicePixelRatio,
    scrollX: scrollX,
    scrollY: scrollY,
    documentWidth: root.scrollWidth,
    documentHeight: root.scrollHeight,
  };
}`,
};

/** How many nodes and characters the document has, counted until one of both is too many. Reads only. */
export const MEASURE_DOCUMENT: PageScript = {
  name: 'measure-document',
  text: `function measureDocument(maxNodes, maxCharacters) {
  const getter = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const nodeType = getter(Node, 'nodeType');
  const data = getter(CharacterData, 'data');
  const attributes = getter(Element, 'attributes');
  const walker = Document.prototype.createTreeWalker.call(document, document);
  let nodes = 0;
  let characters = 0;
  for (let node = document; node !== null && nodes <= maxNodes && characters <= maxCharacters; node = walker.nextNode()) {
    nodes += 1;
    const type = nodeType.call(node);
    if (type === 1) for (const attribute of attributes.call(node)) characters += attribute.value.length;
    else if (type === 3 || type === 4 || type === 7 || type === 8) characters += data.call(node).length;
  }
  return { nodes, characters };
}`,
};

/** Scrolls the document at once, without animation, and waits until it was drawn there. */
export const SCROLL_DOCUMENT: PageScript = {
  name: 'scroll-document',
  text: `async function scrollDocument(x, y) {${SCROLLING_ELEMENT}${TWO_FRAMES}
  window.scrollTo({ left: x, top: y, behavior: 'instant' });
  await frames();
  return { scrollX: scrollX, scrollY: scrollY, height: innerHeight, documentHeight: root.scrollHeight };
}`,
};

/** How an element scrolls and where its inside stands on the page, in CSS pixels. Reads only. */
export const READ_SCROLLER: PageScript = {
  name: 'read-scroller',
  text: `function readScroller() {${OWN}
  const box = Element.prototype.getBoundingClientRect.call(this);
  return {
    x: box.left + read('clientLeft'),
    y: box.top + read('clientTop'),
    width: read('clientWidth'),
    height: read('clientHeight'),
    scrollTop: read('scrollTop'),
    scrollHeight: read('scrollHeight'),
    viewWidth: innerWidth,
    viewHeight: innerHeight,
    pageX: scrollX,
    pageY: scrollY,
  };
}`,
};

/** Scrolls an element at once, without animation, and waits until it was drawn there. */
export const SCROLL_ELEMENT: PageScript = {
  name: 'scroll-element',
  text: `async function scrollElement(y) {${OWN}${TWO_FRAMES}
  Element.prototype.scrollTo.call(this, { top: y, behavior: 'instant' });
  await frames();
  return { scrollTop: read('scrollTop'), scrollHeight: read('scrollHeight'), height: read('clientHeight') };
}`,
};

/** Brings an element into view by scrolling the document. */
export const REVEAL_ELEMENT: PageScript = {
  name: 'reveal-element',
  text: `async function revealElement() {${TWO_FRAMES}
  Element.prototype.scrollIntoView.call(this, { block: 'nearest', inline: 'nearest', behavior: 'instant' });
  await frames();
}`,
};

/** Resolves to true once the frame has drawn itself: a frame that the browser does not draw is given no animation frames. */
export const WAIT_UNTIL_DRAWN: PageScript = {
  name: 'wait-until-drawn',
  text: `function waitUntilDrawn(timeoutMs) {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), timeoutMs);
    requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))));
  });
}`,
};

/** Whether an element is drawn at all, by its styles. Reads only. */
export const IS_SHOWN: PageScript = {
  name: 'is-shown',
  text: `function isShown() {
  return Element.prototype.checkVisibility.call(this, { opacityProperty: true, visibilityProperty: true });
}`,
};

/** Whether a part of an element stands in the view as it is, also of a frame's element within other frames. Reads only. */
export const IS_IN_VIEW: PageScript = {
  name: 'is-in-view',
  text: `function isInView() {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver((entries) => {
      observer.disconnect();
      const { width, height } = entries[entries.length - 1].intersectionRect;
      resolve(width > 0 && height > 0);
    });
    observer.observe(this);
    setTimeout(() => { observer.disconnect(); resolve(false); }, 1000);
  });
}`,
};

/** Whether an element keeps its place in the view when the document is scrolled, by its styles and those around it. Reads only. */
export const IS_FIXED_TO_VIEW: PageScript = {
  name: 'is-fixed-to-view',
  text: `function isFixedToView() {
  const parentOf = Object.getOwnPropertyDescriptor(Node.prototype, 'parentNode').get;
  for (let node = this; node !== null && node !== undefined; node = parentOf.call(node) ?? node.host) {
    if (node.nodeType === 1 && /^(?:fixed|sticky)$/.test(getComputedStyle(node).position)) return true;
  }
  return false;
}`,
};

/** Addresses that the frame's own performance timeline names. Reads only. */
export const LIST_RESOURCES: PageScript = {
  name: 'list-resources',
  text: `function listResources() {
  return performance.getEntriesByType('resource').slice(0, 20000).map((entry) => [entry.name, entry.initiatorType]);
}`,
};
