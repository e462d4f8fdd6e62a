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

const IDENTIFIER: ItemReading = { types: ['PropertyValue'], member: 'value' };

type OfferFacts = Pick<PageFacts, 'jsonLd' | 'microdata' | 'openGraph' | 'meta'>;

/**
 * The price as the page itself says it in its metadata, with its currency where that stands beside it: `180 EUR`. Undefined where it says nothing.
 * A fact of the page: what it showed a reader may be another price.
 */
export function findPrice(page: OfferFacts): string | undefined {
  const inMicrodata = withCurrency(findInMicrodata(page, 'price'), findInMicrodata(page, 'priceCurrency'));
  const inHead = ['product:price', 'og:price'].map((name) =>
    withCurrency(findInHead(page, `${name}:amount`), findInHead(page, `${name}:currency`)),
  );
  return (
    findInJson(parseJsonLd(page), 'price', (price, beside) =>
      asShortText(price).flatMap((amount) => withCurrency(amount, asShortText(beside['priceCurrency']).at(0)) ?? []),
    ) ??
    inMicrodata ??
    inHead.find((price) => price !== undefined)
  );
}

/** The number or name of the ad as the page itself says it in its metadata. Undefined where it says none. */
export function findAdId(page: OfferFacts): string | undefined {
  const blocks = parseJsonLd(page);
  const names = ['sku', 'productID', 'identifier'] as const;
  for (const name of names) {
    const found =
      findInJson(blocks, name, (value, beside) => (isParty(beside) ? [] : idsOf(value))) ??
      findInMicrodata(page, name, asShortText, IDENTIFIER);
    if (found !== undefined) return found;
  }
  return findInHead(page, 'product:retailer_item_id');
}

function withCurrency(amount: string | undefined, currency: string | undefined): string | undefined {
  return amount === undefined || currency === undefined ? amount : `${amount} ${currency}`;
}

/** schema.org: an identifier is a text, an address, or a `PropertyValue`. */
function idsOf(value: unknown): readonly string[] {
  return isObject(value) ? asShortText(value['value']) : asShortText(value);
}

/** Sellers have identifiers too. */
function isParty(about: Readonly<Record<string, unknown>>): boolean {
  return ['Person', 'Organization', 'Brand'].some((type) => about['@type'] === type);
}
