import { adIdOf } from '../ads/ad.ts';
import { pictureUrlOf } from '../market-context.ts';
import { buildDocument } from '../platforms/document.ts';
import { markup, trusted } from '../server/markup.ts';
import { CONSENT_COOKIE } from './client-scripts.ts';
import { scriptTag, type Behaviour } from './behaviour.ts';

/** The words are in a frame of another site, the contact in a frame of a third one inside it. */
export const showInFrames: Behaviour = ({ ad, context }) => ({
  slots: {
    description: markup`<iframe id="cross-site" title="Beschrijving" src="${context.url('widgets', `/frame/ad?id=${adIdOf(ad)}`)}" width="100%" height="560" style="border:0"></iframe>`,
  },
});

/** Price in an open root that came with the document, contact in a closed one made by a script. */
export const showInShadow: Behaviour = ({ ad, context, platform }) => ({
  slots: {
    contact: markup`<price-box><template shadowrootmode="open"><style>${trusted('b{font:700 34px Georgia,serif;color:#1f5c4a}p{margin:0 0 8px}')}</style><p><b id="shadow-price">${platform.formatPrice(ad.price)}</b></p><p>${ad.place}</p></template></price-box>
<contact-box data-phone="${ad.seller.phone}" data-email="${ad.seller.email}" data-picture="${pictureUrlOf(context, ad, 1, 320, 240)}"></contact-box>`,
    foot: scriptTag('shadow'),
  },
});

/** A frame without an address of its own. */
export const showSrcdocFrame: Behaviour = ({ ad, context }) => {
  const inner = buildDocument({
    language: ad.language,
    title: 'Note from the seller',
    charset: 'utf-8',
    body: markup`<p id="srcdoc-note">More of these each spring, ask ${ad.seller.name}.</p><img src="${pictureUrlOf(context, ad, 2, 320, 240)}" width="320" height="240" alt="">`,
  });
  return {
    slots: { extra: markup`<h2>Note</h2><iframe id="srcdoc" title="Note" srcdoc="${inner.text}" width="400" height="330"></iframe>` },
  };
};

/** A style sheet that imports one that imports another with a picture. */
export const showImportedStyles: Behaviour = () => ({
  slots: { head: markup`<link rel="stylesheet" href="/themes/first.css">`, extra: markup`<div class="imported">Styled from afar</div>` },
});

const CONSENT_STYLE = `html.asked{overflow:hidden}
.consent{position:fixed;inset:0;z-index:50;background:#1c2f29cc;display:grid;place-items:center;padding:20px}
.consent div{background:#fff;border-radius:18px;max-width:520px;padding:30px;box-shadow:0 20px 60px #0006}
.consent h2{margin:0 0 10px}
.consent button{margin:10px 12px 0 0}
.consent button:last-child{background:none;color:#1f5c4a;text-decoration:underline}`;

/** An overlay that hides the page until a button was clicked; the answer is kept in a cookie. */
export const showBehindConsent: Behaviour = ({ platform, request }) => {
  if (request.cookies.has(CONSENT_COOKIE)) return {};
  const { words } = platform;
  return {
    slots: {
      head: markup`<style>${trusted(CONSENT_STYLE)}</style>`,
      foot: markup`<div class="consent" role="dialog" aria-modal="true"><div><h2>${words.consentTitle}</h2><p>${words.consentText}</p><button class="button" id="consent-yes">${words.consentYes}</button><button class="button" id="consent-no">${words.consentNo}</button></div></div>${scriptTag('consent')}`,
    },
  };
};

/** Even the words of the ad come after its document. */
export const showLater: Behaviour = ({ ad }) => ({
  slots: { description: markup`<div data-later="${adIdOf(ad)}"><p>…</p></div>`, foot: scriptTag('later') },
});

/** From the second view on it reads differently, without anyone having told the market. */
export const showEdited: Behaviour = ({ ad, view }) =>
  view < 2
    ? {}
    : { ad: { ...ad, price: Math.ceil(ad.price * 0.8), paragraphs: [...ad.paragraphs, 'Prix baissé\u00a0! Réservé jusqu’à dimanche.'] } };
