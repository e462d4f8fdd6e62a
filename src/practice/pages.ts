import type { MarketContext } from './market-context.ts';

/** Pages that are no ads. Closed. */
export const PAGE_FEATURES = [
  /** Cards are added while one scrolls, 480 in all. */
  'infinite-list',
  /** A click on a card shows the ad in place and changes the address by pushState. */
  'push-state-list',
  /** 400 rows on 36,000 px, of which 20 nodes exist. */
  'virtualised-list',
  /** One seller with several ads. */
  'seller',
  /** A form that is sent by POST; the result is a document. */
  'search-form',
  'login-form',
  /** A conversation in an inner scroller, opened at its end; older messages come when scrolled up. */
  'chat-older',
  /** The same from its beginning; newer messages come when scrolled down. */
  'chat-newer',
  /** 40,000 px, sticky header, numbered rows that code can read. */
  'ruler',
  /** 301, 302 and 307 over two sites to an ad. */
  'redirect-chain',
  /** A document that leads on by `<meta http-equiv=refresh>`. */
  'meta-refresh',
  /** A document that leads on by a script. */
  'script-redirect',
] as const;
export type PageFeature = (typeof PAGE_FEATURES)[number];

/** Where each of them is. */
export function buildPageUrls(context: MarketContext): Readonly<Record<PageFeature, string>> {
  return {
    'infinite-list': context.url('grenier', '/annonces'),
    'push-state-list': context.url('grenier', '/appli'),
    'virtualised-list': context.url('grenier', '/bourse'),
    seller: context.url('kraampje', '/seller/exotenhoek'),
    'search-form': context.url('attic', '/'),
    'login-form': context.url('kraampje', '/login'),
    'chat-older': context.url('kraampje', '/berichten'),
    'chat-newer': context.url('kraampje', '/berichten/begin'),
    ruler: context.url('widgets', '/ruler'),
    'redirect-chain': context.url('attic', '/go/first'),
    'meta-refresh': context.url('attic', '/moved'),
    'script-redirect': context.url('attic', '/moved-by-script'),
  };
}
