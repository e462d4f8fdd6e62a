import type { ReportRedaction } from '../../core/package/report-input.ts';
import { html, type Html } from '../html/html.ts';
import type { ReportContext } from '../report-context.ts';
import { formatList, formatUtcShort } from '../texts/quantities.ts';
import { bound, digest, listTable, moreLine, verbatim } from './building-blocks.ts';

const LISTED_COPIES = 100;
const NAME_CHARACTERS = 120;

/** Redacted copies of one exhibit: of which file, why something is covered, by whom. Nothing where there is none. */
export function buildRedactedCopies({ texts, input }: ReportContext, exhibit: string): Html | undefined {
  const copies = (input.redactions ?? []).filter(({ redaction }) => redaction.exhibit === exhibit);
  if (copies.length === 0) return undefined;
  const { shown, more } = bound(copies, LISTED_COPIES);
  return html`<section>
    <h2>${texts.say('report.redacted.heading')}</h2>
    <p>${texts.say('report.redacted.intro')}</p>
    ${listTable(
      'redacted',
      [
        texts.say('report.redacted.copy'),
        texts.say('report.redacted.why'),
        texts.say('report.redacted.by'),
        texts.say('report.files.digest'),
      ],
      shown.map((copy) => [
        html`<div>${texts.say(`report.role.${copy.redaction.original.role}`)}</div>
          <div class="second"><bdi class="path" dir="ltr">${copy.path}</bdi></div>`,
        sayReasons(texts, copy),
        html`${verbatim(texts, copy.author, NAME_CHARACTERS)}
          <div class="second">${formatUtcShort(copy.madeAt)}</div>`,
        digest(copy.redaction.derivative.sha256),
      ]),
    )}
    ${moreLine(texts, more)}
  </section>`;
}

/** Each reason with how many places are covered for it. */
function sayReasons(texts: ReportContext['texts'], { redaction: { masks } }: ReportRedaction): string {
  const counts = new Map<string, number>();
  for (const { reason } of masks) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return formatList(
    texts,
    [...counts].map(([reason, count]) => `${texts.sayCode('report.redactionReason', reason) ?? reason} (${texts.formatNumber(count)})`),
  );
}
