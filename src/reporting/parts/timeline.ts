import { html, type Html } from '../html/html.ts';
import type { ReportEvent } from '../../core/package/report-input.ts';
import type { Statement } from '../../core/statements/statement.ts';
import type { ReportContext } from '../report-context.ts';
import { formatUtcShort, shortDigest } from '../texts/quantities.ts';
import { address, bound, listTable, moreLine, verbatim } from './building-blocks.ts';

const LISTED_EVENTS = 250;
const ADDRESS_CHARACTERS = 200;
const NAME_CHARACTERS = 120;

type TimelineContext = Pick<ReportContext, 'texts' | 'statements'>;

/** Entries of the custody log in plain words. */
export function buildTimeline({ texts, statements }: TimelineContext, events: readonly ReportEvent[]): Html {
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
      describe({ texts, statements }, event),
      event.entry.actor === 'system' ? texts.say('report.timeline.system') : verbatim(texts, event.entry.actor),
      texts.formatNumber(event.entry.seq),
    ]),
  )}${moreLine(texts, more)}`;
}

function describe({ texts, statements }: TimelineContext, { entry, texts: said }: ReportEvent): Html {
  const what = texts.sayCode('report.event', entry.type) ?? entry.type;
  const code = entry.details['code'];
  const why = typeof code === 'string' && entry.type === 'capture.failed' ? (texts.sayCode('report.error', code) ?? code) : undefined;
  const id = entry.details['statement'];
  const statement = typeof id === 'string' ? statements.find(id)?.statement : undefined;
  const words = Object.entries(said).map(([name, text]) => {
    if (name === 'address') return address(texts, text, ADDRESS_CHARACTERS);
    // The text of a statement is its JSON; it is told where statements are.
    if (name === 'statement' && statement !== undefined) return undefined;
    return verbatim(texts, text, ADDRESS_CHARACTERS);
  });
  const about = statement && nameStatement({ texts, statements }, statement);
  return html`<div>${entry.exhibit === undefined ? '' : html`<b>${entry.exhibit}</b> `}${what}${why === undefined ? '' : `: ${why}`}</div>
    ${entry.digest === undefined ? undefined : html`<div class="second">SHA-256 ${shortDigest(entry.digest)} …</div>`}
    ${about === undefined ? undefined : html`<div class="second">${about}</div>`}
    ${words.map((word) => word && html`<div class="second">${word}</div>`)}`;
}

/** Kind of a statement, and what it is about. */
function nameStatement({ texts, statements }: TimelineContext, { entity, content }: Statement): Html {
  const named = statements.nameOf(entity);
  return html`${texts.say(`report.kind.${content.kind}`)}${named === undefined ? '' : html`${texts.say('report.colon')} ${verbatim(texts, named.name, NAME_CHARACTERS)}`}`;
}
