import type { Observation } from './capture-record.ts';

type PageFacts = NonNullable<Observation['page']>;

const MAX_CHARACTERS = 300;
/** A page may nest what it likes: so many values of its JSON-LD are looked at. */
const MAX_VALUES = 20_000;

/**
 * Who sells, as the page itself says it in its metadata, verbatim: `seller`, then `author`, in JSON-LD, microdata and meta elements.
 * Undefined where it says nothing. A fact of the page, not of the world: anyone may write any name there.
 */
export function findSeller(page: Pick<PageFacts, 'jsonLd' | 'microdata' | 'openGraph' | 'meta'>): string | undefined {
  const blocks = page.jsonLd.flatMap(parseBlock);
  return (
    findInJson(blocks, 'seller') ??
    findInMicrodata(page, 'seller') ??
    findInJson(blocks, 'author') ??
    findInMicrodata(page, 'author') ??
    page.openGraph.flatMap(({ property, content }) => (property === 'product:retailer_title' ? asName(content) : [])).at(0) ??
    page.meta.flatMap(({ name, content }) => (name.toLowerCase() === 'author' ? asName(content) : [])).at(0)
  );
}

function parseBlock(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    // A page's own fault, and no seller.
    return [];
  }
}

function findInJson(blocks: readonly unknown[], property: 'seller' | 'author'): string | undefined {
  const waiting = [...blocks];
  for (let looked = 0; looked < MAX_VALUES && looked < waiting.length; looked += 1) {
    const value = waiting[looked];
    if (Array.isArray(value)) {
      for (const one of value.slice(0, MAX_VALUES)) waiting.push(one);
    } else if (isObject(value)) {
      const [name] = namesOf(value[property]);
      if (name !== undefined) return name;
      for (const one of Object.values(value)) if (typeof one === 'object') waiting.push(one);
    }
  }
  return undefined;
}

function namesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return asName(value);
  if (Array.isArray(value)) return value.slice(0, 20).flatMap((one: unknown) => (Array.isArray(one) ? [] : namesOf(one)));
  return isObject(value) && typeof value['name'] === 'string' ? asName(value['name']) : [];
}

function findInMicrodata(page: Pick<PageFacts, 'microdata'>, property: string): string | undefined {
  return page.microdata
    .flatMap(({ properties }) => properties.flatMap(({ name, value }) => (name === property ? asName(value) : [])))
    .at(0);
}

/** An address names no one. */
function asName(text: string): readonly string[] {
  const name = text.trim();
  return name === '' || name.length > MAX_CHARACTERS || /^https?:\/\//i.test(name) ? [] : [name];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
