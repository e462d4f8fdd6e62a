import type { AdContent } from '../ads/ad.ts';
import { PRACTICE_LOGIN } from '../login.ts';
import { adPathOf } from '../market-context.ts';
import type { Platform } from '../platforms/platform.ts';
import { documentReply, redirectReply, type PracticeRequest, type Reply } from '../server/reply.ts';
import type { SiteOptions } from '../sites/site-options.ts';

/** The page of one ad, with what its features do to it. */
export function buildAdPage(platform: Platform, ad: AdContent, request: PracticeRequest, options: SiteOptions): Reply {
  const { context, sessions } = options;
  if (ad.features.includes('login') && !sessions.isOpen(request.cookies.get(PRACTICE_LOGIN.cookieName))) {
    return redirectReply(302, `${PRACTICE_LOGIN.path}?next=${encodeURIComponent(adPathOf(ad))}`);
  }
  context.countView(ad);
  const document = platform.renderAd(context, ad, {});
  return documentReply(document, {
    charset: platform.id === 'attic' ? 'windows-1252' : 'utf-8',
    declared: !ad.features.includes('windows-1252-meta') && !ad.features.includes('windows-1252-undeclared'),
  });
}
