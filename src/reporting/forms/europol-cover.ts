import { NO_PACKAGE } from '../../core/forms/form-input.ts';
import type { FormDocument } from '../../core/forms/form-document.ts';
import { formatUtc } from '../texts/quantities.ts';
import { answerField } from './answer-field.ts';
import type { FormContext } from './form-context.ts';
import { makeField, makeForm } from './form-parts.ts';
import { captureTable } from './parts/capture-table.ts';
import { handlingField } from './parts/handling-field.ts';
import { currentStatements } from './statements/current-statements.ts';

/** First page for the national unit that sends the set on: what it is, for which purpose, under which codes. No marking of Europol stands on it. */
export async function buildEuropolCover(context: FormContext): Promise<FormDocument> {
  const { texts, input } = context;
  const { seal, received, handling } = input;
  const survey = await context.surveyCaptures();
  const statements = currentStatements(input);
  const codes = handling === undefined ? texts.say('form.state.missing') : handling.codes.join(', ');
  return makeForm(context, 'europol-cover', {
    title: texts.say('form.europol.coverTitle'),
    notices: [texts.say('form.europol.marking', { codes }), texts.say('form.europol.notice')],
    sections: [
      {
        id: 'message',
        title: texts.say('form.europol.message'),
        blocks: [
          {
            type: 'fields',
            fields: [
              answerField(context, 'subject'),
              answerField(context, 'addressees'),
              makeField('case-reference', texts.say('report.case.reference'), 'seal.case.reference', seal.case.reference),
              makeField('case-title', texts.say('form.case.title'), 'case.title', input.caseTitle),
              makeField('agency', texts.say('report.case.agency'), 'agency', input.agency),
              answerField(context, 'officer-contact'),
              makeField('operator', texts.say('report.case.operator'), 'seal.operator', seal.operator),
              makeField('recipient', texts.say('report.case.recipient'), 'seal.recipient', seal.recipient),
              makeField(
                'made-at',
                texts.say('report.case.made'),
                'seal.createdAt',
                seal.package === NO_PACKAGE ? undefined : formatUtc(texts, seal.createdAt),
              ),
            ],
          },
        ],
      },
      {
        id: 'handling',
        title: texts.say('form.europol.handling'),
        blocks: [
          {
            type: 'fields',
            fields: [
              handlingField(context),
              answerField(context, 'europol-purpose'),
              answerField(context, 'legal-basis'),
              makeField('case-basis', texts.say('report.case.basis'), 'case.basis', input.caseBasis),
              answerField(context, 'evidential-use'),
            ],
          },
          { type: 'text', paragraphs: [texts.say('form.europol.evidentialNote')] },
        ],
      },
      {
        id: 'contents',
        title: texts.say('form.europol.contents'),
        blocks: [
          {
            type: 'fields',
            fields: [
              makeField('capture-count', texts.say('form.europol.captures'), 'record', texts.formatNumber(survey.length)),
              makeField('received-files', texts.say('form.europol.received'), 'received', texts.formatNumber(received.length)),
              makeField('statements', texts.say('form.europol.statements'), 'statement', texts.formatNumber(statements.length)),
            ],
          },
          captureTable(texts, survey),
          { type: 'text', paragraphs: [texts.say('form.europol.naming')] },
        ],
      },
    ],
  });
}
