import type { CompletenessItem } from '../model/capture-record.ts';

/** A page may fail ten thousand times, each time under another address: what is listed has to stay readable. */
const MAX_ITEMS = 2_000;
const MAX_CHARACTERS = 2 * 1024 * 1024;
const MAX_ADDRESS = 2_048;
const MAX_DETAIL = 1_000;

const ORDER: readonly CompletenessItem['class'][] = ['shown', 'supporting', 'background'];

/** The address as it is listed: whole up to 2,048 characters, then its beginning and how long it is. */
export function boundAddress(url: string): string {
  return url.length <= MAX_ADDRESS ? url : `${url.slice(0, MAX_ADDRESS)}... (${url.length} characters)`;
}

/**
 * The items that a record lists, in their order. When they are more than 2,000 or together longer than 2 MiB, shown content comes
 * before what builds it, and that before what nobody sees.
 */
export function boundItems(items: readonly CompletenessItem[]): readonly CompletenessItem[] {
  const bounded = items.map((item) => ({ ...item, url: boundAddress(item.url), detail: item.detail.slice(0, MAX_DETAIL) }));
  const listed = new Set<CompletenessItem>();
  let characters = 0;
  for (const item of ORDER.flatMap((wanted) => bounded.filter((one) => one.class === wanted))) {
    characters += item.url.length + item.detail.length;
    if (listed.size >= MAX_ITEMS || characters > MAX_CHARACTERS) break;
    listed.add(item);
  }
  return bounded.filter((item) => listed.has(item));
}
