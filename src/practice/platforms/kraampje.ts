import type { AdContent } from '../ads/ad.ts';
import { adIdOf } from '../ads/ad.ts';
import { adPathOf, pictureUrlOf, sellerPathOf, type MarketContext } from '../market-context.ts';
import { markup, type Markup } from '../server/markup.ts';
import { buildDocument, buildRibbon, icon } from './document.ts';
import { KRAAMPJE_SCRIPT, KRAAMPJE_STYLE } from './kraampje-assets.ts';
import type { AdSlots, PageParts, Platform } from './platform.ts';

const LOGO = icon(
  '0 0 44 40',
  '<path d="M4 8h36l3 10H1z" fill="#fff"/><path d="M8.5 8h6L13 18H5.500zM20 8h6l1.500 10h-8.500zM31.500 8h6l3 10h-8z" fill="#f26b3a"/><path d="M1 18a4.200 4.200 0 0 0 8.400 0 4.200 4.200 0 0 0 8.400 0 4.200 4.200 0 0 0 8.400 0 4.200 4.200 0 0 0 8.400 0 4.200 4.200 0 0 0 8.400 0z" fill="#ffe1d3"/><path d="M6 24v12m32-12v12M3 36h38" stroke="#fff" stroke-width="3" stroke-linecap="round"/>',
  40,
);

function formatPrice(price: number): string {
  return `€ ${String(price).replaceAll(/\B(?=(\d{3})+$)/g, '.')},-`;
}

