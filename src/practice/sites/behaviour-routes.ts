import { adIdOf } from '../ads/ad.ts';
import { CLIENT_SCRIPTS, SERVICE_WORKER, SHARED_WORKER, WORKER } from '../behaviours/client-scripts.ts';
import { LIST_SCRIPTS } from '../behaviours/list-scripts.ts';
import { PRACTICE_LOGIN } from '../login.ts';
import { pictureUrlOf } from '../market-context.ts';
import type { Platform } from '../platforms/platform.ts';
import { jsonReply, textReply, type Reply } from '../server/reply.ts';
import { at, matching, type Route } from './routes.ts';
import type { SiteOptions } from './site-options.ts';

const SCRIPTS: ReadonlyMap<string, string> = new Map(Object.entries({ ...CLIENT_SCRIPTS, ...LIST_SCRIPTS }));

const BIDS = ['Wim', 'Anneke', 'Exotenvriend', 'Vogelman', 'Wim', 'Lies'] as const;

/** An event stream that says something now and then and never ends. */
function bidStream(): Reply {
  return {
    status: 200,
    headers: [
      ['content-type', 'text/event-stream'],
      ['cache-control', 'no-store'],
    ],
    stream: async (out) => {
      for (let i = 0; await out.write(`event: bid\ndata: € ${700 + i * 25}, ${BIDS[i % BIDS.length]}\n\n`); i++)
        await out.pause(i < 3 ? 150 : 4000);
    },
  };
}

const FIRST_THEME = `@import url("second.css");
.imported{padding:18px;border:1px solid #d9d2e6;margin-top:20px}`;

/** Scripts, workers and small answers that the features of ads ask for; the same on every platform. */
export function buildBehaviourRoutes(platform: Platform, { context, sessions, state }: SiteOptions): readonly Route[] {
  return [
    matching(/^\/js\/([a-z-]+)\.js$/, ([name]) => {
      const script = SCRIPTS.get(name ?? '');
      return script === undefined ? undefined : textReply('text/javascript', script, { encoding: 'gzip' });
    }),
    at('/fault/script.js', () => ({ ...textReply('text/javascript', '// The server could not make this script.'), status: 500 })),
    at('/sw.js', () => textReply('text/javascript', SERVICE_WORKER, { headers: [['service-worker-allowed', '/']] })),
    at('/sw/cached.json', () => jsonReply({ text: 'Réponse gardée dans le cache du service worker' })),
    at('/sw/passed.json', () => jsonReply({ text: 'Réponse du serveur, passée par le service worker' })),
    at('/worker.js', () => textReply('text/javascript', WORKER)),
    at('/shared-worker.js', () => textReply('text/javascript', SHARED_WORKER)),
    at('/api/note', (request) => jsonReply({ text: `Note pour ${request.query.get('for') ?? 'vous'}\u00a0: trois bocaux, deux scellés.` })),
    at('/api/description', (request) => {
      const ad = context.listAds().find((candidate) => candidate.platform === platform.id && adIdOf(candidate) === request.query.get('ad'));
      return jsonReply({ paragraphs: ad?.paragraphs ?? [] }, ad === undefined ? 404 : 200);
    }),
    at('/api/token', (request) => {
      const session = request.cookies.get(PRACTICE_LOGIN.cookieName);
      if (!sessions.isOpen(session)) return jsonReply({ text: 'login first' }, 401);
      return jsonReply({ token: `pm-token.${session}.practice` });
    }),
    at('/api/phone', (request) => {
      const token = /^Bearer pm-token\.([\w-]+)\.practice$/.exec(request.headers.authorization?.toString() ?? '')?.[1];
      if (!sessions.isOpen(token)) return jsonReply({ text: 'no' }, 401);
      const ad = state.original.find((candidate) => candidate.platform === platform.id && candidate.features.includes('login'));
      return jsonReply({ text: ad?.seller.phone ?? platform.words.notFound });
    }),
    at('/api/bids', bidStream),
    at('/api/poll', () => ({ ...jsonReply({ text: 'Nog steeds hoogste bod' }), delayMs: 5000 })),
    at('/themes/first.css', () => textReply('text/css', FIRST_THEME)),
    at('/themes/second.css', () => textReply('text/css', '@import "third.css" screen;\n.imported{color:#5b2a86;font-weight:700}')),
    at('/themes/third.css', () => {
      const ad = state.original.find((candidate) => candidate.features.includes('css-import'));
      const picture = ad === undefined ? 'none' : `url(${JSON.stringify(pictureUrlOf(context, ad, 1, 400, 300))})`;
      return textReply('text/css', `.imported{background:${picture} center/cover;min-height:160px;text-shadow:0 0 6px #fff}`);
    }),
  ];
}
