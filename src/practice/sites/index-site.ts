import { HOSTILE_NAMES } from '../hostile/hostile-routes.ts';
import { PRACTICE_LOGIN } from '../login.ts';
import { buildPageUrls } from '../pages.ts';
import { buildDocument, buildRibbon, RIBBON_STYLE } from '../platforms/document.ts';
import { PLATFORMS } from '../platforms/platforms.ts';
import { adIdOf, PRACTICE_PLATFORMS } from '../ads/ad.ts';
import { adPathOf } from '../market-context.ts';
import { markup, trusted } from '../server/markup.ts';
import { documentReply, type Handler } from '../server/reply.ts';
import type { SiteOptions } from './site-options.ts';

const STYLE = `${RIBBON_STYLE}
body{font:16px/1.6 system-ui,sans-serif;max-width:900px;margin:0 auto;padding:44px 24px;color:#222}
h1{font-size:30px;margin:0}h2{font-size:19px;margin:28px 0 6px}
li small{color:#777}a{color:#0b57a4;text-decoration:none}code{background:#f1efe8;padding:2px 6px;border-radius:5px}`;

/** What is answered under any other host name: where the platforms are. */
export function buildIndexSite({ context, state }: SiteOptions): Handler {
  return () =>
    documentReply(
      buildDocument({
        language: 'en',
        title: 'Practice market',
        charset: 'utf-8',
        head: markup`<style>${trusted(STYLE)}</style>`,
        body: markup`${buildRibbon('en')}<h1>Practice market</h1><p>Three marketplaces with made-up ads and drawn pictures, for training and for tests. Nothing here is for sale and nobody sells it.</p>
${PRACTICE_PLATFORMS.map((id) => {
  const { name } = PLATFORMS[id];
  return markup`<h2><a href="${context.url(id, '/')}">${name}</a></h2><ul>${state.original
    .filter((ad) => ad.platform === id && !ad.features.includes('stock'))
    .map(
      (ad) =>
        markup`<li><a href="${context.url(id, adPathOf(ad))}">${ad.title}</a> <small>${adIdOf(ad)}: ${ad.features.join(', ')}</small></li>`,
    )}</ul>`;
})}
<h2>Pages that are no ads</h2><ul>${Object.entries(buildPageUrls(context)).map(([name, url]) => markup`<li><a href="${url}">${name}</a></li>`)}</ul>
<h2>Members’ ads</h2><p>User name <code>${PRACTICE_LOGIN.userName}</code>, password <code>${PRACTICE_LOGIN.password}</code>, on all three platforms. They open nothing anywhere else.</p>
<h2>Hostile pages</h2><p>They lock up, crash or annoy a browser that is not prepared: ${HOSTILE_NAMES.map((name) => markup`<a href="${context.url('widgets', `/hostile/${name}`)}">${name}</a> `)}</p>`,
      }),
    );
}
