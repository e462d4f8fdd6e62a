import { html, type Html } from '../html/html.ts';
import type { ReportContext } from '../report-context.ts';
import type { Texts } from '../texts/texts.ts';
import { verbatim } from './building-blocks.ts';

/** How the package is to be handled, as its maker proposes: first on a cover. A code that nobody chose is not made up. */
export function buildHandling({ texts, input: { handling } }: ReportContext): Html {
  return html`<section class="handling">
    <h2 class="quiet">${texts.say('report.handling.heading')}</h2>
    ${
      handling === undefined || handling.codes.length === 0
        ? html`<p>${texts.say('report.handling.none')}</p>`
        : html`<ul>
            ${handling.codes.map((code) => html`<li><b>${code}</b> ${texts.say(`report.handlingCode.${code}`)}</li>`)}
          </ul>`
    }
    ${handling?.text === undefined ? undefined : html`<p>${verbatim(texts, handling.text)}</p>`}
    <p class="second">${texts.say('report.handling.notice')}</p>
  </section>`;
}

/** The same in one line. */
export function handlingLine(texts: Texts, { handling }: ReportContext['input']): Html | string {
  if (handling === undefined || handling.codes.length === 0) return texts.say('report.handling.none');
  return html`${handling.codes.join(' + ')}${handling.text === undefined ? '' : html`: ${verbatim(texts, handling.text, LINE_CHARACTERS)}`}`;
}

const LINE_CHARACTERS = 200;
