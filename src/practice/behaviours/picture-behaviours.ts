import { adIdOf, type AdContent } from '../ads/ad.ts';
import { pictureUrlOf, type MarketContext } from '../market-context.ts';
import { drawNamed } from '../pictures/picture-names.ts';
import { markup, trusted, type Markup } from '../server/markup.ts';
import { scriptTag, type Behaviour } from './behaviour.ts';

function large(context: MarketContext, ad: AdContent, i: number): string {
  return pictureUrlOf(context, ad, i, 800, 600);
}

function eachPicture(ad: AdContent, draw: (i: number) => Markup): readonly Markup[] {
  return Array.from({ length: ad.pictureCount }, (_, i) => draw(i));
}

function stacked(pictures: readonly Markup[]): Markup {
  return markup`<div class="stack column">${pictures}</div>`;
}

/** Twelve pictures one below the other on a page of 6,000 px at ordinary window widths. */
export const showForBench: Behaviour = ({ ad, context }) => ({
  slots: {
    head: markup`<style>${trusted('body{display:flex;flex-direction:column;min-height:6000px}main{flex:1 0 auto;width:100%}.stack{display:grid;gap:12px}.stack img{width:auto;height:345px;margin:0}')}</style>`,
    gallery: stacked(
      eachPicture(ad, (i) => markup`<img src="${large(context, ad, i)}" width="800" height="600" alt="${ad.title}, ${i + 1}">`),
    ),
  },
});

const QUESTIONS = [
  ['Nog te koop?', 'Ja, alle drie.'],
  ['Kan ik ze per stuk krijgen?', 'Nee, ze blijven bij elkaar.'],
  ['Zit er een chip in?', 'Nee. Dat staat er toch.'],
  ['En het EU-certificaat dan?', 'Heb ik niet. Wie dat wil, moet ergens anders kijken.'],
  ['Versturen kan ook?', 'Liever halverwege afspreken, na het eten.'],
  ['Zijn ze in het wild gevangen?', 'Meegekomen van vakantie, meer zeg ik niet.'],
] as const;

/** More than 8,000 px: pictures, a diary, questions of readers. */
export const showLong: Behaviour = ({ ad, context }) => ({
  slots: {
    gallery: stacked(
      eachPicture(ad, (i) => markup`<img src="${large(context, ad, i)}" width="800" height="600" alt="${ad.title}, ${i + 1}">`),
    ),
    extra: markup`<section class="sheet"><h2>Dagboek</h2><table>${Array.from({ length: 60 }, (_, day) => {
      const grams = 412 + Math.round(day * 1.7);
      return markup`<tr><th>Dag ${day + 1}</th><td>${grams} gram, ${day % 3 === 0 ? 'paardenbloem' : day % 3 === 1 ? 'weegbree' : 'andijvie'}, ${18 + (day % 9)} °C</td></tr>`;
    })}</table></section>
<section class="sheet"><h2>Vragen</h2>${Array.from({ length: 6 }, (_, round) =>
      QUESTIONS.map(([question, answer]) => markup`<p><b>${question}</b><br>${answer} <small>(${round + 1})</small></p>`),
    )}</section>`,
  },
});

/** Every second picture by `loading=lazy`, the others by an observer that copies `data-src`. */
export const showLazily: Behaviour = ({ ad, context }) => ({
  slots: {
    gallery: stacked(
      eachPicture(ad, (i) =>
        i % 2 === 0
          ? markup`<img loading="lazy" src="${large(context, ad, i)}" width="800" height="600" alt="${ad.title}, ${i + 1}">`
          : markup`<img data-src="${large(context, ad, i)}" width="800" height="600" alt="${ad.title}, ${i + 1}">`,
      ),
    ),
    foot: scriptTag('lazy'),
  },
});

