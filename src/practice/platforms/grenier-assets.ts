import { RIBBON_STYLE } from './document.ts';

export const GRENIER_STYLE = `${RIBBON_STYLE}
*{box-sizing:border-box}
html{font:16px/1.5 "Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:#23312c;background:#faf7f0}
body{margin:0}
a{color:#1f5c4a;text-decoration:none}
img{display:block;max-width:100%;height:auto}
.wrap{max-width:1180px;margin:0 auto;padding:0 20px}
.top{background:#fff;border-bottom:1px solid #e6dfd0}
.top>.wrap{display:flex;align-items:center;gap:26px;padding-top:26px;padding-bottom:14px}
.logo{display:flex;align-items:center;gap:10px;background:#1f5c4a;color:#fff;padding:6px 14px 6px 8px;border-radius:12px}
.logo span{font:700 20px/1 Georgia,serif}
.logo small{display:block;font:400 11px/1.2 system-ui,sans-serif;opacity:.8;margin-top:3px}
.search{flex:1;display:flex;border:2px solid #1f5c4a;border-radius:12px;overflow:hidden}
.search input{flex:1;border:0;padding:11px 14px;font:inherit;outline:0}
.search button{border:0;background:#1f5c4a;color:#fff;font:600 15px system-ui,sans-serif;padding:0 20px}
.account{display:flex;gap:18px;align-items:center;font-size:14px;white-space:nowrap}
.account .post{background:#f3b643;color:#3a2a05;font-weight:600;padding:10px 16px;border-radius:10px}
.cats{border-top:1px solid #f0eadd}
.cats .wrap{display:flex;gap:26px;overflow:hidden;white-space:nowrap;padding-top:9px;padding-bottom:9px;font-size:14px}
.cats a{color:#4e5e57}
.crumbs{font-size:13px;color:#7a857f;margin:18px 0}
.ad{display:grid;grid-template-columns:minmax(0,1fr) 340px;gap:32px;align-items:start}
.gallery .main{width:100%;border-radius:16px;background:#ece5d6;aspect-ratio:4/3;object-fit:cover}
.thumbs{display:flex;gap:10px;margin-top:12px;flex-wrap:wrap}
.thumbs button{padding:0;border:3px solid transparent;border-radius:11px;overflow:hidden;background:none;width:106px;cursor:pointer}
.thumbs button.on{border-color:#f3b643}
.stack img{width:100%;border-radius:16px;margin-bottom:14px;background:#ece5d6;aspect-ratio:4/3}
h1{font:700 28px/1.25 Georgia,serif;margin:26px 0 6px}
h2{font:700 20px/1.3 Georgia,serif;margin:30px 0 12px}
.meta{color:#7a857f;font-size:14px;margin:0}
.facts{display:grid;grid-template-columns:1fr 1fr;gap:1px;background:#e6dfd0;border:1px solid #e6dfd0;border-radius:12px;overflow:hidden;margin:0}
.facts div{background:#fff;padding:12px 16px}
.facts div:last-child:nth-child(odd){grid-column:1/-1}
.facts dt{font-size:12px;color:#7a857f}
.facts dd{margin:0;font-weight:600}
.text p{margin:0 0 12px}
.box{background:#fff;border:1px solid #e6dfd0;border-radius:16px;padding:20px;margin-bottom:16px}
.buy .price{font:700 34px/1 Georgia,serif;color:#1f5c4a;margin:0 0 6px}
.buy .place{margin:0 0 16px;font-weight:600}
.buy .place span{font-weight:400;color:#7a857f;font-size:14px}
.call,.write{display:block;text-align:center;border-radius:10px;padding:12px;font-weight:600;margin-top:10px}
.call{background:#1f5c4a;color:#fff}
.write{border:2px solid #1f5c4a;overflow-wrap:anywhere}
.seller{display:flex;gap:14px;align-items:center}
.face{flex:none;width:52px;height:52px;border-radius:50%;background:#cfe3d6;color:#1f5c4a;display:grid;place-items:center;font:700 24px Georgia,serif}
.seller small{display:block;color:#7a857f;overflow-wrap:anywhere}
.hint{background:#fdf3dc;border-color:#f0dcae;font-size:14px}
.hint p{margin:4px 0 0}
.similar{margin-top:12px}
.cards{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:18px}
.cards.wait{min-height:280px}
.card{background:#fff;border:1px solid #e6dfd0;border-radius:14px;overflow:hidden;display:block;color:inherit}
.card .body{display:block;padding:12px 14px 14px}
.card b{display:block;font-size:15px;line-height:1.3;min-height:40px}
.card .price{display:block;color:#1f5c4a;font:700 18px Georgia,serif;margin:6px 0 2px}
.card small{color:#7a857f}
.foot{background:#1c2f29;color:#cfd9d4;margin-top:46px;padding:34px 0 40px;font-size:14px}
.foot .wrap{display:grid;grid-template-columns:2fr 1fr 1fr 1fr;gap:30px}
.foot b{display:block;color:#fff;margin-bottom:8px}
.foot a{display:block;color:#cfd9d4;margin-bottom:5px}
.foot p{margin:0;max-width:300px}
.form{max-width:420px;margin:50px auto}
.form label{display:block;font-size:14px;margin:14px 0 4px}
.form input{width:100%;padding:11px 12px;border:1px solid #cfc6b3;border-radius:10px;font:inherit}
.form button,.button{display:inline-block;border:0;background:#1f5c4a;color:#fff;border-radius:10px;padding:12px 20px;font:600 15px system-ui,sans-serif;margin-top:18px;cursor:pointer}
.form .wrong{color:#a3291c}
.app{height:100vh;overflow:hidden;display:flex;flex-direction:column}
.app main{flex:1;min-height:0;width:100%}
@media (max-width:820px){.top>.wrap,.ad,.foot .wrap{display:block}.search{margin:12px 0}.cards{grid-template-columns:1fr 1fr}}
`;

/** Gallery, and the parts of an ad that come after its document. */
export const GRENIER_SCRIPT = `'use strict';
for (const gallery of document.querySelectorAll('.gallery')) {
  gallery.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-full]');
    if (!button) return;
    gallery.querySelector('.main').src = button.dataset.full;
    for (const other of gallery.querySelectorAll('button')) other.classList.toggle('on', other === button);
  });
}
async function fillLater() {
  const similar = document.querySelector('[data-similar]');
  const views = document.querySelector('[data-views]');
  if (views) {
    const answer = await fetch('/api/views?ad=' + encodeURIComponent(views.dataset.views));
    views.textContent = (await answer.json()).text;
  }
  if (similar) {
    const answer = await fetch('/api/similar?ad=' + encodeURIComponent(similar.dataset.similar));
    const cards = similar.querySelector('.cards');
    for (const ad of (await answer.json()).ads) {
      const card = document.createElement('a');
      card.className = 'card';
      card.href = ad.path;
      const image = new Image(400, 300);
      image.src = ad.picture;
      const body = document.createElement('span');
      body.className = 'body';
      const title = document.createElement('b');
      title.textContent = ad.title;
      const price = document.createElement('span');
      price.className = 'price';
      price.textContent = ad.price;
      const place = document.createElement('small');
      place.textContent = ad.place;
      body.append(title, price, place);
      card.append(image, body);
      cards.append(card);
    }
    cards.classList.remove('wait');
  }
}
fillLater();
`;
