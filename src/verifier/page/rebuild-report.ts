/** Elements of a report as this program writes it. What is in none of them stays as text; what is in others is left out with all that it holds. */
const KEPT = new Set(
  'article b bdi br caption code dd div dl dt em figcaption figure h1 h2 h3 header hr i li ol p pre section small span strong sub sup table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
/** Their content is no text for people. */
const LEFT_OUT = new Set(
  'applet audio base canvas embed frame frameset head iframe link math meta noembed noframes noscript object param picture plaintext script source style svg template textarea title track video xmp'.split(
    ' ',
  ),
);
/** Pictures in the file itself, in forms that draw nothing but pixels. */
const PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/;
const CLASS = /^[a-zA-Z0-9 _-]{1,200}$/;
/** Nobody reads further; a tree made to be endless ends here. */
const MAX_NODES = 400_000;
const MAX_DEPTH = 60;
const PX_PER_MM = 96 / 25.4;
const MAX_WIDTH_PX = 900;

/**
 * A document with the words and pictures of a report and nothing else of it: made anew, element by element, from a list of those that reports have. No
 * script, style, link, form, frame or address comes across, whatever the report holds. It is for a frame without rights; `style` is ours.
 */
export function rebuildReport(text: string, style: string): string {
  // Such a document runs nothing, loads nothing and is never shown.
  // Its own sheet and styles would not come across anyway; browsers complain aloud of them.
  const given = new DOMParser().parseFromString(
    text.replaceAll(/<style\b[^]*?<\/style>/gi, '').replaceAll(/ style="/g, ' data-size="'),
    'text/html',
  );
  const made = document.implementation.createHTMLDocument('');
  const lang = given.documentElement.getAttribute('lang') ?? '';
  if (/^[A-Za-z-]{2,12}$/.test(lang)) made.documentElement.setAttribute('lang', lang);
  const sheet = made.createElement('style');
  sheet.textContent = style;
  const charset = made.createElement('meta');
  charset.setAttribute('charset', 'utf-8');
  made.head.replaceChildren(charset, sheet);
  copyClass(given.body, made.body);
  new Copy(made).children(given.body, made.body, 0);
  return `<!doctype html>\n${made.documentElement.outerHTML}`;
}

class Copy {
  readonly #made: Document;
  readonly #shown = new Set<string>();
  #nodes = 0;

  constructor(made: Document) {
    this.#made = made;
  }

  children(from: Node, into: Element, depth: number): void {
    for (const node of from.childNodes) {
      this.#nodes += 1;
      if (this.#nodes > MAX_NODES) return;
      if (node.nodeType === Node.TEXT_NODE) into.append(this.#made.createTextNode(node.nodeValue ?? ''));
      else if (node instanceof Element) this.#element(node, into, depth);
    }
  }

  #element(from: Element, into: Element, depth: number): void {
    const name = from.localName;
    if (LEFT_OUT.has(name) || depth > MAX_DEPTH) return;
    if (name === 'img') return this.#picture(from, into);
    if (!KEPT.has(name)) return this.children(from, into, depth + 1);
    const element = this.#made.createElement(name);
    copyClass(from, element);
    for (const attribute of ['lang', 'dir', 'scope', 'colspan', 'rowspan']) {
      const value = from.getAttribute(attribute);
      if (value !== null && /^[A-Za-z0-9-]{0,30}$/.test(value)) element.setAttribute(attribute, value);
    }
    this.children(from, element, depth + 1);
    into.append(element);
  }

  /** On paper a long page stands in pieces, each a window on the same picture: here the first shows all of it. */
  #picture(from: Element, into: Element): void {
    const source = from.getAttribute('src') ?? '';
    const isPiece = from.parentElement?.classList.contains('window') === true;
    if (!PICTURE.test(source) || (isPiece && this.#shown.has(source))) return;
    this.#shown.add(source);
    const image = this.#made.createElement('img');
    image.setAttribute('src', source);
    image.setAttribute('alt', from.getAttribute('alt') ?? '');
    const widthMm = Number(/(?:^|;)\s*width:\s*([0-9.]{1,8})mm/.exec(from.getAttribute('data-size') ?? '')?.[1] ?? Number.NaN);
    if (widthMm > 0) image.setAttribute('width', String(Math.min(MAX_WIDTH_PX, Math.round(widthMm * PX_PER_MM))));
    into.append(image);
  }
}

function copyClass(from: Element, into: Element): void {
  const value = from.getAttribute('class');
  if (value !== null && CLASS.test(value)) into.setAttribute('class', value);
}