/** One picture is not found, one connection is reset, a script answers 500, beacons are blocked and refused. */
export const showPartlyFailing: Behaviour = ({ ad, context }) => ({
  slots: {
    gallery: stacked([
      markup`<img src="${large(context, ad, 0)}" width="800" height="600" alt="${ad.title}">`,
      markup`<img src="${context.url('images', '/p/removed-by-the-seller.png')}" width="800" height="600" alt="Foto 2">`,
      markup`<img src="${context.url('images', '/fault/reset/snakeskin-bag-5-800x600.png')}" width="800" height="600" alt="Foto 3">`,
      markup`<img src="${large(context, ad, 3)}" width="800" height="600" alt="Foto 4">`,
    ]),
    // Port 9 is on the browsers' list of blocked ports; port 4 is not, and nobody listens there.
    foot: markup`<script src="/fault/script.js" defer></script><script src="/js/beacons.js" data-blocked="http://practice-widgets.localhost:9/beacon" data-refused="http://practice-widgets.localhost:4/beacon" data-open="${context.url('widgets', `/beacon?ad=${adIdOf(ad)}`)}" defer></script>`,
  },
});

/** Every way in which a picture can fail to be one. */
export const showBrokenPictures: Behaviour = ({ ad, context }) => ({
  slots: {
    gallery: stacked([
      markup`<img src="${large(context, ad, 0)}" width="800" height="600" alt="${ad.title}">`,
      ...(['missing', 'cut', 'length-too-long', 'length-too-short', 'no-picture', 'empty'] as const).map(
        (fault, i) =>
          markup`<img src="${context.url('images', `/fault/${fault}/printed-bag-${ad.number * 3 + i}-480x360.png`)}" width="480" height="360" alt="${fault}">`,
      ),
    ]),
  },
});

/** The second picture takes its time: `?slow=<seconds>`, at most 600. */
export const showSlowly: Behaviour = ({ ad, context, request }) => {
  const asked = Number(request.query.get('slow') ?? '3');
  const seconds = Number.isFinite(asked) ? Math.min(600, Math.max(0, asked)) : 3;
  return {
    slots: {
      gallery: stacked(
        eachPicture(ad, (i) => {
          const url = large(context, ad, i);
          const from = i === 1 ? url.replace('/p/', `/slow/${seconds}/`) : url;
          return markup`<img src="${from}" width="800" height="600" alt="${ad.title}, ${i + 1}">`;
        }),
      ),
    },
  };
};

/** Pictures that are no plain `src`: data:, blob:, CSS, srcset, picture, generated content, canvas. */
export const showEmbedded: Behaviour = ({ ad, context }) => {
  const small = pictureUrlOf(context, ad, 0, 160, 120);
  const medium = (i: number) => pictureUrlOf(context, ad, i, 480, 360);
  const inline = Buffer.from(drawNamed(new URL(small).pathname.slice('/p/'.length))).toString('base64');
  const style = `.tile{width:480px;height:360px;margin:0 0 12px;border-radius:12px;overflow:hidden;background:#dfe6ef center/cover}
.tile.back{background-image:url(${JSON.stringify(medium(1))})}
.tile.set{background-image:image-set(${JSON.stringify(medium(2))} 1x,${JSON.stringify(large(context, ad, 2))} 2x)}
.tile.made::before{content:url(${JSON.stringify(pictureUrlOf(context, ad, 3, 400, 300))})}`;
  return {
    slots: {
      head: markup`<style>${trusted(style)}</style>`,
      gallery: markup`<div class="embedded">
<img id="by-srcset" srcset="${medium(0)} 480w, ${large(context, ad, 0)} 800w" sizes="480px" width="480" height="360" alt="srcset">
<picture><source media="(min-width: 3000px)" srcset="${large(context, ad, 3)}"><source type="image/x-nothing" srcset="/nothing.x"><img id="by-picture" src="${medium(3)}" width="480" height="360" alt="picture"></picture>
<div class="tile back" id="by-background"></div><div class="tile set" id="by-image-set"></div><div class="tile made" id="by-content"></div>
<img id="by-data" src="data:image/png;base64,${inline}" width="160" height="120" alt="data">
<img id="by-blob" data-from="${pictureUrlOf(context, ad, 1, 320, 240)}" width="320" height="240" alt="blob">
<svg viewBox="0 0 320 240" width="320" height="240" id="by-svg"><image href="${pictureUrlOf(context, ad, 2, 320, 240)}" width="320" height="240"/></svg>
<canvas id="by-canvas" data-from="${pictureUrlOf(context, ad, 3, 320, 240)}" width="320" height="240"></canvas></div>`,
      foot: scriptTag('embedded'),
    },
  };
};
