import { findPicture } from '../pictures/picture-library.ts';
import { bytesReply, textReply, type Handler, type Reply } from '../server/reply.ts';
import { firstAnswer, matching, type Route } from './routes.ts';
import type { SiteOptions } from './site-options.ts';

export function partnerNotFound(): Reply {
  return { ...textReply('text/plain', 'Not found on the practice market'), status: 404 };
}

/** Pictures for all platforms, from a site of their own. */
export function buildImagesSite(_options: SiteOptions): Handler {
  const routes: readonly Route[] = [
    matching(/^\/p\/([^/]+)$/, ([name]) => {
      const png = findPicture(name ?? '');
      return png === undefined ? undefined : bytesReply('image/png', png, { headers: [['access-control-allow-origin', '*']] });
    }),
  ];
  return (request) => firstAnswer(routes, request, partnerNotFound);
}
