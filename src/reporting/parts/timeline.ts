import { html, type Html } from '../html/html.ts';
import type { ReportEvent } from '../../core/package/report-input.ts';
import { formatUtcShort, shortDigest } from '../texts/quantities.ts';
import type { Texts } from '../texts/texts.ts';
import { address, bound, listTable, verbatim } from './building-blocks.ts';
import { moreLine } from './exhibit-facts.ts';

const LISTED_EVENTS = 250;
const ADDRESS_CHARACTERS = 200;

/** Entries of the custody log in plain words. */
export function buildTimeline(texts: Texts, events: readonly ReportEvent[]): Html {
  if (events.length === 0) return html`<p>${texts.say('report.timeline.none')}</p>`;
  const { shown, more } = bound(events, LISTED_EVENTS);
  return html`${listTable(
    'timeline',
    [
      texts.say('report.timeline.time'),
      texts.say('report.timeline.event'),
      texts.say('report.timeline.actor'),
      texts.say('report.timeline.entry'),
    ],
    shown.map((event) => [
      html`<span class="nowrap">${formatUtcShort(event.entry.time)}</span>`,
      describe(texts, event),
      event.entry.actor === 'system' ? texts.say('report.timeline.system') : verbatim(texts, event.entry.actor),
      texts.formatNumber(event.entry.seq),
    ]),
  )}${moreLine(texts, more)}`;
}

function describe(texts: Texts, { entry, texts: said }: ReportEvent): Html {
  const what = texts.sayCode('report.event', entry.type) ?? entry.type;
  const code = entry.details['code'];
  const why = typeof code === 'string' && entry.type === 'capture.failed' ? (texts.sayCode('report.error', code) ?? code) : undefined;
  const words = Object.entries(said).map(([name, text]) =>
    name === 'address' ? address(texts, text, ADDRESS_CHARACTERS) : verbatim(texts, text, ADDRESS_CHARACTERS),
  );
  return html`<div>${entry.exhibit === undefined ? '' : html`<b>${entry.exhibit}</b> `}${what}${why === undefined ? '' : `: ${why}`}</div>
    ${entry.digest === undefined ? undefined : html`<div class="second">SHA-256 ${shortDigest(entry.digest)} …</div>`}
    ${words.map((word) => html`<div class="second">${word}</div>`)}`;
}
