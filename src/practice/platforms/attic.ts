import type { AdContent } from '../ads/ad.ts';
import { adIdOf } from '../ads/ad.ts';
import { adPathOf, pictureUrlOf, sellerPathOf, type MarketContext } from '../market-context.ts';
import { markup, type Markup } from '../server/markup.ts';
import { ATTIC_STYLE } from './attic-assets.ts';
import { buildDocument, buildRibbon } from './document.ts';
import type { AdSlots, PageParts, Platform } from './platform.ts';

function formatPrice(price: number): string {
  return `£${String(price).replaceAll(/\B(?=(\d{3})+$)/g, ',')}`;
}

function formatDate(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}

function renderPage(context: MarketContext, parts: PageParts): Markup {
  return buildDocument({
    language: 'en',
    title: parts.title,
    ...(parts.charset === undefined ? {} : { charset: parts.charset }),
    head: markup`<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/icon.svg">
${parts.head}`,
    ...(parts.app === true ? { bodyClass: 'app' } : {}),
    body: markup`${buildRibbon('en')}
<table class="top" width="100%" cellspacing="0"><tr><td><a class="name" href="/">The Attic Shelf</a><br><i>second-hand since the “good old days”</i></td>
<td align="right"><form action="/search" method="post"><input name="q" size="30" aria-label="Search"> <button>Search</button></form><a href="/">latest</a> | <a href="/search">search</a> | <a href="/login">sign in</a> | <a href="/login">post an ad</a></td></tr></table>
${parts.body}
${parts.app !== true && markup`<hr><table class="end" width="100%"><tr><td>The Attic Shelf – a practice market. Nothing here is for sale.</td><td align="right"><a href="${context.url('grenier', '/')}">Le Grenier</a> | <a href="${context.url('kraampje', '/')}">Kraampje</a></td></tr></table>`}
${parts.foot}`,
  });
}

function renderCard(context: MarketContext, ad: AdContent): Markup {
  return markup`<tr><td width="130"><a href="${adPathOf(ad)}"><img src="${pictureUrlOf(context, ad, 0, 160, 120)}" width="120" height="90" alt=""></a></td><td><a href="${adPathOf(ad)}"><b>${ad.title}</b></a><br><small>${ad.category} – ${ad.place}</small></td><td align="right"><b>${formatPrice(ad.price)}</b><br><small>${formatDate(ad.posted)}</small></td></tr>`;
}

function renderGallery(context: MarketContext, ad: AdContent): Markup {
  return markup`<table class="pics"><tr><td colspan="3"><img src="${pictureUrlOf(context, ad, 0, 800, 600)}" width="640" height="480" alt="${ad.title}"></td></tr><tr>${Array.from(
    { length: ad.pictureCount - 1 },
    (_, i) =>
      markup`<td><a href="${pictureUrlOf(context, ad, i + 1, 800, 600)}"><img src="${pictureUrlOf(context, ad, i + 1, 400, 300)}" width="208" height="156" alt="Picture ${i + 2}"></a></td>`,
  )}</tr></table>`;
}

function renderContact(ad: AdContent): Markup {
  return markup`<p class="price">${formatPrice(ad.price)}</p>
<p>Tel. <b>${ad.seller.phone}</b><br>E-mail <a href="mailto:${ad.seller.email}">${ad.seller.email}</a></p>`;
}

function renderAd(context: MarketContext, ad: AdContent, slots: AdSlots): Markup {
  return renderPage(context, {
    title: `${ad.title} – The Attic Shelf`,
    ...(ad.features.includes('windows-1252-meta') ? { charset: 'windows-1252' } : {}),
    head: slots.head,
    body: markup`<p class="trail"><a href="/">The Attic Shelf</a> &gt; <a href="/">${ad.category}</a> &gt; ${adIdOf(ad)}</p>
<h1>${ad.title}</h1>
<table class="cols" width="100%"><tr valign="top"><td>${slots.gallery ?? renderGallery(context, ad)}
<h2>What the seller says</h2>${slots.description ?? ad.paragraphs.map((text) => markup`<p>${text}</p>`)}
<h2>Details</h2><table class="facts" cellspacing="0">${ad.facts.map(([label, value]) => markup`<tr><td>${label}</td><td>${value}</td></tr>`)}<tr><td>Posted</td><td>${formatDate(ad.posted)}</td></tr><tr><td>Where</td><td>${ad.place}</td></tr></table>
${slots.extra}</td>
<td width="260"><table class="side" width="100%"><tr><td>${slots.contact ?? renderContact(ad)}</td></tr><tr><td><b>Seller</b><br><a href="${sellerPathOf(ad.seller.handle)}">${ad.seller.name}</a><br><small>${ad.seller.handle}, here since ${ad.seller.since}</small></td></tr><tr><td><small>Meet in daylight. Protected animals and plants need papers, whatever an ad says.</small></td></tr></table></td></tr></table>
<h2>More on the shelf</h2><table class="list" width="100%" cellspacing="0">${context
      .listAds()
      .filter((other) => other.platform === 'attic' && other.number !== ad.number)
      .slice(0, 4)
      .map((other) => renderCard(context, other))}</table>`,
    foot: slots.foot,
  });
}

export const ATTIC: Platform = {
  id: 'attic',
  name: 'The Attic Shelf',
  language: 'en',
  words: {
    login: 'Sign in',
    user: 'User name',
    password: 'Password',
    loginFailed: 'Unknown user name or password.',
    loginIntro: 'This ad is for members only.',
    consentTitle: 'Cookies?',
    consentText: 'We’d like to keep a cookie so that we needn’t ask again.',
    consentYes: 'Accept',
    consentNo: 'No, thanks',
    goneTitle: 'Ad removed',
    goneText: 'This ad has been taken off the shelf.',
    notFound: 'There is no such page.',
    sellerTitle: 'Everything from',
    search: 'Search',
    results: 'Results for',
    newest: 'Latest on the shelf',
    more: 'More',
  },
  style: ATTIC_STYLE,
  script: '',
  formatPrice,
  renderPage,
  renderAd,
  renderCard,
  renderCards: (cards) => markup`<table class="list" width="100%" cellspacing="0">${cards}</table>`,
};
