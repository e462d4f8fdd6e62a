import type { AdContent } from '../ads/ad.ts';
import { adIdOf } from '../ads/ad.ts';
import { adPathOf, pictureUrlOf, sellerPathOf, type MarketContext } from '../market-context.ts';
import { markup, scriptJson, type Markup } from '../server/markup.ts';
import { buildDocument, buildRibbon, icon } from './document.ts';
import { GRENIER_SCRIPT, GRENIER_STYLE } from './grenier-assets.ts';
import type { AdSlots, PageParts, Platform } from './platform.ts';

const LOGO = icon(
  '0 0 40 40',
  '<path d="M4 20 20 6l16 14v15H4z" fill="#f3b643"/><path d="M2 21 20 5l18 16" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round"/><circle cx="20" cy="20" r="5" fill="#1f5c4a"/><path d="M12 35v-6h16v6z" fill="#1f5c4a"/>',
  38,
);

const CATEGORIES = [
  'Art et antiquités',
  'Animaux',
  'Mode et accessoires',
  'Jardin et plantes',
  'Bien-être',
  'Minéraux et fossiles',
  'Jeux et jouets',
];

function formatPrice(price: number): string {
  return `${String(price).replaceAll(/\B(?=(\d{3})+$)/g, '\u202f')} €`;
}

