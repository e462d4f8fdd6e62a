import type { ReportDisclosed } from '../../core/package/report-input.ts';
import { html, type Html } from '../html/html.ts';
import type { ReportContext } from '../report-context.ts';
import { buildAssessments, buildDisplayed } from '../statements/exhibit-statements.ts';
import { buildTranslations } from '../statements/translations.ts';
import { formatBytes, formatUtc } from '../texts/quantities.ts';
import { bound, digest, factTable, listTable, moreLine } from './building-blocks.ts';
import { buildRedactedCopies } from './redacted-copies.ts';

const LISTED_EXHIBITS = 1_000;
const LISTED_FILES = 100;

/** Exhibits whose record is withheld: what may be seen of them, and by which digests they can be told. Nothing where all records are there. */
export function buildDisclosedExhibits(context: ReportContext): Html | undefined {
  const { texts, input } = context;
  const disclosed = input.disclosed ?? [];
  if (disclosed.length === 0) return undefined;
  const { shown, more } = bound(disclosed, LISTED_EXHIBITS);
  return html`<section class="chapter">
    <h1>${texts.say('report.disclosed.heading')}</h1>
    <p>${texts.say('report.disclosed.intro')}</p>
    ${shown.map((one) => buildDisclosed(context, one))} ${moreLine(texts, more)}
  </section>`;
}

function buildDisclosed(context: ReportContext, { exhibit, digest: record, kind, sealedAt, artifacts, withheld }: ReportDisclosed): Html {
  const { texts, statements } = context;
  const files = bound(artifacts, LISTED_FILES);
  const own = statements.ofExhibit(exhibit);
  return html`<section id="${exhibit}">
    ${factTable(exhibit, [
      [texts.say('report.disclosed.kind'), texts.say(kind === 'capture' ? 'report.disclosed.capture' : 'report.disclosed.received')],
      [texts.say('report.times.sealed'), formatUtc(texts, sealedAt)],
      [texts.say('report.disclosed.record'), digest(record)],
      [texts.say('report.disclosed.withheld'), texts.formatNumber(withheld)],
    ])}
    ${
      artifacts.length === 0
        ? undefined
        : html`<h2>${texts.say('report.disclosed.released')}</h2>
            ${listTable(
              'files',
              [texts.say('report.files.file'), texts.say('report.files.size'), texts.say('report.files.digest')],
              files.shown.map((artifact) => [
                html`<div>${texts.say(`report.role.${artifact.role}`)}</div>
                  <div class="second"><bdi class="path" dir="ltr">${artifact.path}</bdi></div>`,
                html`<span class="nowrap">${formatBytes(texts, artifact.sizeBytes)}</span>`,
                digest(artifact.sha256),
              ]),
            )}${moreLine(texts, files.more)}`
    }
    ${buildRedactedCopies(context, exhibit)} ${buildTranslations(context, own)} ${buildDisplayed(context, own)}
    ${buildAssessments(context, own)}
  </section>`;
}
