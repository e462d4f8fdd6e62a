import type { CaseStatement } from '../../core/statements/case-statement.ts';
import type { EvidencePointer } from '../../core/statements/statement.ts';
import { html, type Html } from '../html/html.ts';
import { digest, factGrid, quoted, verbatim } from '../parts/building-blocks.ts';
import type { ReportContext } from '../report-context.ts';
import { formatUtc } from '../texts/quantities.ts';
import { listFields } from './statement-fields.ts';

const NAME_CHARACTERS = 160;
const QUOTE_CHARACTERS = 400;

/** One statement whole: what, by whom, when, on what it rests, how it is to be handled and what it is worth to its author. */
export function buildStatementCard(context: ReportContext, one: CaseStatement): Html {
  const { texts } = context;
  const { content } = one.statement;
  return html`<section class="statement nature-${one.statement.nature}">
    <h3>${texts.say(`report.kind.${content.kind}`)}${subjectOf(context, one)}</h3>
    ${factGrid(listFields(context, content))} ${listEvidence(context, one.statement.evidence)} ${buildSource(context, one)}
  </section>`;
}

/** Author, time, codes, place in the log. */
export function buildSource({ texts }: ReportContext, { statement, author, madeAt, entry }: CaseStatement): Html {
  const { handling, handlingText, evaluation } = statement;
  return html`<p class="source">
    ${texts.say('report.statement.by')} ${verbatim(texts, author, NAME_CHARACTERS)}, ${formatUtc(texts, madeAt)} ·
    ${texts.say('report.statement.handling', { codes: handling.join(' + ') })}${handlingText === undefined ? '' : html` (${verbatim(texts, handlingText, QUOTE_CHARACTERS)})`}
    ·
    ${
      evaluation === undefined
        ? texts.say('report.statement.notEvaluated')
        : texts.say('report.statement.evaluation', { code: `${evaluation.source}${evaluation.information}` })
    }
    · <span class="entry">${texts.say('report.statement.entry')} <bdi dir="ltr">${entry}</bdi></span>
  </p>`;
}

/** What it is about, where its fields do not say it. */
function subjectOf({ texts, statements }: ReportContext, { statement: { entity, content } }: CaseStatement): Html | undefined {
  const judged = content.kind === 'truth' ? statements.find(content.fields.of)?.statement : undefined;
  const named = judged === undefined ? statements.nameOf(entity) : (statements.nameOf(judged.entity) ?? undefined);
  const kind = named?.kind ?? judged?.content.kind;
  if (content.kind === 'truth' && kind !== undefined)
    return html` ·
    ${texts.say(`report.kind.${kind}`)}${named === undefined ? '' : html`${texts.say('report.colon')} ${verbatim(texts, named.name, NAME_CHARACTERS)}`}`;
  return named === undefined ? undefined : html` · ${verbatim(texts, named.name, NAME_CHARACTERS)}`;
}

function listEvidence({ texts }: ReportContext, evidence: readonly EvidencePointer[]): Html {
  if (evidence.length === 0) return html`<p class="rests">${texts.say('report.statement.noEvidence')}</p>`;
  return html`<div class="rests">
    ${texts.say('report.statement.restsOn')}
    <ul>
      ${evidence.map(
        ({ exhibit, role, artifact, sha256, quote }) =>
          html`<li>
            <b>${exhibit}</b
            >${role === undefined ? '' : `, ${texts.say(`report.role.${role}`)}`}${artifact === undefined ? '' : html` (<bdi class="path" dir="ltr">${artifact}</bdi>)`}${quote === undefined ? '' : html`${texts.say('report.colon')} ${quoted(texts, quote, QUOTE_CHARACTERS)}`}${sha256 === undefined ? '' : html` <span class="second">SHA-256 ${digest(sha256)}</span>`}
          </li>`,
      )}
    </ul>
  </div>`;
}
