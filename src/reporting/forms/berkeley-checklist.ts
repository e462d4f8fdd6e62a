import type { FormBlock, FormCheck, FormDocument } from '../../core/forms/form-document.ts';
import type { Texts } from '../texts/texts.ts';
import * as capture from './checks/capture-judges.ts';
import { lineMaker } from './checks/line-maker.ts';
import { checkCopies, checkCustody, checkTechnicalReport } from './checks/package-checks.ts';
import * as station from './checks/station-judges.ts';
import type { FormContext } from './form-context.ts';
import { makeForm } from './form-parts.ts';
import { buildCaseFields } from './parts/case-fields.ts';
import { answerCheck, type CheckLine } from './survey/answer-check.ts';
import type { CaptureSurvey } from './survey/capture-survey.ts';

/**
 * What the Berkeley Protocol (HR/PUB/20/2) asks to collect of a page and to keep of it, answered from the records. Its paragraphs are named as public
 * readings of it give them; its text is not repeated.
 */
export async function buildBerkeleyChecklist(context: FormContext): Promise<FormDocument> {
  const { texts } = context;
  const survey = await context.surveyCaptures();
  const answer = (lines: readonly CheckLine[]): FormCheck[] => lines.map((line) => answerCheck(texts, survey, line));
  return makeForm(context, 'berkeley-checklist', {
    title: texts.say('form.berkeley.title'),
    notices: [texts.say('form.berkeley.notice'), texts.say('form.checklist.reading')],
    sections: [
      { id: 'case', title: texts.say('report.cover.facts'), blocks: [{ type: 'fields', fields: buildCaseFields(context, survey) }] },
      { id: 'collection', title: texts.say('form.berkeley.collection'), blocks: [checks(...answer(collectionLines(texts)))] },
      { id: 'conditions', title: texts.say('form.berkeley.conditions'), blocks: [checks(...answer(conditionLines(texts)))] },
      {
        id: 'preservation',
        title: texts.say('form.berkeley.preservation'),
        blocks: [checks(...answer(preservationLines(texts)), ...packageChecks(context, survey))],
      },
    ],
  });
}

/** Paragraph 155. */
function collectionLines(texts: Texts): readonly CheckLine[] {
  const line = lineMaker(texts);
  return [
    line(
      'p155-a-address',
      'form.berkeley.address',
      'record.observation.address',
      capture.judgeNavigation(texts),
      capture.overallNavigation(texts),
    ),
    line('p155-b-source', 'form.berkeley.source', 'record.observation.artifacts', capture.judgeArtifact(texts, ['html-served', 'dom'])),
    line(
      'p155-c-page',
      'form.berkeley.page',
      'record.observation.artifacts',
      capture.judgeArtifact(texts, ['screenshot-full', 'screenshot-tile'], capture.PICTURE_LIMITS),
    ),
    line('p155-c-first', 'form.berkeley.first', 'record.observation.times.seenAt', capture.judgePictureFirst(texts)),
    line('p155-c-time-visible', 'form.berkeley.timeVisible', 'record.observation.times', capture.judgeTimeInPicture(texts)),
    line('p155-d-media', 'form.berkeley.media', 'record.observation.artifacts', capture.judgeMedia(texts)),
    line('p155-e-metadata', 'form.berkeley.metadata', 'record.observation.page', capture.judgePageFacts(texts)),
    line('p155-f-context', 'form.berkeley.context', 'not-recorded', () => ({ answer: 'not-known', value: texts.say('form.says.context') })),
    line('p155-g-collector', 'form.berkeley.collector', 'operator.serviceNumber', station.judgeOperator(texts)),
    line('p155-g-address', 'form.berkeley.ip', 'not-recorded', station.judgeUnrecorded(texts)),
    line('p155-g-identity', 'form.berkeley.identity', 'environment.choices.session', station.judgeIdentityUsed(texts)),
    line('p155-g-time', 'form.berkeley.time', 'record.observation.times', capture.judgeStartTime(), capture.overallStart(texts)),
    line(
      'p155-g-clock',
      'form.berkeley.clock',
      'record.clock, custody.clock.checked',
      capture.judgeClockBefore(texts),
      capture.overallOffset(texts),
    ),
  ];
}

/** Paragraphs 38, 98, 101, 102. */
function conditionLines(texts: Texts): readonly CheckLine[] {
  const line = lineMaker(texts);
  return [
    line('p98-masking', 'form.berkeley.masking', 'environment.choices.proxy', station.judgeMasking(texts)),
    line('p38-presented', 'form.berkeley.presented', 'record.observation.browser.userAgent', station.judgePresented()),
  ];
}

/** Paragraphs 153 to 156. */
function preservationLines(texts: Texts): readonly CheckLine[] {
  const line = lineMaker(texts);
  return [
    line('p153-hash', 'form.berkeley.hash', 'custody.capture.sealed', capture.judgeDigest(texts)),
    line(
      'p154-native',
      'form.berkeley.native',
      'record.observation.artifacts',
      capture.judgeArtifact(texts, ['wacz', 'html-served'], capture.RECORDING_LIMITS),
    ),
    line('p154-changes', 'form.berkeley.changes', 'record.observation.steps', capture.judgeActs(texts), capture.overallActs(texts)),
  ];
}

function packageChecks(context: FormContext, survey: CaptureSurvey): readonly FormCheck[] {
  const { texts } = context;
  return [
    checkTechnicalReport(context, { id: 'p156-report', label: texts.say('form.berkeley.report') }, survey),
    checkCustody(context, { id: 'p167-custody', label: texts.say('form.berkeley.custody') }),
    checkCopies(context, { id: 'copies', label: texts.say('form.berkeley.copies') }),
  ];
}

function checks(...all: readonly FormCheck[]): FormBlock {
  return { type: 'checks', checks: [...all] };
}
