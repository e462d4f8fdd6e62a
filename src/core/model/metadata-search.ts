import type { Observation } from './capture-record.ts';

export type PageFacts = NonNullable<Observation['page']>;

const MAX_CHARACTERS = 300;
/** A page may nest what it likes: so many values of its JSON-LD are looked at. */
const MAX_VALUES = 20_000;

/** What the JSON-LD blocks of a page hold; a block that is no JSON holds nothing. */
export function parseJsonLd(page: Pick<PageFacts, 'jsonLd'>): readonly unknown[] {
  return page.jsonLd.flatMap((text): readonly unknown[] => {
    try {
      return [JSON.parse(text)];
    } catch {
      // A page's own fault, and it says nothing.
      return [];
    }
  });
}

/** What the first object says that has the property in a form that `read` takes; nearer to the top goes first. */
export function findInJson(
  blocks: readonly unknown[],
  property: string,
  read: (value: unknown, beside: Readonly<Record<string, unknown>>) => readonly string[],
): string | undefined {
  const waiting = [...blocks];
  for (let looked = 0; looked < MAX_VALUES && looked < waiting.length; looked += 1) {
    const value = waiting[looked];
    if (Array.isArray(value)) {
      for (const one of value.slice(0, MAX_VALUES)) waiting.push(one);
    } else if (isObject(value)) {
      const [found] = Object.hasOwn(value, property) ? read(value[property], value) : [];
      if (found !== undefined) return found;
      for (const one of Object.values(value)) if (typeof one === 'object') waiting.push(one);
    }
  }
  return undefined;
}

/** What is taken of an item that is the value of a property: `member` of it, where its type ends in one of `types`. */
export interface ItemReading {
  readonly types: readonly string[];
  readonly member: string;
}

/** The first value that `read` takes; of a value that is an item itself (`#n`, the n-th entry), what `item` says, otherwise nothing. */
export function findInMicrodata(
  page: Pick<PageFacts, 'microdata'>,
  property: string,
  read = asShortText,
  item?: ItemReading,
): string | undefined {
  const values = page.microdata.flatMap(({ properties }) => properties.flatMap(({ name, value }) => (name === property ? [value] : [])));
  return values.flatMap((value) => resolveItem(page, value, item).flatMap((text) => read(text))).at(0);
}

function resolveItem({ microdata }: Pick<PageFacts, 'microdata'>, value: string, item: ItemReading | undefined): readonly string[] {
  const entry = /^#[1-9]\d{0,5}$/.test(value) ? microdata[Number(value.slice(1)) - 1] : undefined;
  if (entry === undefined) return [value];
  const isOne = item?.types.some((type) => entry.type?.endsWith(type) === true) === true;
  return isOne ? entry.properties.flatMap((inner) => (inner.name === item?.member ? [inner.value] : [])) : [];
}

/** Content of the first OpenGraph property or meta element of this name, in lower case. */
export function findInHead(page: Partial<Pick<PageFacts, 'meta' | 'openGraph'>>, name: string, read = asShortText): string | undefined {
  const said = [...(page.openGraph ?? []).map(({ property, content }) => ({ name: property, content })), ...(page.meta ?? [])];
  return said.flatMap((one) => (one.name.toLowerCase() === name ? read(one.content) : [])).at(0);
}

/** As one short text, trimmed; nothing when it is empty or too long for one. */
export function asShortText(value: unknown): readonly string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'string') return [];
  const text = value.trim();
  return text === '' || text.length > MAX_CHARACTERS ? [] : [text];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
