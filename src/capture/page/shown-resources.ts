import type { SnapshotStyle } from './snapshot.ts';
import type { RenderedBox, RenderedDocument, RenderedPage } from './rendered-page.ts';

/** A picture that the layout names. */
export interface ShownResource {
  /** Absolute address; of several candidates of which the browser takes one (`image-set`), the first. */
  readonly url: string;
  /** The other candidates: any one of them does. */
  readonly alternatives: readonly string[];
}

/** Pictures that elements draw: the source of `img`, posters, image buttons, SVG images, objects. */
export function findDrawnImages(page: RenderedPage): readonly ShownResource[] {
  const found = new Map<string, ShownResource>();
  for (const document of page.documents) {
    for (let node = 0; node < document.nodeCount; node += 1) {
      const references = imageReferences(document, node);
      if (references.length === 0 || !document.boxesOf(node).some((box) => isDrawn(box) || isAwaited(document, node, box))) continue;
      const [url, ...alternatives] = references.flatMap((reference) => resolve(reference, document) ?? []);
      if (url !== undefined) found.set([url, ...alternatives].join(' '), { url, alternatives });
    }
  }
  return [...found.values()];
}

/** Addresses of the documents in frames that can be seen. */
export function findDrawnFrames(page: RenderedPage): readonly { readonly url: string }[] {
  return page.documents.flatMap((document) => {
    const found: { readonly url: string }[] = [];
    for (let node = 0; node < document.nodeCount; node += 1) {
      const frame = page.frameOf(document, node);
      if (frame !== undefined && document.boxesOf(node).some(isDrawn)) found.push({ url: frame.url });
    }
    return found;
  });
}

/** The address of the picture that an element draws; of an image that has none yet, all that it may choose from. */
function imageReferences(document: RenderedDocument, node: number): readonly string[] {
  const read = (name: string): readonly string[] => {
    const value = document.attribute(node, name);
    return value === undefined ? [] : [value];
  };
  switch (document.nameOf(node)) {
    case 'img': {
      const chosen = document.sourceOf(node);
      // While it is waited for, and of a lazy one that never came into view, the browser names no source.
      if (chosen === undefined || chosen === '')
        return [...read('src'), ...candidatesOf(document, node), ...waitingAddresses(document, node)];
      const waiting = /^data:/i.test(chosen) ? waitingAddresses(document, node) : [];
      return waiting.length > 0 ? waiting : [chosen];
    }
    case 'video':
      return read('poster');
    case 'object':
      return read('data');
    case 'embed':
      return read('src');
    case 'input':
      return document.attribute(node, 'type')?.toLowerCase() === 'image' ? read('src') : [];
    case 'image':
      return [...read('href'), ...read('xlink:href')].slice(0, 1);
    default:
      return [];
  }
}

/** Addresses in the `srcset` of an image and of the sources beside it in a `picture`. */
function candidatesOf(document: RenderedDocument, node: number): readonly string[] {
  const parent = document.parentOf(node);
  const sources =
    parent !== undefined && document.nameOf(parent) === 'picture'
      ? document.childrenOf(parent).filter((child) => document.nameOf(child) === 'source')
      : [];
  return [node, ...sources].flatMap((one) => parseSrcset(document.attribute(one, 'srcset') ?? ''));
}

/** An image that has no picture yet may have no size either. */
function isAwaited(document: RenderedDocument, node: number, box: RenderedBox): boolean {
  return document.nameOf(node) === 'img' && box.style('visibility') === 'visible' && waitingAddresses(document, node).length > 0;
}

/** Attributes of their own in which pages keep the address of a picture until they want it. */
const WAITING = /^data-.*(?:src|original|lazy|image|img|url)/i;

