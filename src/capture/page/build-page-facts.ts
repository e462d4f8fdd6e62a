import type { z } from 'zod';
import type { pageFactsSchema } from '../../core/model/capture-record.ts';
import type { DomDocument, DomElement, DomNode } from './dom-tree.ts';
import type { RenderedDocument } from './rendered-page.ts';

export type PageFacts = z.infer<typeof pageFactsSchema>;

/** Bounds of what a hostile page can put into the record. What is above them stays in [dom] and is told by a warning. */
const MAX_ENTRIES = 1_000;
const MAX_TEXT_LENGTH = 256 * 1024;
const MAX_TOTAL_LENGTH = 4 * 1024 * 1024;

/**
 * What the main document says of itself, verbatim: nothing resolved, parsed or judged.
 * `leftOut` counts statements above the bounds.
 */
export function buildPageFacts(
  dom: DomDocument | undefined,
  main: RenderedDocument | undefined,
): { readonly facts: PageFacts; readonly leftOut: number } {
  const kept = new Bounded();
  const elements = dom === undefined ? [] : elementsOf(dom.children);
  const facts: PageFacts = { meta: [], openGraph: [], jsonLd: [], microdata: microdataOf(elements, kept) };
  for (const element of elements) {
    const read = attributeReader(element);
    if (element.name === 'meta') {
      const content = read('content');
      const property = read('property');
      const name = read('name') ?? (read('http-equiv') === undefined ? undefined : `http-equiv:${read('http-equiv')}`);
      if (content === undefined) continue;
      if (property !== undefined && kept.take(property, content)) facts.openGraph.push({ property, content });
      if (name !== undefined && kept.take(name, content)) facts.meta.push({ name, content });
    } else if (element.name === 'script' && /^application\/ld\+json\b/i.test(read('type')?.trim() ?? '')) {
      const text = textOf(element);
      if (text !== undefined && kept.take(text)) facts.jsonLd.push(text);
    } else if (element.name === 'link' && facts.canonicalUrl === undefined && /(?:^|\s)canonical(?:\s|$)/i.test(read('rel') ?? '')) {
      const href = read('href');
      if (href !== undefined && kept.take(href)) facts.canonicalUrl = href;
    } else if (element.name === 'html' && facts.language === undefined) {
      const language = read('lang') ?? read('xml:lang');
      if (language !== undefined && language !== '' && kept.take(language)) facts.language = language;
    }
  }
  if (main !== undefined && main.title !== '' && kept.take(main.title)) facts.title = main.title;
  if (main !== undefined && main.charset !== '') facts.charset = main.charset;
  return { facts, leftOut: kept.leftOut };
}

class Bounded {
  #entries = 0;
  #length = 0;
  leftOut = 0;

  take(...texts: readonly string[]): boolean {
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (length > MAX_TEXT_LENGTH || this.#length + length > MAX_TOTAL_LENGTH || this.#entries >= MAX_ENTRIES) {
      this.leftOut += 1;
      return false;
    }
    this.#entries += 1;
    this.#length += length;
    return true;
  }
}

/** Elements of one document in order; shadow roots, frames and templates are not part of it. */
function elementsOf(nodes: readonly DomNode[]): readonly DomElement[] {
  const found: DomElement[] = [];
  const open = nodes.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind !== 'element') continue;
    found.push(node);
    for (let i = node.children.length - 1; i >= 0; i -= 1) {
      const child = node.children[i];
      if (child !== undefined) open.push(child);
    }
  }
  return found;
}

function attributeReader(element: DomElement): (name: string) => string | undefined {
  return (name) => element.attributes.find(([key]) => key === name)?.[1];
}

/** Undefined when the text could not be had whole: half a JSON-LD block says something else. */
function textOf(element: DomElement): string | undefined {
  const parts: string[] = [];
  const open = element.children.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'text') {
      if (!node.whole) return undefined;
      parts.push(node.text);
    } else if (node.kind === 'element') open.push(...node.children.toReversed());
  }
  return parts.join('');
}

/** Items in document order; a property that is an item itself has the value `#<n>`, the n-th item of the list from 1. */
function microdataOf(elements: readonly DomElement[], kept: Bounded): PageFacts['microdata'] {
  const scopes = elements.filter((element) => attributeReader(element)('itemscope') !== undefined).slice(0, MAX_ENTRIES);
  const numbers = new Map(scopes.map((scope, i) => [scope, i + 1] as const));
  const byId = new Map<string, DomElement>();
  let visits = 0;
  const maxVisits = 2 * elements.length + 100_000;
  if (scopes.some((scope) => attributeReader(scope)('itemref') !== undefined)) {
    for (const element of elements.toReversed()) byId.set(attributeReader(element)('id') ?? '', element);
  }
  return scopes.map((scope) => {
    const properties: { name: string; value: string }[] = [];
    const open: DomNode[] = [...scope.children, ...referredTo(scope, byId)].toReversed();
    // What an item names may stand inside of it, hold it, or be named by a thousand others.
    const met = new Set<DomNode>([scope]);
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.kind !== 'element' || met.has(node)) continue;
      met.add(node);
      visits += 1;
      if (visits > maxVisits) {
        kept.leftOut += 1;
        break;
      }
      const read = attributeReader(node);
      const number = numbers.get(node);
      const value = number === undefined ? propertyValue(node) : `#${number}`;
      for (const name of (read('itemprop') ?? '').split(/\s+/).filter((part) => part !== '')) {
        if (value !== undefined && kept.take(name, value)) properties.push({ name, value });
      }
      // Properties below an inner item belong to that item.
      if (number === undefined) open.push(...node.children.toReversed());
    }
    const type = attributeReader(scope)('itemtype');
    return { ...(type === undefined || !kept.take(type) ? {} : { type }), properties };
  });
}

/** Elements elsewhere that an item names as its own (HTML section 5.2.2, `itemref`). */
function referredTo(scope: DomElement, byId: ReadonlyMap<string, DomElement>): readonly DomElement[] {
  const ids = new Set((attributeReader(scope)('itemref') ?? '').split(/\s+/).filter((id) => id !== ''));
  return [...ids].slice(0, MAX_ENTRIES).flatMap((id) => byId.get(id) ?? []);
}

const VALUE_ATTRIBUTES: Readonly<Record<string, string>> = {
  meta: 'content',
  audio: 'src',
  embed: 'src',
  iframe: 'src',
  img: 'src',
  source: 'src',
  track: 'src',
  video: 'src',
  a: 'href',
  area: 'href',
  link: 'href',
  object: 'data',
  data: 'value',
  meter: 'value',
};

/** HTML section 5.2.4 "Values", without resolving addresses. Other elements may carry `content` too, as many markets do. */
function propertyValue(element: DomElement): string | undefined {
  const read = attributeReader(element);
  const attribute = VALUE_ATTRIBUTES[element.name];
  if (attribute !== undefined) return read(attribute);
  if (element.name === 'time') return read('datetime') ?? textOf(element);
  return read('content') ?? textOf(element);
}
