import { RIBBON_STYLE } from './document.ts';

export const KRAAMPJE_STYLE = `${RIBBON_STYLE}
*{box-sizing:border-box}
html{font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#1c2b45;background:#f1f4f8}
body{margin:0}
a{color:#1b4f8f;text-decoration:none}
img,svg{display:block;max-width:100%;height:auto}
header{background:#16325c;color:#fff}
.bar{max-width:1120px;margin:0 auto;display:flex;align-items:center;gap:24px;padding:26px 20px 14px}
.logo{display:flex;align-items:center;gap:10px;color:#fff;font-size:24px;letter-spacing:-.5px}
.search{flex:1;display:flex;background:#fff;border-radius:999px;overflow:hidden}
.search input{flex:1;border:0;padding:11px 18px;font:inherit;outline:0;background:none}
.search button{border:0;background:#f26b3a;color:#fff;font:600 15px system-ui,sans-serif;padding:0 24px}
header nav{display:flex;gap:18px;align-items:center;white-space:nowrap;font-size:14px}
header nav a{color:#dbe6f5}
header nav .sell{background:#f26b3a;color:#fff;font-weight:600;padding:9px 16px;border-radius:999px}
.awning{height:14px;background:repeating-linear-gradient(90deg,#f26b3a 0 28px,#fff 28px 56px);-webkit-mask:radial-gradient(14px 14px at 14px 0,#000 98%,transparent) repeat-x 0 0/28px 14px;mask:radial-gradient(14px 14px at 14px 0,#000 98%,transparent) repeat-x 0 0/28px 14px}
main{max-width:1120px;margin:0 auto;padding:0 20px 40px}
.path{font-size:13px;color:#6a7a92;margin:16px 0 6px}
.head h1{font-size:27px;line-height:1.25;margin:0;letter-spacing:-.4px}
.head p{margin:4px 0 16px;color:#6a7a92}
.pin{color:#1b4f8f}
.cols{display:grid;grid-template-columns:minmax(0,1fr) 300px;gap:22px;align-items:start}
.shots{display:grid;gap:10px}
.shots figure{margin:0;position:relative}
.shots figure img{width:100%;border-radius:12px;background:#dfe6ef;aspect-ratio:4/3;object-fit:cover}
.shots figcaption{position:absolute;right:12px;bottom:12px;background:#16325ccc;color:#fff;font-size:13px;padding:3px 10px;border-radius:999px}
.shots ul{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(4,1fr);gap:10px}
.shots li img{border-radius:9px;background:#dfe6ef;aspect-ratio:4/3;width:100%;cursor:pointer}
.column img{width:100%;border-radius:12px;background:#dfe6ef;margin:0 0 12px;aspect-ratio:4/3}
.sheet{background:#fff;border-radius:14px;box-shadow:0 1px 3px #16325c1f;padding:18px 20px;margin-top:16px}
aside .sheet:first-child{margin-top:0}
h2{font-size:18px;margin:0 0 10px}
main>section>h2{margin:34px 0 12px}
.sheet table{border-collapse:collapse;width:100%}
.sheet th,.sheet td{text-align:left;padding:8px 0;border-bottom:1px solid #e8edf4;font-weight:400}
.sheet th{color:#6a7a92;width:40%}
.deal .price{font-size:32px;font-weight:700;margin:0 0 12px;letter-spacing:-.6px}
.deal .price small{display:block;font-size:14px;font-weight:400;color:#6a7a92;letter-spacing:0}
.cta,.tel{display:block;text-align:center;border-radius:999px;padding:12px;font-weight:600}
.cta{background:#f26b3a;color:#fff}
.tel{border:2px solid #1b4f8f;margin-top:10px}
.mail{text-align:center;color:#6a7a92;font-size:13px;margin:10px 0 0;overflow-wrap:anywhere}
.who{display:flex;gap:14px;align-items:center}
.who>span{flex:none;width:50px;height:50px;border-radius:14px;background:#d7e6fb;color:#1b4f8f;font-weight:700;font-size:22px;display:grid;place-items:center}
.who small{display:block;color:#6a7a92}
.map svg{width:100%;border-radius:10px}
.map small{color:#6a7a92}
.rows{list-style:none;margin:0;padding:0;display:grid;gap:10px}
.row{background:#fff;border-radius:12px;box-shadow:0 1px 3px #16325c1f;display:grid;grid-template-columns:170px minmax(0,1fr) auto;gap:18px;padding:12px}
.row img{border-radius:8px}
.row h3{margin:2px 0 4px;font-size:16px}
.row p{margin:0 0 4px;color:#4b5b74;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.row small{color:#6a7a92}
.row .end{text-align:right}
.row .end b{display:block;font-size:18px;color:#16325c}
footer{background:#16325c;color:#c9d6e8;padding:26px 20px;font-size:14px}
footer div{max-width:1080px;margin:0 auto;display:flex;justify-content:space-between;gap:20px}
footer a{color:#fff}
footer p{margin:0}
.form{max-width:400px;margin:44px auto;background:#fff;border-radius:14px;padding:26px;box-shadow:0 1px 3px #16325c1f}
.form label{display:block;font-size:14px;margin:14px 0 4px}
.form input{width:100%;padding:11px 14px;border:1px solid #c4d0e0;border-radius:10px;font:inherit}
.form button,.button{display:inline-block;border:0;background:#f26b3a;color:#fff;border-radius:999px;padding:12px 22px;font:600 15px system-ui,sans-serif;margin-top:18px;cursor:pointer}
.form .wrong{color:#b3261e}
.app{height:100vh;overflow:hidden;display:flex;flex-direction:column}
.app main{flex:1;min-height:0;width:100%;max-width:none;padding:0}
@media (max-width:820px){.bar,.cols,footer div{display:block}.search{margin:12px 0}.row{grid-template-columns:110px minmax(0,1fr)}}
`;

export const KRAAMPJE_SCRIPT = `'use strict';
for (const shots of document.querySelectorAll('.shots')) {
  const main = shots.querySelector('figure img');
  shots.addEventListener('click', (event) => {
    const full = event.target.dataset && event.target.dataset.full;
    if (full) main.src = full;
  });
}
`;
