import { adPathOf } from '../market-context.ts';
import { buildDocument } from '../platforms/document.ts';
import { markup, scriptJson } from '../server/markup.ts';
import { documentReply, redirectReply } from '../server/reply.ts';
import { at, type Route } from './routes.ts';
import type { SiteOptions } from './site-options.ts';

/** Where every redirect ends: an ordinary ad. */
function targetOf({ context, state }: SiteOptions): string {
  const ad = state.original.find((candidate) => candidate.features.includes('plain'));
  return ad === undefined ? context.url('attic', '/') : context.url(ad.platform, adPathOf(ad));
}

/** The first two hops of the chain, on a platform; and the two ways of leading on that are documents themselves. */
export function buildRedirectRoutes(options: SiteOptions): readonly Route[] {
  const { context } = options;
  return [
    at('/go/first', () => redirectReply(301, '/go/second')),
    at('/go/second', () => redirectReply(302, context.url('images', '/go/third'))),
    at('/moved', () =>
      documentReply(
        buildDocument({
          language: 'en',
          title: 'Moved',
          charset: 'utf-8',
          head: markup`<meta http-equiv="refresh" content="0; url=${targetOf(options)}">`,
          body: markup`<p>This ad has moved.</p>`,
        }),
      ),
    ),
    at('/moved-by-script', () =>
      documentReply(
        buildDocument({
          language: 'en',
          title: 'Moved',
          charset: 'utf-8',
          body: markup`<p>This ad has moved.</p><script>location.replace(${scriptJson(targetOf(options))});</script>`,
        }),
      ),
    ),
  ];
}

/** The last hop, on another site. */
export function buildLastHopRoute(options: SiteOptions): Route {
  return at('/go/third', () => redirectReply(307, targetOf(options)));
}
