import type { AdContent, AdFeature } from '../ads/ad.ts';
import { PRACTICE_LOGIN } from '../login.ts';
import { adPathOf } from '../market-context.ts';
import type { AdSlots, Platform } from '../platforms/platform.ts';
import { markup } from '../server/markup.ts';
import { documentReply, redirectReply, type PracticeRequest, type Reply } from '../server/reply.ts';
import type { SiteOptions } from '../sites/site-options.ts';
import { scriptTag, type AdChange, type Behaviour } from './behaviour.ts';
import * as live from './live-behaviours.ts';
import * as pictures from './picture-behaviours.ts';
import * as structure from './structure-behaviours.ts';

const asWritten: Behaviour = () => ({});

/** What each feature does to the page of its ad. */
const BEHAVIOURS: Readonly<Record<AdFeature, Behaviour>> = {
  plain: asWritten,
  stock: asWritten,
  gone: asWritten,
  // The platform's own script swaps the pictures.
  gallery: asWritten,
  // The list page opens it; its own address answers as usual.
  'push-state': asWritten,
  // How the bytes are declared is decided below.
  'windows-1252-header': asWritten,
  'windows-1252-meta': asWritten,
  'windows-1252-undeclared': asWritten,
  login: () => ({ slots: { extra: markup`<p id="member-phone">…</p>`, foot: scriptTag('member') } }),
  bench: pictures.showForBench,
  long: pictures.showLong,
  lazy: pictures.showLazily,
  'partly-failing': pictures.showPartlyFailing,
  'broken-pictures': pictures.showBrokenPictures,
  'slow-picture': pictures.showSlowly,
  'embedded-pictures': pictures.showEmbedded,
  'cross-site-frame': structure.showInFrames,
  'shadow-dom': structure.showInShadow,
  'srcdoc-frame': structure.showSrcdocFrame,
  'css-import': structure.showImportedStyles,
  consent: structure.showBehindConsent,
  'client-rendered': structure.showLater,
  edited: structure.showEdited,
  'service-worker': live.showWithServiceWorker,
  worker: live.showWithWorker,
  'shared-worker': live.showWithSharedWorker,
  'event-stream': live.showEventStream,
  'web-socket': live.showWebSocket,
  'long-poll': live.showLongPoll,
  media: live.showMedia,
  'strict-csp': live.showUnderStrictPolicy,
  gzip: () => ({ delivery: { encoding: 'gzip' } }),
  brotli: () => ({ delivery: { encoding: 'br', chunks: 7 } }),
};

function slotsOf(changes: readonly AdChange[]): AdSlots {
  const all = (slot: keyof AdSlots) => changes.map((change) => change.slots?.[slot]).filter((value) => value !== undefined);
  const [gallery] = all('gallery');
  const [description] = all('description');
  const [contact] = all('contact');
  return {
    head: all('head'),
    extra: all('extra'),
    foot: all('foot'),
    ...(gallery === undefined ? {} : { gallery }),
    ...(description === undefined ? {} : { description }),
    ...(contact === undefined ? {} : { contact }),
  };
}

/** The page of one ad, with what its features do to it. */
export function buildAdPage(platform: Platform, ad: AdContent, request: PracticeRequest, options: SiteOptions): Reply {
  const { context, sessions } = options;
  if (ad.features.includes('login') && !sessions.isOpen(request.cookies.get(PRACTICE_LOGIN.cookieName))) {
    return redirectReply(302, `${PRACTICE_LOGIN.path}?next=${encodeURIComponent(adPathOf(ad))}`);
  }
  const view = request.method === 'GET' ? context.countView(ad) : 1;
  const changes = ad.features.map((feature) => BEHAVIOURS[feature]({ platform, ad, request, context, view }));
  const shown = changes.findLast((change) => change.ad !== undefined)?.ad ?? ad;
  const delivery = changes.reduce<AdChange['delivery']>((all, change) => ({ ...all, ...change.delivery }), {});
  return documentReply(platform.renderAd(context, shown, slotsOf(changes)), {
    ...delivery,
    charset: platform.id === 'attic' ? 'windows-1252' : 'utf-8',
    declared: !ad.features.includes('windows-1252-meta') && !ad.features.includes('windows-1252-undeclared'),
  });
}
