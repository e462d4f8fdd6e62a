import { adIdOf } from '../ads/ad.ts';
import { pictureUrlOf } from '../market-context.ts';
import { CLIP_WEBM } from '../media/clip.ts';
import { buildTone } from '../media/tone.ts';
import { readPicture } from '../pictures/picture-library.ts';
import { isPictureName } from '../pictures/picture-names.ts';
import { buildDocument } from '../platforms/document.ts';
import { iconOf } from '../platforms/platforms.ts';
import { markup, trusted } from '../server/markup.ts';
import { rangedReply } from '../server/range.ts';
import { bytesReply, documentReply, textReply, type Handler, type Reply } from '../server/reply.ts';
import { buildHostileRoutes } from '../hostile/hostile-routes.ts';
import { buildRulerReply } from '../ruler/ruler-page.ts';
import { buildLastHopRoute } from './redirect-pages.ts';
import { at, firstAnswer, matching, type Route } from './routes.ts';
import type { SiteOptions } from './site-options.ts';

const ANY_ORIGIN = ['access-control-allow-origin', '*'] as const;
const MAX_SLOW_SECONDS = 600;

export function partnerNotFound(): Reply {
  return { ...textReply('text/plain', 'Not found on the practice market'), status: 404 };
}

const partnerIcon = at('/favicon.ico', () => textReply('image/svg+xml', iconOf('attic')));

/** A picture that is sent wrongly. */
function faultyPicture(fault: string, png: Uint8Array): Reply {
  switch (fault) {
    case 'missing':
      return partnerNotFound();
    case 'reset':
      return { ...bytesReply('image/png', png), fault: { kind: 'reset' } };
    case 'cut':
      return { ...bytesReply('image/png', png), fault: { kind: 'cut', afterBytes: Math.floor(png.length / 2) } };
    case 'length-too-long':
      return { ...bytesReply('image/png', png), fault: { kind: 'wrong-length', declaredBytes: png.length + 1000 } };
    case 'length-too-short':
      return { ...bytesReply('image/png', png), fault: { kind: 'wrong-length', declaredBytes: Math.floor(png.length / 2) } };
    case 'no-picture':
      return bytesReply('image/png', Buffer.from('These bytes are no picture, whatever the header says.'));
    case 'empty':
      return bytesReply('image/png', new Uint8Array(0));
    default:
      return partnerNotFound();
  }
}

/** A reply made of the picture called `name`; none when there is no such picture. */
function picture(name: string, answer: (png: Uint8Array) => Reply): Promise<Reply> | undefined {
  return isPictureName(name) ? readPicture(name).then(answer) : undefined;
}

const FRAME_STYLE = 'body{font:15px/1.55 system-ui,sans-serif;margin:0;color:#1c2b45}img{border-radius:10px;display:block;margin:12px 0}';

/** Pictures, sound and film for all platforms, from a site of their own; and the innermost of the frames. */
export function buildImagesSite(options: SiteOptions): Handler {
  const { state } = options;
  const tone = buildTone();
  const routes: readonly Route[] = [
    partnerIcon,
    matching(/^\/p\/([^/]+)$/, ([name = '']) => picture(name, (png) => bytesReply('image/png', png, { headers: [ANY_ORIGIN] }))),
    matching(/^\/slow\/(\d+(?:\.\d+)?)\/([^/]+)$/, ([seconds, name = '']) =>
      picture(name, (png) => bytesReply('image/png', png, { delayMs: Math.min(MAX_SLOW_SECONDS, Number(seconds)) * 1000 })),
    ),
    matching(/^\/fault\/([a-z-]+)\/([^/]+)$/, ([fault = '', name = '']) => picture(name, (png) => faultyPicture(fault, png))),
    buildLastHopRoute(options),
    at('/media/clip.webm', (request) => rangedReply(request, 'video/webm', CLIP_WEBM)),
    at('/media/tone.wav', (request) => rangedReply(request, 'audio/wav', tone)),
    at('/frame/seller', (request) => {
      const ad = state.original.find((candidate) => adIdOf(candidate) === request.query.get('id'));
      if (ad === undefined) return partnerNotFound();
      return documentReply(
        buildDocument({
          language: ad.language,
          title: ad.seller.name,
          charset: 'utf-8',
          head: markup`<style>${trusted(FRAME_STYLE)}</style>`,
          body: markup`<p id="inner-seller"><b>${ad.seller.name}</b><br>${ad.seller.phone}<br>${ad.seller.email}</p>`,
        }),
      );
    }),
  ];
  return (request) => firstAnswer(routes, request, partnerNotFound);
}

/** Frames and beacons of others, long pages, and everything hostile. */
export function buildWidgetsSite(options: SiteOptions): Handler {
  const { context, state } = options;
  const routes: readonly Route[] = [
    partnerIcon,
    at('/frame/ad', (request) => {
      const ad = state.original.find((candidate) => adIdOf(candidate) === request.query.get('id'));
      if (ad === undefined) return partnerNotFound();
      return documentReply(
        buildDocument({
          language: ad.language,
          title: ad.title,
          charset: 'utf-8',
          head: markup`<style>${trusted(FRAME_STYLE)}</style>`,
          body: markup`<div id="frame-text">${ad.paragraphs.map((text) => markup`<p>${text}</p>`)}</div><img src="${pictureUrlOf(context, ad, 1, 320, 240)}" width="320" height="240" alt="${ad.title}">
<iframe id="nested" title="seller" src="${context.url('images', `/frame/seller?id=${adIdOf(ad)}`)}" width="100%" height="110" style="border:1px solid #c4d0e0;border-radius:10px"></iframe>`,
        }),
      );
    }),
    at('/beacon', () => ({ status: 204, headers: [ANY_ORIGIN] })),
    at('/ruler', buildRulerReply),
    ...buildHostileRoutes(),
  ];
  return (request) => firstAnswer(routes, request, partnerNotFound);
}
