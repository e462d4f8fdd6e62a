import type { CaptureLimits } from '../../core/model/limits.ts';
import type { BodySpool } from './body-spool.ts';
import { findReused, isOfCache } from './document-exchanges.ts';
import type { DocumentTracker } from './document-tracker.ts';
import type { ExchangeLog } from './exchange-log.ts';
import type { Hop } from './hop.ts';

type Limit = 'byte-limit' | 'exchange-limit';

export interface KeptDocumentsParts {
  readonly documents: DocumentTracker;
  readonly log: ExchangeLog;
  readonly spool: BodySpool;
  readonly limits: Pick<CaptureLimits, 'totalBytes' | 'exchanges'>;
  /** A hop is no longer in the log. */
  readonly onForgotten: (hop: Hop) => void;
}

/** Of what one document may have, documents that were left may keep this much together: the browser may show them again. */
const SHARE_OF_LEFT = 0.5;
const MAX_MARKS = 1_000;
/** Of everything that was left for good: navigations without a document, and documents that no browser shows again. */
const FOR_GOOD = '';

/**
 * Keeps a tab in which somebody goes from page to page for hours within its limits, which are those of one document. Once another document
 * is shown, the oldest that were left are forgotten with their bodies, as many as take room; not what a kept one has taken from a cache, and
 * nothing at all while a capture is under way.
 */
export class KeptDocuments {
  readonly #parts: KeptDocumentsParts;
  readonly #limitsHit: { readonly limit: Limit; readonly ofDocuments: ReadonlySet<string> }[] = [];
  readonly #forgotten = new Set<string>();
  #shown: string | undefined;
  #captures = 0;
  #isDue = false;

  constructor(parts: KeptDocumentsParts) {
    this.#parts = parts;
  }

  /** Limits that the document shown now has met, in order; those of all where none is shown. */
  get limitsHit(): readonly Limit[] {
    const shown = this.#parts.documents.current?.loaderId;
    const isOfShown = (ofDocuments: ReadonlySet<string>): boolean =>
      shown === undefined || ofDocuments.size === 0 || ofDocuments.has(shown);
    const hit = this.#limitsHit.filter(({ ofDocuments }) => isOfShown(ofDocuments)).map(({ limit }) => limit);
    // It has come back, and what it had asked for is no longer there.
    if (shown !== undefined && this.#forgotten.has(shown)) hit.push('exchange-limit');
    return [...new Set(hit)];
  }

  /** A limit was met for the sake of this document; undefined: of those that are there now. */
  hit(limit: Limit, ownerLoaderId?: string): void {
    const { current, pendingLoaderId } = this.#parts.documents;
    const of = ownerLoaderId === undefined ? [current?.loaderId, pendingLoaderId] : [ownerLoaderId];
    const ofDocuments = new Set(of.filter((loaderId) => loaderId !== undefined));
    const isIn = (known: ReadonlySet<string>): boolean =>
      ofDocuments.size === 0 ? known.size === 0 : [...ofDocuments].every((loaderId) => known.has(loaderId));
    if (this.#limitsHit.some((one) => one.limit === limit && isIn(one.ofDocuments))) return;
    this.#limitsHit.push({ limit, ofDocuments });
    if (this.#limitsHit.length <= MAX_MARKS) return;
    // A page that goes nowhere again and again must not have its own mark forgotten by that.
    const isOther = (one: { readonly ofDocuments: ReadonlySet<string> }): boolean => !one.ofDocuments.has(current?.loaderId ?? '');
    this.#limitsHit.splice(this.#limitsHit.findIndex(isOther), 1);
  }

  /** The main frame asks for a document: its bytes have room beside those that are there. */
  documentRequested(): void {
    this.#parts.spool.allowBeside(this.#parts.spool.storedBytes);
  }

  /** To be called when the main frame may have committed a document. */
  documentShown(): void {
    const { current } = this.#parts.documents;
    if (current?.loaderId === this.#shown) return;
    this.#shown = current?.loaderId;
    this.forget();
  }

  /** Until what is returned is called, everything stays. */
  hold(): () => void {
    this.#captures += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#captures -= 1;
      if (this.#captures === 0 && this.#isDue) this.forget();
    };
  }

  /** Forgets what takes more room than there is for documents that were left; `all` of them where no room is left for the one shown. */
  forget(all = false): void {
    const { log, spool, onForgotten } = this.#parts;
    this.#isDue = this.#captures > 0;
    if (this.#isDue || log.isClosed) return;
    const shown = new Set([this.#parts.documents.current?.loaderId, this.#parts.documents.pendingLoaderId]);
    const left = this.#left(shown);
    const kept = new Set(left.keys());
    for (const loaderId of left.keys()) {
      if (!all && this.#fits([...kept].flatMap((one) => left.get(one) ?? []))) break;
      kept.delete(loaderId);
      if (loaderId !== FOR_GOOD) this.#markForgotten(loaderId);
    }
    if (kept.size < left.size) {
      const dropped = new Set([...left].flatMap(([loaderId, hops]) => (kept.has(loaderId) ? [] : hops)));
      const needed = reusedBy(log.hops, dropped);
      for (const hop of log.forget((one) => !dropped.has(one) || needed.has(one))) onForgotten(hop);
      const bodies = new Set(log.hops.flatMap((hop) => bodiesOf(hop).map(({ sha256 }) => sha256)));
      spool.retain((sha256) => bodies.has(sha256));
    }
    spool.allowBeside(bytesOf(log.hops.filter(({ ownerLoaderId }) => !shown.has(ownerLoaderId))));
  }

  /** Hops of documents that are not shown, the oldest document first. */
  #left(shown: ReadonlySet<string | undefined>): Map<string, Hop[]> {
    const left = new Map<string, Hop[]>([FOR_GOOD, ...this.#parts.documents.known].map((loaderId) => [loaderId, []]));
    for (const hop of this.#parts.log.hops) {
      if (hop.ownerLoaderId !== undefined && shown.has(hop.ownerLoaderId)) continue;
      (left.get(hop.ownerLoaderId ?? FOR_GOOD) ?? left.get(FOR_GOOD))?.push(hop);
    }
    return left;
  }

  #fits(hops: readonly Hop[]): boolean {
    const { exchanges, totalBytes } = this.#parts.limits;
    return hops.length <= exchanges * SHARE_OF_LEFT && bytesOf(hops) <= totalBytes * SHARE_OF_LEFT;
  }

  #markForgotten(loaderId: string): void {
    this.#forgotten.add(loaderId);
    const oldest = this.#forgotten.keys().next();
    if (this.#forgotten.size > MAX_MARKS && oldest.done !== true) this.#forgotten.delete(oldest.value);
  }
}

/** Those among the dropped whose bytes another hop has taken from a cache. */
function reusedBy(hops: readonly Hop[], dropped: ReadonlySet<Hop>): ReadonlySet<Hop> {
  const byUrl = Map.groupBy(hops, ({ url }) => url);
  const needed = new Set<Hop>();
  for (const hop of hops) {
    const earlier = !dropped.has(hop) && isOfCache(hop) ? findReused(byUrl.get(hop.url) ?? [], hop) : undefined;
    if (earlier !== undefined) needed.add(earlier);
  }
  return needed;
}

function bodiesOf({ body, requestBody }: Hop): readonly NonNullable<Hop['body']>[] {
  return [body, requestBody].filter((one) => one !== undefined);
}

function bytesOf(hops: readonly Hop[]): number {
  const sizes = new Map(hops.flatMap((hop) => bodiesOf(hop).map(({ sha256, sizeBytes }) => [sha256, sizeBytes])));
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}
