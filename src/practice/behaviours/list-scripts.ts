/** Scripts of pages that fill themselves while they are scrolled. */
export const LIST_SCRIPTS: Readonly<Record<string, string>> = {
  endless: `'use strict';
const list = document.querySelector('#endless');
const sentinel = document.querySelector('#sentinel');
let page = 0, busy = false, more = true;
function cardOf(ad) {
  const card = document.createElement('a');
  card.className = 'card';
  card.href = ad.path;
  const image = new Image(400, 300);
  image.src = ad.picture;
  const body = document.createElement('span');
  body.className = 'body';
  for (const [tag, name, text] of [['b', '', ad.title], ['span', 'price', ad.price], ['small', '', ad.place]]) {
    const part = document.createElement(tag);
    part.className = name;
    part.textContent = text;
    body.append(part);
  }
  card.append(image, body);
  return card;
}
async function loadMore() {
  if (busy || !more) return;
  busy = true;
  const answer = await (await fetch('/api/page?n=' + (++page))).json();
  list.append(...answer.ads.map(cardOf));
  more = answer.more;
  busy = false;
  if (more && sentinel.getBoundingClientRect().top < innerHeight + 300) loadMore();
}
new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting)) loadMore();
}, { rootMargin: '300px' }).observe(sentinel);
`,
  'push-state': `'use strict';
const view = document.querySelector('#view');
const listPath = location.pathname;
const list = [...view.childNodes];
async function show(path) {
  const number = /\\/annonce\\/(\\d+)-/.exec(path);
  if (!number) {
    view.replaceChildren(...list);
    document.title = 'Le Grenier - application';
    return;
  }
  const ad = await (await fetch('/api/ad/' + number[1])).json();
  const part = (tag, text, name) => {
    const node = document.createElement(tag);
    node.textContent = text;
    if (name) node.className = name;
    return node;
  };
  const pictures = ad.pictures.map((address) => {
    const image = new Image(800, 600);
    image.src = address;
    return image;
  });
  const stack = document.createElement('div');
  stack.className = 'stack';
  stack.append(...pictures);
  const box = document.createElement('div');
  box.className = 'box buy';
  box.append(part('p', ad.price, 'price'), part('p', ad.place, 'place'), part('span', ad.seller.phone, 'call'));
  const left = document.createElement('section');
  left.append(part('h1', ad.title), stack, ...ad.paragraphs.map((text) => part('p', text)));
  const right = document.createElement('aside');
  right.append(box);
  const layout = document.createElement('div');
  layout.className = 'ad';
  layout.id = 'opened';
  layout.append(left, right);
  view.replaceChildren(layout);
  document.title = ad.title + ' - Le Grenier';
  scrollTo(0, 0);
}
view.addEventListener('click', (event) => {
  const card = event.target.closest('a.card');
  if (!card) return;
  event.preventDefault();
  history.pushState({}, '', card.getAttribute('href'));
  show(location.pathname);
});
addEventListener('popstate', () => show(location.pathname));
`,
  board: `'use strict';
const board = document.querySelector('#board');
const count = Number(board.dataset.count);
const rowHeight = Number(board.dataset.row);
const quotes = new Map();
const asked = new Set();
const rows = Array.from({ length: 20 }, () => {
  const row = document.createElement('div');
  row.className = 'quote';
  const image = new Image(80, 60);
  const text = document.createElement('span');
  const price = document.createElement('b');
  row.append(image, text, price);
  board.append(row);
  return { row, image, text, price };
});
async function fetchAround(from) {
  const start = Math.floor(from / 50) * 50;
  if (asked.has(start)) return;
  asked.add(start);
  const answer = await (await fetch('/api/quotes?from=' + start)).json();
  answer.quotes.forEach((quote, i) => quotes.set(start + i, quote));
  draw();
}
function draw() {
  const top = Math.max(0, -board.getBoundingClientRect().top);
  const first = Math.max(0, Math.min(count - rows.length, Math.floor(top / rowHeight) - 3));
  for (let i = first; i < first + rows.length; i++) {
    const { row, image, text, price } = rows[i % rows.length];
    row.style.transform = 'translateY(' + i * rowHeight + 'px)';
    row.dataset.index = String(i);
    const quote = quotes.get(i);
    text.textContent = quote ? (i + 1) + '. ' + quote.title : '…';
    price.textContent = quote ? quote.price : '';
    if (quote && image.getAttribute('src') !== quote.thumb) image.src = quote.thumb;
    if (!quote) fetchAround(i);
  }
}
addEventListener('scroll', draw, { passive: true });
draw();
`,
  chat: `'use strict';
const box = document.querySelector('#messages');
const total = Number(box.dataset.total);
const older = box.dataset.direction === 'older';
let first = total, last = -1, busy = false;
function messageOf(entry) {
  const message = document.createElement('div');
  message.className = entry.mine ? 'message mine' : 'message';
  message.dataset.index = String(entry.index);
  message.append(entry.text);
  if (entry.picture) {
    const image = new Image(320, 240);
    image.src = entry.picture;
    message.append(image);
  }
  const time = document.createElement('small');
  time.textContent = entry.time;
  message.append(time);
  return message;
}
async function load() {
  if (busy || (older ? first === 0 : last === total - 1)) return;
  busy = true;
  const answer = await (await fetch('/api/messages?' + (older ? 'before=' + first : 'after=' + last))).json();
  const messages = answer.messages.map(messageOf);
  if (older) {
    const atBottom = box.childElementCount === 0;
    const height = box.scrollHeight;
    box.prepend(...messages);
    box.scrollTop = atBottom ? box.scrollHeight : box.scrollTop + box.scrollHeight - height;
    first = answer.messages[0].index;
  } else {
    box.append(...messages);
    last = answer.messages[answer.messages.length - 1].index;
  }
  busy = false;
}
box.addEventListener('scroll', () => {
  const room = older ? box.scrollTop : box.scrollHeight - box.clientHeight - box.scrollTop;
  if (room < 120) load();
});
load();
`,
};
