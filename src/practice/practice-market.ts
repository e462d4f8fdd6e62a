import type { UtcTime } from '../core/clock.ts';
import { PugmarkError } from '../core/errors.ts';
import { adIdOf, type AdContent, type AdFeature, type AdKind, type AdSubject, type PracticePlatform } from './ads/ad.ts';
import type { HostileName } from './hostile/hostile-routes.ts';
import { PracticeSessions } from './login.ts';
import { adPathOf, pictureUrlOf, type MarketContext, type PracticeSite } from './market-context.ts';
import { MarketState, type AdEdit } from './market-state.ts';
import { readPicture } from './pictures/picture-library.ts';
import { buildPageUrls, type PageFeature } from './pages.ts';
import { PLATFORMS } from './platforms/platforms.ts';
import { startHttpServer } from './server/http-server.ts';
import { ServedLedger, type ServedExchange } from './server/ledger.ts';
import type { Handler } from './server/reply.ts';
import { serveWebSocket } from './server/web-socket.ts';
import { buildIndexSite } from './sites/index-site.ts';
import { buildImagesSite, buildWidgetsSite } from './sites/partner-sites.ts';
import { buildPlatformSite } from './sites/platform-site.ts';
import type { SiteOptions } from './sites/site-options.ts';

export { AD_FEATURES, AD_SUBJECTS, PRACTICE_PLATFORMS } from './ads/ad.ts';
export type { AdFeature, AdKind, AdSubject, PracticePlatform } from './ads/ad.ts';
export { HOSTILE_NAMES } from './hostile/hostile-routes.ts';
export type { HostileName } from './hostile/hostile-routes.ts';
export { PRACTICE_LOGIN } from './login.ts';
export type { PracticeSite } from './market-context.ts';
export type { AdEdit } from './market-state.ts';
export { PAGE_FEATURES } from './pages.ts';
export type { PageFeature } from './pages.ts';
export { decodeRuler, decodeRulerRow, RULER, rulerRowsOf } from './ruler/ruler.ts';
export type { ServedExchange } from './server/ledger.ts';

/** An ad as tests and the demo see it. */
export interface PracticeAd {
  /** `G-1`, `K-12`, `A-3`. */
  readonly id: string;
  readonly platform: PracticePlatform;
  readonly url: string;
  readonly title: string;
  readonly subject: AdSubject;
  readonly language: 'fr' | 'nl' | 'en';
  readonly kind: AdKind;
  readonly features: readonly AdFeature[];
}

export interface PracticeMarketOptions {
  /** 0 or absent: a free one. */
  readonly port?: number;
  readonly hostName?: '127.0.0.1';
  /** Clock of the list of what was served. */
  readonly now?: () => UtcTime;
}