function formatDate(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('fr-FR', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function renderPage(context: MarketContext, parts: PageParts): Markup {
  return buildDocument({
    language: 'fr',
    title: parts.title,
    charset: 'utf-8',
    head: markup`<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/icon.svg">
${parts.head}`,
    ...(parts.app === true ? { bodyClass: 'app' } : {}),
    body: markup`${buildRibbon('fr')}
<header class="top"><div class="wrap">
<a class="logo" href="/">${LOGO}<span>Le Grenier<small>petites annonces</small></span></a>
<form class="search" action="/search" method="post"><input name="q" placeholder="Que cherchez-vous&nbsp;?" aria-label="Recherche"><button>Rechercher</button></form>
<nav class="account"><a href="/login">Se connecter</a><a class="post" href="/login?next=%2F">Déposer une annonce</a></nav>
</div><nav class="cats"><div class="wrap">${CATEGORIES.map((name) => markup`<a href="/">${name}</a>`)}</div></nav></header>
<main class="wrap">${parts.body}</main>
${parts.app !== true && renderFooter(context)}
<script src="/site.js" defer></script>${parts.foot}`,
  });
}

function renderFooter(context: MarketContext): Markup {
  return markup`<footer class="foot"><div class="wrap"><div><b>Le Grenier</b><p>Un marché d’entraînement : rien n’y est à vendre, personne n’y vend.</p></div>
<div><b>Découvrir</b><a href="/annonces">Toutes les annonces</a><a href="/appli">Version application</a><a href="/bourse">Bourse aux plumes</a></div>
<div><b>Partenaires</b><a href="${context.url('kraampje', '/')}">Kraampje</a><a href="${context.url('attic', '/')}">The Attic Shelf</a></div>
<div><b>Aide</b><a href="/">Conseils de prudence</a><a href="/">Signaler une annonce</a></div></div></footer>`;
}

function renderCard(context: MarketContext, ad: AdContent): Markup {
  return markup`<a class="card" href="${adPathOf(ad)}" data-ad="${adIdOf(ad)}"><img src="${pictureUrlOf(context, ad, 0, 400, 300)}" width="400" height="300" alt=""><span class="body"><b>${ad.title}</b><span class="price">${formatPrice(ad.price)}</span><small>${ad.place} · ${formatDate(ad.posted)}</small></span></a>`;
}

function renderGallery(context: MarketContext, ad: AdContent): Markup {
  const indexes = Array.from({ length: ad.pictureCount }, (_, i) => i);
  return markup`<div class="gallery"><img class="main" src="${pictureUrlOf(context, ad, 0, 800, 600)}" width="800" height="600" alt="${ad.title}">
<div class="thumbs">${indexes.map(
    (i) =>
      markup`<button type="button" data-full="${pictureUrlOf(context, ad, i, 800, 600)}"${i === 0 && markup` class="on"`}><img src="${pictureUrlOf(context, ad, i, 160, 120)}" width="160" height="120" alt="Photo ${i + 1}"></button>`,
  )}</div></div>`;
}

function linkedData(context: MarketContext, ad: AdContent): Markup {
  return markup`<script type="application/ld+json">${scriptJson({
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: ad.title,
    sku: adIdOf(ad),
    category: ad.category,
    description: ad.paragraphs.join('\n'),
    image: Array.from({ length: ad.pictureCount }, (_, i) => pictureUrlOf(context, ad, i, 800, 600)),
    offers: {
      '@type': 'Offer',
      price: String(ad.price),
      priceCurrency: 'EUR',
      availability: 'https://schema.org/InStock',
      url: context.url('grenier', adPathOf(ad)),
      areaServed: ad.place,
      seller: { '@type': 'Person', name: ad.seller.name, identifier: ad.seller.handle, telephone: ad.seller.phone, email: ad.seller.email },
    },
  })}</script>`;
}

function renderContact(ad: AdContent): Markup {
  return markup`<p class="price">${formatPrice(ad.price)}</p><p class="place">${ad.place} <span>· à remettre en main propre ou envoi</span></p>
<a class="call" href="tel:${ad.seller.phone.replaceAll(' ', '')}">${ad.seller.phone}</a><a class="write" href="mailto:${ad.seller.email}">${ad.seller.email}</a>`;
}

function renderAd(context: MarketContext, ad: AdContent, slots: AdSlots): Markup {
  return renderPage(context, {
    title: `${ad.title} - Le Grenier`,
    head: markup`<meta name="description" content="${ad.paragraphs[0]}">
<link rel="canonical" href="${context.url('grenier', adPathOf(ad))}">
${linkedData(context, ad)}${slots.head}`,
    body: markup`<p class="crumbs"><a href="/">Accueil</a> › <a href="/">${ad.category}</a> › <a href="/">${ad.place}</a> › <span>${adIdOf(ad)}</span></p>
<div class="ad"><section class="left">${slots.gallery ?? renderGallery(context, ad)}
<h1>${ad.title}</h1><p class="meta">Publiée le ${formatDate(ad.posted)} · Réf. ${adIdOf(ad)} · <span data-views="${adIdOf(ad)}">…</span></p>
<h2>Critères</h2><dl class="facts">${ad.facts.map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
<h2>Description</h2><div class="text">${slots.description ?? ad.paragraphs.map((text) => markup`<p>${text}</p>`)}</div>
${slots.extra}</section>
<aside class="right"><div class="box buy">${slots.contact ?? renderContact(ad)}</div>
<div class="box seller"><span class="face">${ad.seller.name.charAt(0)}</span><div><a href="${sellerPathOf(ad.seller.handle)}"><b>${ad.seller.name}</b></a><small>@${ad.seller.handle} · membre depuis ${ad.seller.since}</small></div></div>
<div class="box hint"><b>Prudence</b><p>Ne payez jamais d’avance. Les animaux et plantes protégés ne se vendent pas sans document.</p></div></aside></div>
<section class="similar" data-similar="${adIdOf(ad)}"><h2>Annonces similaires</h2><div class="cards wait"></div></section>`,
    foot: slots.foot,
  });
}

export const GRENIER: Platform = {
  id: 'grenier',
  name: 'Le Grenier',
  language: 'fr',
  words: {
    login: 'Se connecter',
    user: 'Nom d’utilisateur',
    password: 'Mot de passe',
    loginFailed: 'Nom d’utilisateur ou mot de passe inconnu.',
    loginIntro: 'Cette annonce est réservée aux membres.',
    consentTitle: 'Nous respectons votre vie privée',
    consentText: 'Le Grenier et ses 312 partenaires imaginaires souhaitent déposer des cookies pour mesurer, personnaliser et vous lasser.',
    consentYes: 'Tout accepter',
    consentNo: 'Continuer sans accepter',
    goneTitle: 'Annonce retirée',
    goneText: 'Cette annonce n’est plus en ligne. Elle a été retirée par son auteur ou par nos équipes.',
    notFound: 'Cette page n’existe pas.',
    sellerTitle: 'Annonces de',
    search: 'Rechercher',
    results: 'Résultats pour',
    newest: 'Dernières annonces',
    more: 'Voir plus',
  },
  style: GRENIER_STYLE,
  script: GRENIER_SCRIPT,
  formatPrice,
  renderPage,
  renderAd,
  renderCard,
  renderCards: (cards) => markup`<div class="cards">${cards}</div>`,
};
