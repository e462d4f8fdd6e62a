import type { Completeness, CompletenessItem } from '../model/capture-record.ts';
import type { CapturePhase, RecordedExchange } from '../model/exchange.ts';
import { boundItems } from './bound-items.ts';
import { classifyExchange, classifyType, requestedAddress } from './resource-class.ts';
import type { Layout, ResourceClass } from './resource-class.ts';

/** A resource that a list other than the recording names. */
export interface NamedResource {
  readonly url: string;
  /** Other addresses of which one would do (`image-set`). */
  readonly alternatives?: readonly string[];
  /** CDP resource type, or the initiator type of a performance entry. */
  readonly type?: string;
  /** Of a frame's document: its load. Its address may have changed since without another one. */
  readonly loaderId?: string;
}

/** Lists that come from elsewhere than the recording. An absent list could not be had. */
export interface ResourceLists {
  readonly drawnImages?: readonly NamedResource[];
  readonly cssImages?: readonly NamedResource[];
  /** Frames that the layout draws. */
  readonly drawnFrames?: readonly string[];
  readonly resourceTree?: readonly NamedResource[];
  readonly performanceEntries?: readonly NamedResource[];
}

export interface CompletenessInput {
  readonly exchanges: readonly RecordedExchange[];
  readonly mainFrameId?: string;
  /** The document's own address, for items about a part of it. */
  readonly documentUrl?: string;
  readonly lists: ResourceLists;
  /** Scripts of the service workers that ran in the tab. */
  readonly serviceWorkers?: readonly string[];
  /** Scrollers within the page of which not all is pictured. CSS pixels. */
  readonly innerScrollers?: readonly { readonly picturedPx: number; readonly totalPx: number }[];
  /** Other areas that scroll on their own, and were pictured as they stood. */
  readonly hiddenAreas?: readonly HiddenArea[];
}

/** An area of which a part is out of sight. CSS pixels of one of its sides. */
export interface HiddenArea {
  /** The document that it is a part of; of a frame, the document in it. */
  readonly url: string;
  readonly what: string;
  readonly side: 'width' | 'height';
  readonly picturedPx: number;
  readonly totalPx: number;
}

type NamedBy = NonNullable<CompletenessItem['namedBy']>;

/**
 * The completeness ledger: what of this load is not in the archive whole, and why. Every resource that an independent list names is
 * either recorded or an item. `incomplete` counts all items, also those above the bounds of the list.
 */
