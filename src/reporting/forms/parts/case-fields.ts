import { NO_PACKAGE } from '../../../core/forms/form-input.ts';
import type { FormField } from '../../../core/forms/form-document.ts';
import { formatUtc } from '../../texts/quantities.ts';
import type { FormContext } from '../form-context.ts';
import { makeField } from '../form-parts.ts';
import type { CaptureSurvey } from '../survey/capture-survey.ts';

/** Which case, which package, by and for whom: the head of the forms that are about captures. */
export function buildCaseFields({ texts, input }: Pick<FormContext, 'texts' | 'input'>, survey: CaptureSurvey): FormField[] {
  const { seal, received, caseTitle, caseBasis, agency } = input;
  const { sealedInCase, attemptsInCase, failedInCase, withheldEntries } = seal.scope;
  return [
    makeField('case-reference', texts.say('report.case.reference'), 'seal.case.reference', seal.case.reference),
    makeField('case-title', texts.say('form.case.title'), 'case.title', caseTitle),
    makeField('case-basis', texts.say('report.case.basis'), 'case.basis', caseBasis),
    makeField('agency', texts.say('report.case.agency'), 'agency', agency),
    makeField('recipient', texts.say('report.case.recipient'), 'seal.recipient', seal.recipient),
    makeField('purpose', texts.say('report.case.purpose'), 'seal.purpose', seal.purpose),
    makeField('exported-by', texts.say('report.case.operator'), 'seal.operator', seal.operator),
    makeField(
      'exported-at',
      texts.say('report.case.made'),
      'seal.createdAt',
      seal.package === NO_PACKAGE ? undefined : formatUtc(texts, seal.createdAt),
    ),
    makeField('package', texts.say('form.case.package'), 'seal.package', seal.package === NO_PACKAGE ? undefined : seal.package),
    makeField('scope', texts.say('report.case.scope'), 'seal.scope', [
      texts.say('form.case.captures', { count: survey.length }),
      received.length === 0 ? undefined : texts.say('form.case.received', { count: received.length }),
      texts.say('form.case.attempts', {
        attempts: texts.formatNumber(attemptsInCase),
        sealed: texts.formatNumber(sealedInCase),
        failed: texts.formatNumber(failedInCase),
      }),
      withheldEntries === 0 ? undefined : texts.say('form.case.withheld', { count: withheldEntries }),
    ]),
  ];
}
