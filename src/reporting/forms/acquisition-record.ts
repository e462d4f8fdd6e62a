import type { FormBlock, FormDocument } from '../../core/forms/form-document.ts';
import type { Texts } from '../texts/texts.ts';
import * as capture from './checks/capture-judges.ts';
import * as station from './checks/station-judges.ts';
import type { FormContext } from './form-context.ts';
import { makeText, makeForm } from './form-parts.ts';
import { buildCaseFields } from './parts/case-fields.ts';
import { answerCheck, type CheckLine } from './survey/answer-check.ts';
import type { CaptureSurvey } from './survey/capture-survey.ts';

/**
 * How the captures of a package were made: the technical precautions that case law and AFNOR NF Z67-147 name (a voluntary norm, its text not free),
 * answered line by line from what the records show. Captures that differ are counted, so that a case of thousands has the same length.
 */
export async function buildAcquisitionRecord(context: FormContext): Promise<FormDocument> {
  const { texts } = context;
  const survey = await context.surveyCaptures();
  const block = (lines: readonly CheckLine[]): FormBlock => ({
    type: 'checks',
    checks: lines.map((line) => answerCheck(texts, survey, line)),
  });
  return makeForm(context, 'acquisition-record', {
    title: texts.say('form.acquisition.title'),
    notices: [texts.say('form.acquisition.notice'), texts.say('form.checklist.reading')],
    sections: [
      { id: 'case', title: texts.say('report.cover.facts'), blocks: [{ type: 'fields', fields: buildCaseFields(context, survey) }] },
      { id: 'equipment', title: texts.say('form.acquisition.equipment'), blocks: [block(equipmentLines(texts))] },
      { id: 'network', title: texts.say('form.acquisition.network'), blocks: [block(networkLines(texts))] },
      { id: 'clock', title: texts.say('form.acquisition.clock'), blocks: [block(clockLines(texts))] },
      { id: 'acts', title: texts.say('form.acquisition.acts'), blocks: [block(actLines(texts))] },
      { id: 'closing', title: texts.say('form.acquisition.closing'), blocks: [block(closingLines(texts))] },
      { id: 'tools', title: texts.say('form.acquisition.tools'), blocks: [makeText(...listTools(texts, survey))] },
    ],
  });
}

function equipmentLines(texts: Texts): readonly CheckLine[] {
  return [
    { id: 'machine', label: texts.say('form.acquisition.machine'), source: 'not-recorded', judge: station.judgeUnrecorded(texts) },
    { id: 'system', label: texts.say('form.acquisition.system'), source: 'environment.os', judge: station.judgeSystem(texts) },
    { id: 'system-patch', label: texts.say('form.acquisition.patch'), source: 'not-recorded', judge: station.judgeUnrecorded(texts) },
    {
      id: 'browser',
      label: texts.say('form.acquisition.browser'),
      source: 'record.observation.browser',
      judge: station.judgeBrowser(texts),
    },
    {
      id: 'extensions',
      label: texts.say('form.acquisition.extensions'),
      source: 'environment.browser.flags',
      judge: station.judgeExtensions(texts),
    },
    { id: 'malware-scan', label: texts.say('form.acquisition.malware'), source: 'not-recorded', judge: station.judgeUnrecorded(texts) },
    {
      id: 'fresh-profile',
      label: texts.say('form.acquisition.fresh'),
      source: 'environment.choices.session',
      judge: station.judgeFreshProfile(texts),
    },
  ];
}

function networkLines(texts: Texts): readonly CheckLine[] {
  return [
    { id: 'addresses', label: texts.say('form.acquisition.addresses'), source: 'not-recorded', judge: station.judgeUnrecorded(texts) },
    { id: 'provider', label: texts.say('form.acquisition.provider'), source: 'not-recorded', judge: station.judgeUnrecorded(texts) },
    {
      id: 'no-proxy',
      label: texts.say('form.acquisition.noProxy'),
      source: 'environment.choices.proxy',
      judge: station.judgeNoProxy(texts),
    },
    {
      id: 'interception',
      label: texts.say('form.acquisition.interception'),
      source: 'record.observation.tls',
      judge: station.judgeConnection(texts),
    },
  ];
}

function clockLines(texts: Texts): readonly CheckLine[] {
  return [
    {
      id: 'clock-before',
      label: texts.say('form.acquisition.clockBefore'),
      source: 'record.clock, custody.clock.checked',
      judge: capture.judgeClockBefore(texts),
      overall: capture.overallOffset(texts),
    },
    {
      id: 'clock-after',
      label: texts.say('form.acquisition.clockAfter'),
      source: 'record.clock, custody.clock.checked',
      judge: capture.judgeClockAfter(texts),
    },
    { id: 'region', label: texts.say('form.acquisition.region'), source: 'environment.timeZone', judge: station.judgeRegion(texts) },
  ];
}

function actLines(texts: Texts): readonly CheckLine[] {
  return [
    {
      id: 'operator',
      label: texts.say('form.acquisition.operator'),
      source: 'operator.serviceNumber',
      judge: station.judgeOperator(texts),
    },
    {
      id: 'start-time',
      label: texts.say('form.acquisition.start'),
      source: 'record.observation.times.clickedAt',
      judge: capture.judgeStartTime(),
      overall: capture.overallStart(texts),
    },
    {
      id: 'navigation',
      label: texts.say('form.acquisition.navigation'),
      source: 'record.observation.address',
      judge: capture.judgeNavigation(texts),
      overall: capture.overallNavigation(texts),
    },
    {
      id: 'acts',
      label: texts.say('form.acquisition.everyAct'),
      source: 'record.observation.steps, custody',
      judge: capture.judgeActs(texts),
      overall: capture.overallActs(texts),
    },
    {
      id: 'operator-acts',
      label: texts.say('form.acquisition.operatorActs'),
      source: 'not-recorded',
      judge: () => ({ answer: 'not-known', value: texts.say('form.says.operatorActs') }),
    },
    {
      id: 'view-picture',
      label: texts.say('form.acquisition.picture'),
      source: 'record.observation.artifacts',
      judge: capture.judgeArtifact(texts, ['screenshot-viewport']),
    },
    {
      id: 'network-recording',
      label: texts.say('form.acquisition.recording'),
      source: 'record.observation.completeness',
      judge: capture.judgeArtifact(texts, ['wacz'], capture.RECORDING_LIMITS),
      overall: capture.overallExchanges(texts),
    },
  ];
}

function closingLines(texts: Texts): readonly CheckLine[] {
  return [
    { id: 'digests', label: texts.say('form.acquisition.digests'), source: 'custody.capture.sealed', judge: capture.judgeDigest(texts) },
    { id: 'time-stamp', label: texts.say('form.acquisition.stamp'), source: 'time', judge: capture.judgeStamp(texts) },
  ];
}

/** Every release of the tool that made one of the captures, with the digest of its sources. */
function listTools(texts: Texts, survey: CaptureSurvey): readonly string[] {
  const counts = new Map<string, number>();
  for (const { tool } of survey) counts.set(tool, (counts.get(tool) ?? 0) + 1);
  if (counts.size === 0) return [texts.say('form.check.noCapture')];
  return [...counts].map(([tool, count]) => texts.say('form.acquisition.tool', { tool, count }));
}