export function buildCompleteness(input: CompletenessInput): Completeness {
  const { exchanges, lists } = input;
  const layout = layoutOf(lists);
  const items = new ItemList();
  for (const exchange of exchanges) {
    const classOf = classifyExchange(exchange, layout, input.mainFrameId);
    const { problem, response, request } = exchange;
    if (problem !== undefined) items.add({ url: request.url, class: classOf, problem: problem.kind, detail: problem.detail });
    else if (isRefusedPicture(exchange)) {
      items.add({ url: request.url, class: classOf, problem: 'failed', detail: `the server answered ${response?.status ?? 'nothing'}` });
    }
  }
  for (const item of findChanged(exchanges, layout, input.mainFrameId)) items.add(item);

  const recorded = new Set(exchanges.map(({ request }) => requestedAddress(request.url)));
  // A picture is never the answer to HEAD, OPTIONS or POST: a script that asks so for its address accounts for no bytes of it.
  const got = new Set(exchanges.flatMap(({ request }) => (request.method === 'GET' ? [requestedAddress(request.url)] : [])));
  const loads = new Set(
    exchanges.flatMap(({ resourceType, loaderId }) => (resourceType === 'Document' && loaderId !== undefined ? [loaderId] : [])),
  );
  const named = new Set<string>();
  const check = (
    namedBy: NamedBy,
    resources: readonly NamedResource[] | undefined,
    classOf: (one: NamedResource) => ResourceClass,
    accountedFor: ReadonlySet<string> = recorded,
  ): number | undefined => {
    if (resources === undefined) return undefined;
    const seen = new Set<string>();
    for (const resource of resources) {
      const candidates = [resource.url, ...(resource.alternatives ?? [])].map(requestedAddress);
      const address = candidates[0];
      if (address === undefined || !isFetched(address) || seen.has(address)) continue;
      seen.add(address);
      if (named.has(address) || candidates.some((candidate) => accountedFor.has(candidate)) || loads.has(resource.loaderId ?? '')) continue;
      named.add(address);
      items.add({ url: address, class: classOf(resource), problem: 'not-captured', detail: whyMissing(address), namedBy });
    }
    return seen.size;
  };
  const drawnImages = check('drawn-images', lists.drawnImages, () => 'shown', got);
  const cssImages = check('css-images', lists.cssImages, () => 'shown', got);
  const resourceTree = check('resource-tree', lists.resourceTree, (one) => classifyNamed(one, layout));
  const performanceEntries = check('performance-entries', lists.performanceEntries, (one) => classifyEntry(one, layout));

  for (const script of input.serviceWorkers ?? []) {
    const url = requestedAddress(script);
    if (!isFetched(url) || named.has(url) || exchanges.some((one) => isScriptOfWorker(one, url))) continue;
    const detail = 'a service worker that was installed before: it ran in this tab without its script being fetched for this document';
    items.add({ url, class: 'supporting', problem: 'not-captured', detail });
  }
  for (const { picturedPx, totalPx } of input.innerScrollers ?? []) {
    if (picturedPx >= totalPx) continue;
    const detail = `inner area: ${Math.round(picturedPx)} of ${Math.round(totalPx)} px pictured`;
    items.add({ url: input.documentUrl ?? '', class: 'shown', problem: 'not-captured', detail, namedBy: 'inner-scroller' });
  }
  for (const { url, what, side, picturedPx, totalPx } of input.hiddenAreas ?? []) {
    const detail = `${what} that was not scrolled: ${Math.round(picturedPx)} of ${Math.round(totalPx)} px of its ${side} pictured`;
    items.add({ url: requestedAddress(url), class: 'shown', problem: 'not-captured', detail, namedBy: 'inner-scroller' });
  }
  const all = items.list();
  return {
    exchanges: exchanges.length,
    byPhase: countByPhase(exchanges),
    incomplete: { shown: countClass(all, 'shown'), supporting: countClass(all, 'supporting'), background: countClass(all, 'background') },
    checkedAgainst: {
      ...(resourceTree === undefined ? {} : { resourceTree }),
      ...(performanceEntries === undefined ? {} : { performanceEntries }),
      ...(drawnImages === undefined ? {} : { drawnImages }),
      ...(cssImages === undefined ? {} : { cssImages }),
    },
    items: [...boundItems(all)],
  };
}

/** How many items are counted and not listed. */
export function countLeftOut({ incomplete, items }: Completeness): number {
  return incomplete.shown + incomplete.supporting + incomplete.background - items.length;
}

/** Items in the order found; the same one again only counts up. */
class ItemList {
  readonly #items = new Map<string, { readonly item: CompletenessItem; count: number }>();

  add(item: CompletenessItem): void {
    const key = JSON.stringify([item.url, item.class, item.problem, item.detail, item.namedBy]);
    const known = this.#items.get(key);
    if (known === undefined) this.#items.set(key, { item, count: 1 });
    else known.count += 1;
  }

  list(): readonly CompletenessItem[] {
    return [...this.#items.values()].map(({ item, count }) =>
      count === 1 ? item : { ...item, detail: `${item.detail} (${count} times)` },
    );
  }
}

