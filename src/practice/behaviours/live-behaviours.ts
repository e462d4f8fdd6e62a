import { markup } from '../server/markup.ts';
import { scriptTag, type Behaviour } from './behaviour.ts';

/** A service worker that answers from its cache, makes an answer up, and lets one through. */
export const showWithServiceWorker: Behaviour = () => ({
  slots: {
    extra: markup`<h2>Bocaux</h2><ul><li id="sw-cached">…</li><li id="sw-made">…</li><li id="sw-passed">…</li></ul>`,
    foot: scriptTag('with-service-worker'),
  },
});

export const showWithWorker: Behaviour = () => ({
  slots: { extra: markup`<p id="worker-note">…</p>`, foot: scriptTag('with-worker') },
});

export const showWithSharedWorker: Behaviour = () => ({
  slots: { extra: markup`<p id="shared-worker-note">…</p>`, foot: scriptTag('with-shared-worker') },
});

export const showEventStream: Behaviour = () => ({
  slots: { extra: markup`<section class="sheet"><h2>Biedingen</h2><ol id="bids"></ol></section>`, foot: scriptTag('bids') },
});

export const showWebSocket: Behaviour = () => ({
  slots: { extra: markup`<section class="sheet"><h2>Nu aan het kijken</h2><p id="watchers">…</p></section>`, foot: scriptTag('watchers') },
});

export const showLongPoll: Behaviour = () => ({
  slots: { extra: markup`<p id="poll">…</p>`, foot: scriptTag('poll') },
});

/** Sound and film whose bytes are asked for in ranges. */
export const showMedia: Behaviour = ({ context }) => ({
  slots: {
    extra: markup`<section class="sheet"><h2>Film en geluid</h2><video id="film" src="${context.url('images', '/media/clip.webm')}" width="320" height="240" controls muted preload="auto"></video>
<audio id="sound" src="${context.url('images', '/media/tone.wav')}" controls preload="auto"></audio></section>`,
  },
});

/** Nothing inline, nothing evaluated, no strings into sinks. */
export const showUnderStrictPolicy: Behaviour = ({ context }) => ({
  delivery: {
    headers: [
      [
        'content-security-policy',
        `default-src 'none'; img-src 'self' ${context.url('images', '')}; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
      ],
      ['x-frame-options', 'DENY'],
      ['referrer-policy', 'no-referrer'],
      ['x-content-type-options', 'nosniff'],
    ],
  },
});
