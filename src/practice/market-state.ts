import { adIdOf, type AdContent, type PracticePlatform } from './ads/ad.ts';
import { ATTIC_ADS } from './ads/attic-ads.ts';
import { GRENIER_ADS } from './ads/grenier-ads.ts';
import { KRAAMPJE_ADS } from './ads/kraampje-ads.ts';
import { STOCK_ADS } from './ads/stock-ads.ts';
import { PugmarkError } from '../core/errors.ts';

const ALL_ADS: readonly AdContent[] = [...GRENIER_ADS, ...KRAAMPJE_ADS, ...ATTIC_ADS, ...STOCK_ADS];

/** What a seller may change. */
export type AdEdit = Partial<Pick<AdContent, 'title' | 'price' | 'place' | 'paragraphs'>>;

/** What changes in a running market: edits, removals, views. */
export class MarketState {
  readonly #edits = new Map<string, AdEdit>();
  readonly #removed = new Set<string>(ALL_ADS.filter((ad) => ad.features.includes('gone')).map(adIdOf));
  readonly #views = new Map<string, number>();

  /** Every ad that ever was, as first written. */
  readonly original: readonly AdContent[] = ALL_ADS;

  list(): readonly AdContent[] {
    return ALL_ADS.filter((ad) => !this.#removed.has(adIdOf(ad))).map((ad) => this.#current(ad));
  }

  find(platform: PracticePlatform, number: number): { readonly ad: AdContent; readonly removed: boolean } | undefined {
    const ad = ALL_ADS.find((candidate) => candidate.platform === platform && candidate.number === number);
    return ad === undefined ? undefined : { ad: this.#current(ad), removed: this.#removed.has(adIdOf(ad)) };
  }

  /** Throws `usage` when there is no such ad. */
  edit(id: string, edit: AdEdit): void {
    this.#assertKnown(id);
    this.#edits.set(id, { ...this.#edits.get(id), ...edit });
  }

  /** Throws `usage` when there is no such ad. */
  remove(id: string): void {
    this.#assertKnown(id);
    this.#removed.add(id);
  }

  countView(ad: AdContent): number {
    const views = (this.#views.get(adIdOf(ad)) ?? 0) + 1;
    this.#views.set(adIdOf(ad), views);
    return views;
  }

  viewsOf(id: string): number {
    return this.#views.get(id) ?? 0;
  }

  #current(ad: AdContent): AdContent {
    return { ...ad, ...this.#edits.get(adIdOf(ad)) };
  }

  #assertKnown(id: string): void {
    if (!ALL_ADS.some((ad) => adIdOf(ad) === id)) throw new PugmarkError('usage', `The practice market has no ad ${id}`);
  }
}