function layoutOf({ drawnImages, cssImages, drawnFrames }: ResourceLists): Layout {
  const pictures =
    drawnImages === undefined
      ? undefined
      : new Set(
          [...drawnImages, ...(cssImages ?? [])].flatMap(({ url, alternatives }) => [url, ...(alternatives ?? [])]).map(requestedAddress),
        );
  return {
    ...(pictures === undefined ? {} : { pictures }),
    ...(drawnFrames === undefined ? {} : { frames: new Set(drawnFrames.map(requestedAddress)) }),
  };
}

/** Complete as an exchange, and yet no picture. A document is shown whatever its status. */
function isRefusedPicture({ resourceType, response }: RecordedExchange): boolean {
  return (
    (resourceType === 'Image' || resourceType === 'Media') && response !== undefined && response.status >= 400 && response.status !== 416
  );
}

/** Shown content that came twice with different bytes: what the archive holds under this address is not one thing. */
function findChanged(exchanges: readonly RecordedExchange[], layout: Layout, mainFrameId: string | undefined): readonly CompletenessItem[] {
  const versions = new Map<string, { readonly digests: Set<string>; readonly class: ResourceClass }>();
  for (const exchange of exchanges) {
    const { request, response, problem } = exchange;
    if (request.method !== 'GET' || response?.status !== 200 || response.body === undefined || problem !== undefined) continue;
    const classOf = classifyExchange(exchange, layout, mainFrameId);
    if (classOf !== 'shown') continue;
    const known = versions.get(requestedAddress(request.url));
    if (known === undefined) versions.set(requestedAddress(request.url), { digests: new Set([response.body.sha256]), class: classOf });
    else known.digests.add(response.body.sha256);
  }
  return [...versions].flatMap(([url, { digests, class: classOf }]) =>
    digests.size < 2
      ? []
      : [
          {
            url,
            class: classOf,
            problem: 'changed-during-capture' as const,
            detail: `came with ${digests.size} different contents; the archive holds each`,
          },
        ],
  );
}

/** The page may fetch the same address for its own use: that is another load of it. */
function isScriptOfWorker({ requestedBy, request }: RecordedExchange, url: string): boolean {
  return requestedBy === 'service-worker' && requestedAddress(request.url) === url;
}

/** Addresses that stand for bytes elsewhere. `data:` holds its own, and stands in the markup. */
function isFetched(address: string): boolean {
  return /^(?:https?|wss?|ftp|blob|filesystem):/i.test(address);
}

function whyMissing(address: string): string {
  return /^(?:blob|filesystem):/i.test(address)
    ? 'made by the page in its own memory: seen in the pictures, without bytes of its own'
    : 'named by the page and not among the recorded exchanges';
}

function classifyNamed({ url, type = '' }: NamedResource, layout: Layout): ResourceClass {
  if (type === 'Image' && layout.pictures !== undefined && !layout.pictures.has(requestedAddress(url))) return 'background';
  if (type === 'Document' && layout.frames !== undefined && !layout.frames.has(requestedAddress(url))) return 'supporting';
  return classifyType(type);
}

/** Initiator types of Resource Timing. */
function classifyEntry({ url, type = '' }: NamedResource, layout: Layout): ResourceClass {
  switch (type) {
    case 'img':
    case 'image':
    case 'input':
      return classifyNamed({ url, type: 'Image' }, layout);
    case 'iframe':
    case 'frame':
    case 'object':
    case 'embed':
      return classifyNamed({ url, type: 'Document' }, layout);
    case 'video':
    case 'audio':
      return 'shown';
    case 'beacon':
    case 'ping':
      return 'background';
    default:
      return 'supporting';
  }
}

function countByPhase(exchanges: readonly RecordedExchange[]): Partial<Record<CapturePhase, number>> {
  const counts: Partial<Record<CapturePhase, number>> = {};
  for (const { phase } of exchanges) counts[phase] = (counts[phase] ?? 0) + 1;
  return counts;
}

function countClass(items: readonly CompletenessItem[], wanted: ResourceClass): number {
  return items.filter((item) => item.class === wanted).length;
}
