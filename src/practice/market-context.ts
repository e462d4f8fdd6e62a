import type { AdContent, PracticePlatform } from './ads/ad.ts';
import { slugOf } from './ads/ad.ts';

/** All hosts of the market: the platforms and their partners. */
export type PracticeSite = PracticePlatform | 'images' | 'widgets';

/** What handlers and templates know about the running market. */
export interface MarketContext {
  readonly url: (site: PracticeSite, path: string) => string;
  /** Ads that are up, as they read now. */
  readonly listAds: () => readonly AdContent[];
  /** Undefined when there never was such an ad; `removed` when it was taken down. */
  readonly findAd: (platform: PracticePlatform, number: number) => { readonly ad: AdContent; readonly removed: boolean } | undefined;
  /** Counts a view of an ad and says the how-manieth it is. */
  readonly countView: (ad: AdContent) => number;
}

/** Path of an ad on its platform. */
export function adPathOf(ad: AdContent): string {
  const paths: Readonly<Record<PracticePlatform, string>> = {
    grenier: `/annonce/${ad.number}-${slugOf(ad.title)}`,
    kraampje: `/v/${slugOf(ad.category)}/k${ad.number}-${slugOf(ad.title)}.html`,
    attic: `/item.php?id=${ad.number}`,
  };
  return paths[ad.platform];
}

/** Path of a seller's page on every platform. */
export function sellerPathOf(handle: string): string {
  return `/seller/${handle}`;
}

/** Address of picture `index` of an ad: the same picture in every size. */
export function pictureUrlOf(context: Pick<MarketContext, 'url'>, ad: AdContent, index: number, width: number, height: number): string {
  const first = ad.features.includes('stock') ? (ad.number % 3) * 3 : ad.number * 3;
  return context.url('images', `/p/${ad.motif}-${first + index}-${width}x${height}.png`);
}