export interface PracticeMarket {
  readonly port: number;
  /** Absolute address of `path` on a platform or partner. */
  url(site: PracticeSite, path: string): string;
  /** All ads as first written, removed ones included. */
  readonly ads: readonly PracticeAd[];
  /** The first ad that has `feature`. */
  adWith(feature: AdFeature): PracticeAd;
  /** Address of a page that is no ad. */
  pageWith(feature: PageFeature): string;
  /** Address of a hostile page; `query` sets what it does (see the page's comment). */
  hostileUrl(name: HostileName, query?: Readonly<Record<string, string | number>>): string;
  /** Everything served since the start or the last `clearServed`, in the order of the requests. */
  served(): readonly ServedExchange[];
  clearServed(): void;
  /** Changes an ad as its seller would; the next view shows it. Throws `usage` when there is no such ad. */
  editAd(id: string, edit: AdEdit): void;
  /** Takes an ad down: 410 from now on. Throws `usage` when there is no such ad. */
  removeAd(id: string): void;
  /** Draws all pictures of these ads now, so that drawing does not disturb what is measured. */
  drawPictures(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Sizes in which ads and cards show their pictures. */
const PICTURE_SIZES_OF_ADS = [
  [800, 600],
  [400, 300],
  [160, 120],
] as const;

const SITE_HOSTS: Readonly<Record<PracticeSite, string>> = {
  grenier: 'practice-grenier.localhost',
  kraampje: 'practice-kraampje.localhost',
  attic: 'practice-attic.localhost',
  images: 'practice-images.localhost',
  widgets: 'practice-widgets.localhost',
};

function practiceAdOf(ad: AdContent, context: MarketContext): PracticeAd {
  const { platform, title, subject, language, kind, features } = ad;
  return { id: adIdOf(ad), platform, url: context.url(platform, adPathOf(ad)), title, subject, language, kind, features };
}

/**
 * Starts the practice market on loopback. The host name of a request chooses the platform.
 * Throws `io-failed` when the port is taken.
 */
export async function startPracticeMarket(options: PracticeMarketOptions = {}): Promise<PracticeMarket> {
  const ledger = new ServedLedger();
  const state = new MarketState();
  let port = options.port ?? 0;
  const context: MarketContext = {
    url: (site, path) => `http://${SITE_HOSTS[site]}:${port}${path}`,
    listAds: () => state.list(),
    findAd: (platform, number) => state.find(platform, number),
    countView: (ad) => state.countView(ad),
  };
  const siteOptions: SiteOptions = { context, state, sessions: new PracticeSessions() };
  const index = buildIndexSite(siteOptions);
  const sites = new Map<string, Handler>([
    [SITE_HOSTS.grenier, buildPlatformSite(PLATFORMS.grenier, siteOptions)],
    [SITE_HOSTS.kraampje, buildPlatformSite(PLATFORMS.kraampje, siteOptions)],
    [SITE_HOSTS.attic, buildPlatformSite(PLATFORMS.attic, siteOptions)],
    [SITE_HOSTS.images, buildImagesSite(siteOptions)],
    [SITE_HOSTS.widgets, buildWidgetsSite(siteOptions)],
  ]);
  const server = await startHttpServer({
    port,
    hostName: options.hostName ?? '127.0.0.1',
    ledger,
    now: options.now ?? (() => new Date().toISOString()),
    handle: (request) => (sites.get(request.host) ?? index)(request),
    upgrade: (_request, message, socket, exchange) => {
      serveWebSocket(message, socket, exchange, { messageAt: (i) => `${3 + ((i * 5) % 7)} bezoekers kijken nu mee`, everyMs: 2000 });
    },
  });
  ({ port } = server);
  const pages = buildPageUrls(context);
  const ads = state.original.map((ad) => practiceAdOf(ad, context));
  return {
    port,
    url: context.url,
    ads,
    adWith: (feature) => {
      const ad = ads.find((candidate) => candidate.features.includes(feature));
      if (ad === undefined) throw new PugmarkError('usage', `The practice market has no ad with the feature ${feature}`);
      return ad;
    },
    pageWith: (feature) => pages[feature],
    hostileUrl: (name, query = {}) => {
      const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString();
      return context.url('widgets', `/hostile/${name}${search === '' ? '' : `?${search}`}`);
    },
    served: () => ledger.list(),
    clearServed: () => {
      ledger.clear();
    },
    editAd: (id, edit) => {
      state.edit(id, edit);
    },
    removeAd: (id) => {
      state.remove(id);
    },
    drawPictures: async (ids) => {
      const names = state.original
        .filter((ad) => ids.includes(adIdOf(ad)))
        .flatMap((ad) =>
          Array.from({ length: ad.pictureCount }, (_, i) =>
            PICTURE_SIZES_OF_ADS.map(([width, height]) => pictureUrlOf(context, ad, i, width, height)),
          ),
        )
        .flat();
      await Promise.all(names.map((url) => readPicture(new URL(url).pathname.slice('/p/'.length))));
    },
    close: () => server.close(),
  };
}
