import type { ExchangeItem } from '../../../rpc/contract/cases.ts';

/** Groups of the filter, in its order. */
export const EXCHANGE_KINDS = ['document', 'picture', 'script', 'style', 'data', 'media', 'other'] as const;
export type ExchangeKind = (typeof EXCHANGE_KINDS)[number];

const KIND_OF: ReadonlyMap<string, ExchangeKind> = new Map<string, ExchangeKind>(
  Object.entries({
    Document: 'document',
    Image: 'picture',
    Script: 'script',
    Stylesheet: 'style',
    Font: 'style',
    XHR: 'data',
    Fetch: 'data',
    EventSource: 'data',
    WebSocket: 'data',
    Media: 'media',
  } as const),
);

export function kindOf({ metadata }: ExchangeItem): ExchangeKind {
  return KIND_OF.get(metadata.resourceType) ?? 'other';
}

/** True where the exchange did not give what it should: no answer, a refusal, or a note of the recording. */
export function isTrouble({ status, metadata }: ExchangeItem): boolean {
  return metadata.problem !== undefined || (status !== undefined && status >= 400);
}

export interface ExchangeFilter {
  /** Words in the address, method, status or type; all must occur. */
  readonly text: string;
  /** Empty: all. */
  readonly kinds: ReadonlySet<ExchangeKind>;
  readonly troubleOnly: boolean;
}

export function filterExchanges(items: readonly ExchangeItem[], filter: ExchangeFilter): readonly ExchangeItem[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return items.filter((item) => {
    if (filter.troubleOnly && !isTrouble(item)) return false;
    if (filter.kinds.size > 0 && !filter.kinds.has(kindOf(item))) return false;
    if (words.length === 0) return true;
    const text = `${item.method} ${item.status ?? ''} ${item.metadata.resourceType} ${item.metadata.phase} ${item.url}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How far the time axis reaches: up to the last begin, with room for its mark. */
export function axisOf(items: readonly ExchangeItem[]): { readonly endMs: number; readonly ticks: readonly number[] } {
  const last = items.reduce((latest, { startMs }) => Math.max(latest, startMs), 0);
  const step = niceStep(Math.max(last, 100) / 4);
  const endMs = Math.max(step, Math.ceil((last * 1.02) / step) * step);
  return { endMs, ticks: Array.from({ length: Math.round(endMs / step) + 1 }, (_, index) => index * step) };
}

function niceStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return ([1, 2, 5, 10].find((factor) => factor * power >= atLeast) ?? 10) * power;
}

/** Left edge of the mark of an exchange as a part of the axis, 0 to 1. The recording knows when it began, not how long it took. */
export function markAt({ startMs }: ExchangeItem, endMs: number): number {
  return Math.min(1, Math.max(0, startMs / endMs));
}

/** Length of the mark as a part of the axis: by the size of what came, on a scale where ten times as much is one step longer. */
export function markLength({ sizeBytes }: ExchangeItem): number {
  return 0.012 + (sizeBytes === undefined || sizeBytes === 0 ? 0 : Math.min(7, Math.log10(sizeBytes)) * 0.006);
}

/** Last part of the path, where people recognise a file; the host for a bare address. */
export function shortName(url: string): string {
  const bare = /^[^?#]*/.exec(url)?.[0] ?? url;
  const parts = bare.split('/').filter((part) => part !== '');
  return parts.at(-1) ?? url;
}
