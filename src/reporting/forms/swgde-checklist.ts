import type { FormBlock, FormCheck, FormDocument } from '../../core/forms/form-document.ts';
import type { TextKey } from '../texts/texts.ts';
import * as capture from './checks/capture-judges.ts';
import { lineMaker } from './checks/line-maker.ts';
import {
  checkBasis,
  checkCopies,
  checkCustody,
  checkOpen,
  checkPreservationRequest,
  checkRepeats,
  checkTechnicalReport,
} from './checks/package-checks.ts';
import * as station from './checks/station-judges.ts';
import type { FormContext } from './form-context.ts';
import { makeCheck, makeForm } from './form-parts.ts';
import { buildCaseFields } from './parts/case-fields.ts';
import { answerCheck, type CheckLine } from './survey/answer-check.ts';
import type { CaptureSurvey } from './survey/capture-survey.ts';

/**
 * SWGDE 21-F-001 (best practices for acquiring online content), by the numbers of its sections as public readings of it give them; its text was not at
 * hand and is not repeated.
 */
export async function buildSwgdeChecklist(context: FormContext): Promise<FormDocument> {
  const { texts } = context;
  const survey = await context.surveyCaptures();
  return makeForm(context, 'swgde-checklist', {
    title: texts.say('form.swgde.title'),
    notices: [texts.say('form.swgde.notice'), texts.say('form.checklist.reading')],
    sections: [
      { id: 'case', title: texts.say('report.cover.facts'), blocks: [{ type: 'fields', fields: buildCaseFields(context, survey) }] },
      { id: 's3', title: texts.say('form.swgde.general'), blocks: [generalBlock(context, survey)] },
      { id: 's4', title: texts.say('form.swgde.preparation'), blocks: [preparationBlock(context, survey)] },
      { id: 's7', title: texts.say('form.swgde.acquisition'), blocks: [acquisitionBlock(context, survey)] },
      { id: 's9', title: texts.say('form.swgde.preservation'), blocks: [preservationBlock(context)] },
    ],
  });
}

/** Sections 3.1 to 3.5. */
function generalBlock(context: FormContext, survey: CaptureSurvey): FormBlock {
  const { texts } = context;
  const answer = answerer(context, survey);
  return block(
    checkCustody(context, labelled(context, 's3-1-auditable', 'form.swgde.auditable')),
    checkTechnicalReport(context, labelled(context, 's3-1-tool', 'form.swgde.tool'), survey),
    answer(
      's3-2-limits',
      'form.swgde.limits',
      'record.observation.completeness',
      capture.judgeLedger(texts),
      capture.overallExchanges(texts),
    ),
    checkPreservationRequest(context, labelled(context, 's3-3-request', 'form.swgde.request')),
    answer('s3-4-profile', 'form.swgde.contamination', 'environment.choices.session', station.judgeFreshProfile(texts)),
    answer('s3-4-extensions', 'form.acquisition.extensions', 'environment.browser.flags', station.judgeExtensions(texts)),
    answer('s3-4-presented', 'form.berkeley.presented', 'record.observation.browser.userAgent', station.judgePresented()),
    checkBasis(context, labelled(context, 's3-5-authority', 'form.swgde.authority')),
  );
}

/** Sections 4 to 6. */
function preparationBlock(context: FormContext, survey: CaptureSurvey): FormBlock {
  const { texts } = context;
  const answer = answerer(context, survey);
  return block(
    checkOpen(context, labelled(context, 's4-1-device', 'form.swgde.device')),
    answer('s4-1-region', 'form.swgde.region', 'environment.timeZone', station.judgeRegion(texts)),
    answer('s4-1-masking', 'form.swgde.masking', 'environment.choices.proxy', station.judgeMasking(texts)),
    checkRepeats(context, labelled(context, 's4-2-repeats', 'form.swgde.repeats'), survey),
    checkOpen(context, labelled(context, 's4-3-validation', 'form.swgde.validation')),
    checkOpen(context, labelled(context, 's5-goal', 'form.swgde.goal')),
    checkOpen(context, labelled(context, 's6-kind', 'form.swgde.kind')),
  );
}

/** Sections 7 and 8. */
function acquisitionBlock(context: FormContext, survey: CaptureSurvey): FormBlock {
  const { texts } = context;
  const answer = answerer(context, survey);
  return block(
    answer(
      's7-1-pictures',
      'form.swgde.pictures',
      'record.observation.artifacts',
      capture.judgeArtifact(texts, ['screenshot-viewport', 'screenshot-full']),
    ),
    answer(
      's7-2-native',
      'form.swgde.native',
      'record.observation.artifacts',
      capture.judgeArtifact(texts, ['html-served', 'wacz'], capture.RECORDING_LIMITS),
    ),
    answer('s7-3-hash', 'form.swgde.hash', 'custody.capture.sealed', capture.judgeDigest(texts)),
    answer(
      's7-4-network',
      'form.swgde.network',
      'record.observation.completeness',
      capture.judgeArtifact(texts, ['wacz'], capture.RECORDING_LIMITS),
      capture.overallExchanges(texts),
    ),
    answer('s7-4-server', 'form.swgde.server', 'record.observation.http.remoteAddress', station.judgeServer(texts)),
    answer(
      's7-5-address',
      'form.swgde.address',
      'record.observation.address',
      capture.judgeNavigation(texts),
      capture.overallNavigation(texts),
    ),
    checkOpen(context, labelled(context, 's7-5-registration', 'form.swgde.registration')),
    checkOpen(context, labelled(context, 's7-5-history', 'form.swgde.history')),
    checkOpen(context, labelled(context, 's7-5-place', 'form.swgde.place')),
    answer('s7-5-access-address', 'form.berkeley.ip', 'not-recorded', station.judgeUnrecorded(texts)),
    answer('s7-5-browser', 'form.acquisition.browser', 'record.observation.browser', station.judgeBrowser(texts)),
    answer('s7-5-times', 'form.swgde.times', 'record.observation.times', capture.judgeStartTime(), capture.overallStart(texts)),
    makeCheck(
      's8-1-method',
      texts.say('form.swgde.method'),
      'package',
      survey.length === 0 ? 'not-applicable' : 'done',
      texts.say('form.says.method'),
    ),
  );
}

/** Section 9. */
function preservationBlock(context: FormContext): FormBlock {
  const { texts, input } = context;
  const archived = input.exhibits.length + input.received.length > 0;
  return block(
    makeCheck(
      's9-archive',
      texts.say('form.swgde.archive'),
      'package',
      archived ? 'done' : 'not-applicable',
      archived ? texts.say('form.says.archive') : undefined,
    ),
    makeCheck(
      's9-links',
      texts.say('form.swgde.links'),
      'package',
      archived ? 'done' : 'not-applicable',
      archived ? texts.say('form.says.links') : undefined,
    ),
    checkCopies(context, labelled(context, 's9-copies', 'form.berkeley.copies')),
  );
}

function block(...checks: readonly FormCheck[]): FormBlock {
  return { type: 'checks', checks: [...checks] };
}

function labelled({ texts }: FormContext, id: string, label: TextKey): Pick<FormCheck, 'id' | 'label'> {
  return { id, label: texts.say(label) };
}

function answerer(
  { texts }: FormContext,
  survey: CaptureSurvey,
): (id: string, label: TextKey, source: string, judge: CheckLine['judge'], overall?: CheckLine['overall']) => FormCheck {
  const line = lineMaker(texts);
  return (...parts) => answerCheck(texts, survey, line(...parts));
}