/** Addresses that a page has put aside for an image that shows none, or a placeholder. */
function waitingAddresses(document: RenderedDocument, node: number): readonly string[] {
  return document
    .attributesOf(node)
    .filter(([name]) => WAITING.test(name))
    .flatMap(([, value]) =>
      parseSrcset(value.slice(0, MAX_WAITING)).filter((one) => /[./]/.test(one) && !/^(?:data|blob|javascript):|[{}<>"]/i.test(one)),
    );
}

/** Characters of such an attribute. */
const MAX_WAITING = 20_000;
const MAX_CANDIDATES = 1_000;

/** Addresses of a `srcset` (HTML section 4.8.4.2.1), in one pass: the value is the page's. */
export function parseSrcset(value: string): readonly string[] {
  const found: string[] = [];
  const skip = (from: number, isSkipped: (character: string) => boolean): number => {
    let to = from;
    while (to < value.length && isSkipped(value.charAt(to))) to += 1;
    return to;
  };
  for (let at = 0; at < value.length && found.length < MAX_CANDIDATES;) {
    const start = skip(at, (character) => character === ',' || isBlank(character));
    const end = skip(start, (character) => !isBlank(character));
    let last = end;
    while (last > start && value.charAt(last - 1) === ',') last -= 1;
    if (last > start) found.push(value.slice(start, last));
    // An address that ends with a comma has no descriptors; others have them up to a comma outside of brackets.
    let depth = 0;
    at =
      last < end
        ? end
        : skip(end, (character) => {
            if (character === '(') depth += 1;
            else if (character === ')') depth = 0;
            return character !== ',' || depth > 0;
          });
  }
  return found;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\f' || character === '\r';
}

/** Whether anything is drawn that names no address of a picture: a canvas, or a picture that a script made in the page's memory. */
export function drawsFromMemory(page: RenderedPage): boolean {
  return page.documents.some((document) =>
    Array.from({ length: document.nodeCount }, (_, node) => node).some(
      (node) =>
        (document.nameOf(node) === 'canvas' || imageReferences(document, node).some((reference) => /^blob:/i.test(reference.trim()))) &&
        document.boxesOf(node).some(isDrawn),
    ),
  );
}

const IMAGE_STYLES: readonly SnapshotStyle[] = [
  'background-image',
  'list-style-image',
  'border-image-source',
  'mask-image',
  '-webkit-mask-box-image-source',
  'content',
];

/** Pictures that styles draw, of boxes that can be seen. */
export function findCssImages(page: RenderedPage): readonly ShownResource[] {
  const found = new Map<string, ShownResource>();
  for (const document of page.documents) {
    for (let node = 0; node < document.nodeCount; node += 1) {
      const name = document.nameOf(node);
      // A text box repeats the styles of its element.
      if (name === '#text') continue;
      const box = document.boxesOf(node)[0];
      if (box === undefined || !isDrawn(box)) continue;
      for (const style of IMAGE_STYLES) {
        // It is inherited by every box, drawn by list items alone.
        if (style === 'list-style-image' && name !== '::marker') continue;
        for (const image of parseCssImages(box.style(style))) {
          const [url, ...alternatives] = image.flatMap((reference) => resolve(reference, document) ?? []);
          if (url !== undefined) found.set([url, ...alternatives].join(' '), { url, alternatives });
        }
      }
    }
  }
  return [...found.values()];
}

/** Addresses in a computed style value, grouped by picture: an `image-set` is one picture with several candidates. */
export function parseCssImages(value: string): readonly (readonly string[])[] {
  if (!value.includes('url(')) return [];
  const groups: string[][] = [];
  let setDepth: number | undefined;
  let depth = 0;
  const token = /url\("((?:[^"\\]|\\.)*)"\)|image-set\(|"(?:[^"\\]|\\.)*"|[()]/g;
  for (const match of value.matchAll(token)) {
    const [text, url] = match;
    if (url !== undefined) {
      const address = url.replace(/\\(.)/g, '$1');
      if (setDepth === undefined) groups.push([address]);
      else groups.at(-1)?.push(address);
    } else if (text === 'image-set(') {
      depth += 1;
      setDepth ??= depth;
      groups.push([]);
    } else if (text === '(') depth += 1;
    else if (text === ')') {
      if (setDepth === depth) setDepth = undefined;
      depth -= 1;
    }
  }
  return groups.filter((group) => group.length > 0);
}

function isDrawn(box: RenderedBox): boolean {
  return box.style('visibility') === 'visible' && box.box.width > 0 && box.box.height > 0;
}

function resolve(reference: string, document: RenderedDocument): string | undefined {
  const trimmed = reference.trim();
  return trimmed !== '' && URL.canParse(trimmed, document.baseUrl) ? new URL(trimmed, document.baseUrl).href : undefined;
}