function formatDate(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('nl-NL', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}

function renderPage(context: MarketContext, parts: PageParts): Markup {
  return buildDocument({
    language: 'nl',
    title: parts.title,
    charset: 'utf-8',
    head: markup`<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/icon.svg">
${parts.head}`,
    ...(parts.app === true ? { bodyClass: 'app' } : {}),
    body: markup`${buildRibbon('nl')}
<header><div class="bar"><a class="logo" href="/">${LOGO}<b>Kraampje</b></a>
<form class="search" action="/search" method="post"><input name="q" placeholder="Zoek in alle kraampjes" aria-label="Zoeken"><button>Zoek</button></form>
<nav><a href="/berichten">Berichten</a><a href="/login">Inloggen</a><a class="sell" href="/login">Plaats advertentie</a></nav></div><div class="awning"></div></header>
<main>${parts.body}</main>
${parts.app !== true && markup`<footer><div><p><b>Kraampje</b> is een oefenmarkt: alles is verzonnen en getekend.</p><p><a href="/">Veilig handelen</a> · <a href="/">Regels</a> · <a href="${context.url('grenier', '/')}">Le Grenier</a> · <a href="${context.url('attic', '/')}">The Attic Shelf</a></p></div></footer>`}
<script src="/site.js" defer></script>${parts.foot}`,
  });
}

function renderCard(context: MarketContext, ad: AdContent): Markup {
  return markup`<li class="row" itemscope itemtype="https://schema.org/Product"><a href="${adPathOf(ad)}"><img itemprop="image" src="${pictureUrlOf(context, ad, 0, 400, 300)}" width="400" height="300" alt=""></a><div><a href="${adPathOf(ad)}"><h3 itemprop="name">${ad.title}</h3></a><p>${ad.paragraphs[0]}</p><small>${ad.seller.name} · ${ad.place}</small></div><div class="end"><b>${formatPrice(ad.price)}</b><small>${formatDate(ad.posted)}</small></div></li>`;
}

function renderGallery(context: MarketContext, ad: AdContent): Markup {
  const indexes = Array.from({ length: ad.pictureCount }, (_, i) => i);
  return markup`<div class="shots"><figure><img itemprop="image" src="${pictureUrlOf(context, ad, 0, 800, 600)}" width="800" height="600" alt="${ad.title}"><figcaption>1 van ${ad.pictureCount}</figcaption></figure>
<ul>${indexes.slice(1).map((i) => markup`<li><img src="${pictureUrlOf(context, ad, i, 400, 300)}" data-full="${pictureUrlOf(context, ad, i, 800, 600)}" width="400" height="300" alt="Foto ${i + 1}"></li>`)}</ul></div>`;
}

function renderContact(ad: AdContent): Markup {
  return markup`<p class="price" itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" content="EUR"><data itemprop="price" value="${ad.price}">${formatPrice(ad.price)}</data><small>of bieden</small></p>
<a class="cta" href="mailto:${ad.seller.email}">Stuur bericht</a><a class="tel" href="tel:${ad.seller.phone.replaceAll(' ', '')}">${ad.seller.phone}</a><p class="mail">${ad.seller.email}</p>`;
}

function renderAd(context: MarketContext, ad: AdContent, slots: AdSlots): Markup {
  const url = context.url('kraampje', adPathOf(ad));
  return renderPage(context, {
    title: `≥ ${ad.title} | Kraampje`,
    head: markup`<meta property="og:type" content="product">
<meta property="og:site_name" content="Kraampje">
<meta property="og:title" content="${ad.title}">
<meta property="og:description" content="${ad.paragraphs[0]}">
<meta property="og:url" content="${url}">
<meta property="og:image" content="${pictureUrlOf(context, ad, 0, 800, 600)}">
<meta property="og:image:width" content="800"><meta property="og:image:height" content="600">
<meta property="product:price:amount" content="${ad.price}"><meta property="product:price:currency" content="EUR">
<link rel="canonical" href="${url}">${slots.head}`,
    body: markup`<p class="path"><a href="/">Home</a> / <a href="/">${ad.category}</a> / ${adIdOf(ad)}</p>
<article itemscope itemtype="https://schema.org/Product"><meta itemprop="sku" content="${adIdOf(ad)}"><meta itemprop="category" content="${ad.category}">
<div class="head"><h1 itemprop="name">${ad.title}</h1><p>Sinds ${formatDate(ad.posted)} · <span class="pin">${ad.place}</span></p></div>
<div class="cols"><div class="wide">${slots.gallery ?? renderGallery(context, ad)}
<section class="sheet"><h2>Kenmerken</h2><table>${ad.facts.map(([label, value]) => markup`<tr itemprop="additionalProperty" itemscope itemtype="https://schema.org/PropertyValue"><th itemprop="name">${label}</th><td itemprop="value">${value}</td></tr>`)}</table></section>
<section class="sheet"><h2>Beschrijving</h2><div itemprop="description">${slots.description ?? ad.paragraphs.map((text) => markup`<p>${text}</p>`)}</div></section>
${slots.extra}</div>
<aside><div class="sheet deal">${slots.contact ?? renderContact(ad)}</div>
<div class="sheet who" itemprop="seller" itemscope itemtype="https://schema.org/Person"><span>${ad.seller.name.charAt(0)}</span><div><a href="${sellerPathOf(ad.seller.handle)}" itemprop="url"><span itemprop="name">${ad.seller.name}</span></a><small>${ad.seller.handle}<br>${2026 - ad.seller.since} jaar actief</small></div></div>
<div class="sheet map">${renderMap(ad)}<small>${ad.place} (verzonnen)</small></div></aside></div></article>
<section><h2>Ook in de kraampjes</h2><ul class="rows">${context
      .listAds()
      .filter((other) => other.platform === 'kraampje' && other.number !== ad.number && other.category === ad.category)
      .slice(0, 3)
      .map((other) => renderCard(context, other))}</ul></section>`,
    foot: slots.foot,
  });
}

/** A map of nowhere. */
function renderMap(ad: AdContent): Markup {
  const bend = 20 + ((ad.number * 13) % 40);
  return markup`<svg viewBox="0 0 240 130" width="240" height="130" role="img" aria-label="Kaartje"><rect width="240" height="130" fill="#e7efe0"/><path d="M0 ${bend + 60}C60 ${bend} 150 ${bend + 80} 240 ${bend + 20}" fill="none" stroke="#a9cfe8" stroke-width="15"/><path d="M30 0 90 130M0 40 240 ${bend + 10}M170 0 150 130" stroke="#fff" stroke-width="6" fill="none"/><path d="M112 62a12 12 0 1 1 24 0c0 9-12 22-12 22s-12-13-12-22z" fill="#f26b3a"/><circle cx="124" cy="61" r="4.500" fill="#fff"/></svg>`;
}

export const KRAAMPJE: Platform = {
  id: 'kraampje',
  name: 'Kraampje',
  language: 'nl',
  words: {
    login: 'Inloggen',
    user: 'Gebruikersnaam',
    password: 'Wachtwoord',
    loginFailed: 'Gebruikersnaam of wachtwoord onbekend.',
    loginIntro: 'Deze advertentie is alleen voor leden.',
    consentTitle: 'Mogen wij koekjes bakken?',
    consentText: 'Kraampje gebruikt cookies om te onthouden dat u deze vraag al beantwoordde.',
    consentYes: 'Akkoord',
    consentNo: 'Liever niet',
    goneTitle: 'Advertentie verwijderd',
    goneText: 'Deze advertentie is verwijderd en niet meer te bekijken.',
    notFound: 'Deze pagina bestaat niet.',
    sellerTitle: 'Advertenties van',
    search: 'Zoeken',
    results: 'Resultaten voor',
    newest: 'Nieuw in de kraampjes',
    more: 'Meer laden',
  },
  style: KRAAMPJE_STYLE,
  script: KRAAMPJE_SCRIPT,
  formatPrice,
  renderPage,
  renderAd,
  renderCard,
  renderCards: (cards) => markup`<ul class="rows">${cards}</ul>`,
};
