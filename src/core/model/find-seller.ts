import {
  asShortText,
  findInHead,
  findInJson,
  findInMicrodata,
  isObject,
  parseJsonLd,
  type ItemReading,
  type PageFacts,
} from './metadata-search.ts';

/** schema.org: who sells is a person, an organisation, or one of its kinds. */
const PARTY: ItemReading = { types: ['Person', 'Organization', 'Corporation', 'Store', 'Business', 'Brand'], member: 'name' };

/**
 * Who sells, as the page itself says it in its metadata, verbatim: `seller`, then `author`, in JSON-LD, microdata and meta elements.
 * Undefined where it says nothing. A fact of the page, not of the world: anyone may write any name there.
 */
export function findSeller(page: Pick<PageFacts, 'jsonLd' | 'microdata' | 'openGraph' | 'meta'>): string | undefined {
  const blocks = parseJsonLd(page);
  return (
    findInJson(blocks, 'seller', namesOf) ??
    findInMicrodata(page, 'seller', asName, PARTY) ??
    findInJson(blocks, 'author', namesOf) ??
    findInMicrodata(page, 'author', asName, PARTY) ??
    findInHead({ openGraph: page.openGraph }, 'product:retailer_title', asName) ??
    findInHead({ meta: page.meta }, 'author', asName)
  );
}

function namesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return asName(value);
  if (Array.isArray(value)) return value.slice(0, 20).flatMap((one: unknown) => (Array.isArray(one) ? [] : namesOf(one)));
  return isObject(value) ? asName(value['name']) : [];
}

/** An address names no one, and neither does a number. */
function asName(value: unknown): readonly string[] {
  return typeof value === 'string' ? asShortText(value).filter((name) => !/^(?:https?:\/\/|\/\S*$)/i.test(name)) : [];
}
