/** Cookie that says that the consent banner was answered. */
export const CONSENT_COOKIE = 'pm_consent';

/** Scripts of pages, by name: served at `/js/<name>.js` on every platform. */
export const CLIENT_SCRIPTS: Readonly<Record<string, string>> = {
  lazy: `'use strict';
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    entry.target.src = entry.target.dataset.src;
    seen.unobserve(entry.target);
  }
}, { rootMargin: '200px' });
for (const image of document.querySelectorAll('img[data-src]')) seen.observe(image);
`,
  beacons: `'use strict';
const { open, blocked, refused } = document.currentScript.dataset;
navigator.sendBeacon(open, 'seen');
for (const address of [blocked, refused]) fetch(address, { method: 'POST', mode: 'no-cors', body: 'seen' }).catch(() => {});
`,
  embedded: `'use strict';
async function embed() {
  const picture = document.querySelector('#by-blob');
  const blob = await (await fetch(picture.dataset.from)).blob();
  picture.src = URL.createObjectURL(blob);
  const canvas = document.querySelector('#by-canvas');
  const image = new Image();
  image.crossOrigin = 'anonymous';
  image.src = canvas.dataset.from;
  await image.decode();
  canvas.getContext('2d').drawImage(image, 0, 0);
}
embed();
`,
  consent: `'use strict';
document.documentElement.classList.add('asked');
for (const button of document.querySelectorAll('.consent button')) {
  button.addEventListener('click', () => {
    document.cookie = '${CONSENT_COOKIE}=' + (button.id === 'consent-yes' ? 'all' : 'none') + '; path=/; max-age=86400';
    document.querySelector('.consent').remove();
    document.documentElement.classList.remove('asked');
  });
}
`,
  later: `'use strict';
async function later() {
  for (const place of document.querySelectorAll('[data-later]')) {
    const answer = await fetch('/api/description?ad=' + encodeURIComponent(place.dataset.later));
    const paragraphs = (await answer.json()).paragraphs.map((text) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = text;
      return paragraph;
    });
    place.replaceChildren(...paragraphs);
  }
}
later();
`,
  shadow: `'use strict';
customElements.define('contact-box', class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: 'closed' });
    const style = document.createElement('style');
    style.textContent = 'a{display:block;margin:8px 0;font-weight:600;color:#1f5c4a}img{border-radius:12px;display:block;max-width:100%}';
    const phone = document.createElement('a');
    phone.id = 'shadow-phone';
    phone.href = 'tel:' + this.dataset.phone.replaceAll(' ', '');
    phone.textContent = this.dataset.phone;
    const mail = document.createElement('a');
    mail.href = 'mailto:' + this.dataset.email;
    mail.textContent = this.dataset.email;
    const picture = new Image(320, 240);
    picture.src = this.dataset.picture;
    root.append(style, phone, mail, picture);
    for (const name of ['data-phone', 'data-email', 'data-picture']) this.removeAttribute(name);
  }
});
`,
  member: `'use strict';
async function member() {
  const token = (await (await fetch('/api/token', { method: 'POST' })).json()).token;
  const answer = await fetch('/api/phone', { headers: { authorization: 'Bearer ' + token } });
  document.querySelector('#member-phone').textContent = (await answer.json()).text;
}
member();
`,
  'with-service-worker': `'use strict';
async function withServiceWorker() {
  await navigator.serviceWorker.register('/sw.js', { scope: location.pathname });
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) {
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  }
  for (const name of ['cached', 'made', 'passed']) {
    const answer = await fetch('/sw/' + name + '.json');
    document.querySelector('#sw-' + name).textContent = (await answer.json()).text;
  }
}
withServiceWorker();
`,
  'with-worker': `'use strict';
const worker = new Worker('/worker.js');
worker.addEventListener('message', (event) => {
  document.querySelector('#worker-note').textContent = event.data;
});
worker.postMessage('/api/note?for=worker');
`,
  'with-shared-worker': `'use strict';
const shared = new SharedWorker('/shared-worker.js');
shared.port.onmessage = (event) => {
  document.querySelector('#shared-worker-note').textContent = event.data;
};
shared.port.postMessage('/api/note?for=shared-worker');
`,
  bids: `'use strict';
const stream = new EventSource('/api/bids');
stream.addEventListener('bid', (event) => {
  const line = document.createElement('li');
  line.textContent = event.data;
  document.querySelector('#bids').append(line);
});
`,
  watchers: `'use strict';
const socket = new WebSocket('ws://' + location.host + '/live');
socket.addEventListener('open', () => socket.send('hello'));
socket.addEventListener('message', (event) => {
  document.querySelector('#watchers').textContent = event.data;
});
`,
  poll: `'use strict';
async function poll() {
  for (;;) {
    const answer = await fetch('/api/poll');
    if (!answer.ok) return;
    document.querySelector('#poll').textContent = (await answer.json()).text;
  }
}
poll();
`,
};

/** The service worker of every platform; pages register it for themselves only. */
export const SERVICE_WORKER = `'use strict';
self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open('practice');
    await cache.addAll(['/sw/cached.json']);
    await self.skipWaiting();
  })());
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const path = new URL(event.request.url).pathname;
  if (path === '/sw/cached.json') event.respondWith(caches.match('/sw/cached.json').then((kept) => kept || fetch(event.request)));
  else if (path === '/sw/made.json') event.respondWith(new Response(JSON.stringify({ text: 'Réponse inventée par le service worker' }), { headers: { 'content-type': 'application/json', 'x-pugmark-practice': '1' } }));
  else if (path === '/sw/passed.json' || event.request.mode === 'navigate') event.respondWith(fetch(event.request));
});
`;

export const WORKER = `'use strict';
self.addEventListener('message', async (event) => {
  const answer = await fetch(event.data);
  self.postMessage((await answer.json()).text);
});
`;

export const SHARED_WORKER = `'use strict';
self.addEventListener('connect', (event) => {
  const port = event.ports[0];
  port.onmessage = async (message) => {
    const answer = await fetch(message.data);
    port.postMessage((await answer.json()).text);
  };
});
`;
