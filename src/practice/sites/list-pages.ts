import { adIdOf, type AdContent } from '../ads/ad.ts';
import { scriptTag } from '../behaviours/behaviour.ts';
import { adPathOf, pictureUrlOf } from '../market-context.ts';
import type { Platform } from '../platforms/platform.ts';
import { platformDocument } from '../platforms/platform-document.ts';
import { markup, trusted } from '../server/markup.ts';
import { jsonReply } from '../server/reply.ts';
import { at, matching, type Route } from './routes.ts';
import type { SiteOptions } from './site-options.ts';

const PAGE_SIZE = 12;
const PAGES = 40;
/** Rows of the virtualised list, each `ROW_PX` high. */
const QUOTES = 400;
const ROW_PX = 90;

const BOARD_STYLE = `.board{position:relative;height:${QUOTES * ROW_PX}px;background:#fff;border:1px solid #e6dfd0;border-radius:14px;overflow:hidden}
.quote{position:absolute;left:0;right:0;top:0;height:${ROW_PX}px;display:grid;grid-template-columns:90px 1fr auto;gap:18px;align-items:center;padding:0 18px;border-bottom:1px solid #f0eadd}
.quote img{width:80px;height:60px;border-radius:8px;background:#ece5d6}
.quote b{font-family:Georgia,serif;color:#1f5c4a;font-size:19px}`;

/** Lists that fill themselves: endless by scrolling, opened in place, recycled rows. */
export function buildListRoutes(platform: Platform, { context }: SiteOptions): readonly Route[] {
  const ownAds = (): readonly AdContent[] => context.listAds().filter((ad) => ad.platform === platform.id);

  function cardData(ad: AdContent): Readonly<Record<string, string | number>> {
    return {
      id: adIdOf(ad),
      number: ad.number,
      path: adPathOf(ad),
      title: ad.title,
      price: platform.formatPrice(ad.price),
      place: ad.place,
      picture: pictureUrlOf(context, ad, 0, 400, 300),
      thumb: pictureUrlOf(context, ad, 0, 160, 120),
    };
  }

  /** Item `i` of a list that is longer than the ads: they come round again. */
  function itemAt(i: number): Readonly<Record<string, string | number>> | undefined {
    const ads = ownAds();
    const ad = ads[i % ads.length];
    return ad === undefined ? undefined : { ...cardData(ad), place: `${ad.place}, n° ${i + 1}` };
  }

  return [
    at('/annonces', () =>
      platformDocument(
        platform,
        platform.renderPage(context, {
          title: `${platform.words.newest} - ${platform.name}`,
          body: markup`<h1>${platform.words.newest}</h1><div class="cards" id="endless"></div><p id="sentinel">…</p>`,
          foot: scriptTag('endless'),
        }),
      ),
    ),
    at('/api/page', (request) => {
      const page = Math.max(1, Math.floor(Number(request.query.get('n'))) || 1);
      const items = page > PAGES ? [] : Array.from({ length: PAGE_SIZE }, (_, i) => itemAt((page - 1) * PAGE_SIZE + i));
      return jsonReply({ ads: items, more: page < PAGES });
    }),
    at('/appli', () =>
      platformDocument(
        platform,
        platform.renderPage(context, {
          title: `${platform.name} - application`,
          body: markup`<div id="view"><h1>${platform.words.newest}</h1><div class="cards">${ownAds()
            .slice(0, 8)
            .map((ad) => platform.renderCard(context, ad))}</div></div>`,
          foot: scriptTag('push-state'),
        }),
      ),
    ),
    matching(/^\/api\/ad\/(\d+)$/, ([number]) => {
      const found = context.findAd(platform.id, Number(number));
      if (found === undefined || found.removed || found.ad.features.includes('login')) return jsonReply({}, 404);
      const { ad } = found;
      return jsonReply({
        ...cardData(ad),
        paragraphs: ad.paragraphs,
        facts: ad.facts,
        seller: ad.seller,
        pictures: Array.from({ length: ad.pictureCount }, (_, i) => pictureUrlOf(context, ad, i, 800, 600)),
      });
    }),
    at('/bourse', () =>
      platformDocument(
        platform,
        platform.renderPage(context, {
          title: `Bourse aux plumes - ${platform.name}`,
          head: markup`<style>${trusted(BOARD_STYLE)}</style>`,
          body: markup`<h1>Bourse aux plumes</h1><p>${QUOTES} offres en direct.</p><div class="board" id="board" data-count="${QUOTES}" data-row="${ROW_PX}"></div>`,
          foot: scriptTag('board'),
        }),
      ),
    ),
    at('/api/quotes', (request) => {
      const from = Math.max(0, Math.floor(Number(request.query.get('from'))) || 0);
      const count = Math.max(0, Math.min(50, QUOTES - from));
      return jsonReply({ quotes: Array.from({ length: count }, (_, i) => itemAt(from + i)) });
    }),
  ];
}
