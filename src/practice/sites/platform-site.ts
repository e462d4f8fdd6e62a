import { adIdOf, type AdContent, type PracticePlatform } from '../ads/ad.ts';
import { adPathOf, pictureUrlOf, sellerPathOf } from '../market-context.ts';
import { markup } from '../server/markup.ts';
import { revalidatedReply } from '../server/conditional.ts';
import { jsonReply, textReply, type Handler, type PracticeRequest, type Reply } from '../server/reply.ts';
import type { Platform } from '../platforms/platform.ts';
import { platformDocument } from '../platforms/platform-document.ts';
import { iconOf } from '../platforms/platforms.ts';
import { buildAdPage } from '../behaviours/ad-page.ts';
import { buildBehaviourRoutes } from './behaviour-routes.ts';
import { buildChatRoutes } from './chat-pages.ts';
import { buildListRoutes } from './list-pages.ts';
import { buildLoginRoutes } from './login-routes.ts';
import { buildRedirectRoutes } from './redirect-pages.ts';
import { at, firstAnswer, formOf, matching, type Route } from './routes.ts';
import type { SiteOptions } from './site-options.ts';

/** What only one of the platforms has. */
const OWN_ROUTES: Readonly<Record<PracticePlatform, (platform: Platform, options: SiteOptions) => readonly Route[]>> = {
  grenier: buildListRoutes,
  kraampje: buildChatRoutes,
  attic: (_platform, options) => buildRedirectRoutes(options),
};

/** The answers of one platform. */
export function buildPlatformSite(platform: Platform, options: SiteOptions): Handler {
  const { context } = options;
  const ownAds = (): readonly AdContent[] => context.listAds().filter((ad) => ad.platform === platform.id);

  function listPage(title: string, ads: readonly AdContent[]): Reply {
    return platformDocument(
      platform,
      platform.renderPage(context, {
        title: `${title} - ${platform.name}`,
        body: markup`<h1>${title}</h1>${platform.renderCards(ads.map((ad) => platform.renderCard(context, ad)))}`,
      }),
    );
  }

  function answerAd(numberText: string | undefined, request: PracticeRequest): Reply {
    const found = context.findAd(platform.id, Number(numberText));
    if (found === undefined) return notFound();
    if (found.removed) {
      const { goneTitle, goneText } = platform.words;
      return platformDocument(
        platform,
        platform.renderPage(context, { title: goneTitle, body: markup`<h1>${goneTitle}</h1><p>${goneText}</p>` }),
        410,
      );
    }
    return buildAdPage(platform, found.ad, request, options);
  }

  function notFound(): Reply {
    const { notFound: text } = platform.words;
    return platformDocument(platform, platform.renderPage(context, { title: '404', body: markup`<h1>404</h1><p>${text}</p>` }), 404);
  }

  const routes: readonly Route[] = [
    at('/', () => listPage(platform.words.newest, ownAds().slice(0, 24))),
    at('/style.css', () =>
      textReply('text/css', platform.style, { encoding: 'gzip', headers: [['cache-control', 'public, max-age=600']] }),
    ),
    at('/site.js', (request) => revalidatedReply(request, textReply('text/javascript', platform.script, { encoding: 'gzip' }))),
    at('/icon.svg', () => textReply('image/svg+xml', iconOf(platform.id))),
    matching(/^\/annonce\/(\d+)-/, ([number], request) => (platform.id === 'grenier' ? answerAd(number, request) : undefined)),
    matching(/^\/v\/[a-z-]+\/k(\d+)-/, ([number], request) => (platform.id === 'kraampje' ? answerAd(number, request) : undefined)),
    at('/item.php', (request) => (platform.id === 'attic' ? answerAd(request.query.get('id') ?? undefined, request) : notFound())),
    matching(/^\/seller\/([a-z0-9_-]+)$/, ([handle]) => {
      const ads = ownAds().filter((ad) => sellerPathOf(ad.seller.handle) === `/seller/${handle}`);
      const seller = ads[0]?.seller;
      return seller === undefined ? undefined : listPage(`${platform.words.sellerTitle} ${seller.name}`, ads);
    }),
    at('/search', (request) => {
      const words = formOf(request).get('q')?.trim() ?? '';
      const hits = ownAds().filter((ad) =>
        [ad.title, ...ad.facts.flat(), ...ad.paragraphs].join(' ').toLowerCase().includes(words.toLowerCase()),
      );
      return listPage(`${platform.words.results} “${words}”`, hits);
    }),
    at('/api/views', (request) => jsonReply({ text: `${options.state.viewsOf(request.query.get('ad') ?? '')} vue(s)` })),
    at('/api/similar', (request) => {
      const self = ownAds().find((ad) => adIdOf(ad) === request.query.get('ad'));
      const others = ownAds().filter((ad) => ad.category === self?.category && ad.number !== self.number);
      return jsonReply({
        ads: others.slice(0, 4).map((ad) => ({
          id: adIdOf(ad),
          path: adPathOf(ad),
          title: ad.title,
          price: platform.formatPrice(ad.price),
          place: ad.place,
          picture: pictureUrlOf(context, ad, 0, 400, 300),
        })),
      });
    }),
    ...buildLoginRoutes(platform, options),
    ...buildBehaviourRoutes(platform, options),
    ...OWN_ROUTES[platform.id](platform, options),
  ];
  return (request) => firstAnswer(routes, request, notFound);
}
