import type { FormCheck } from '../../../core/forms/form-document.ts';
import type { CaseEventType } from '../../../core/custody/event-types.ts';
import type { FormContext } from '../form-context.ts';
import { makeCheck } from '../form-parts.ts';
import { nameExhibits } from '../survey/answer-check.ts';
import type { CaptureSurvey } from '../survey/capture-survey.ts';

// Lines of checklists that no single capture answers, but the package and the log in it.

type Line = Pick<FormCheck, 'id' | 'label'>;
type Context = Pick<FormContext, 'texts' | 'input'>;

/** A log that can be read from its beginning, withheld entries counted. */
export function checkCustody({ texts, input }: Context, { id, label }: Line): FormCheck {
  const { timeline, seal } = input;
  const { withheldEntries } = seal.scope;
  if (timeline.length === 0) return makeCheck(id, label, 'custody', 'not-known', texts.say('form.says.noLog'));
  return makeCheck(id, label, 'custody', 'done', [
    texts.say('form.says.log', { count: timeline.length }),
    withheldEntries === 0 ? undefined : texts.say('form.case.withheld', { count: withheldEntries }),
    texts.say('form.says.outside'),
  ]);
}

/** The tool and its release, in every record. */
export function checkTechnicalReport({ texts }: Context, { id, label }: Line, survey: CaptureSurvey): FormCheck {
  const tools = [...new Set(survey.map(({ tool }) => tool))];
  if (tools.length === 0) return makeCheck(id, label, 'record.tool', 'not-applicable', texts.say('form.check.noCapture'));
  return makeCheck(id, label, 'record.tool', 'done', tools);
}

/** Originals are in the package; which copies others made to work with is not. */
export function checkCopies({ texts, input }: Context, { id, label }: Line): FormCheck {
  const derived = countEvents(input.timeline, 'derivative.made');
  return makeCheck(id, label, 'custody.derivative.made', 'not-known', [
    texts.say('form.says.originals'),
    derived === 0 ? undefined : texts.say('form.says.derivatives', { count: derived }),
  ]);
}

/** What was asked of a provider stands in the log where it was said there. */
export function checkPreservationRequest({ texts, input }: Context, { id, label }: Line): FormCheck {
  const sent = countEvents(input.timeline, 'notice.sent');
  return sent === 0
    ? makeCheck(id, label, 'custody.notice.sent', 'not-known', texts.say('form.says.notRecorded'))
    : makeCheck(id, label, 'custody.notice.sent', 'done', texts.say('form.says.notices', { count: sent }));
}

/** The legal basis as it was written when the case was opened; whether it holds is not for a tool to say. */
export function checkBasis({ texts, input }: Context, { id, label }: Line): FormCheck {
  return input.caseBasis === undefined
    ? makeCheck(id, label, 'case.basis', 'not-known', texts.say('form.says.notRecorded'))
    : makeCheck(id, label, 'case.basis', 'done', input.caseBasis);
}

/** Addresses of which the package holds more than one capture. */
export function checkRepeats({ texts }: Context, { id, label }: Line, survey: CaptureSurvey): FormCheck {
  const byAddress = new Map<string, string[]>();
  for (const { address, exhibit } of survey) {
    const shown = address.shown ?? address.requested;
    const exhibits = byAddress.get(shown) ?? [];
    exhibits.push(exhibit);
    byAddress.set(shown, exhibits);
  }
  const repeated = [...byAddress.values()].filter((exhibits) => exhibits.length > 1);
  return repeated.length === 0
    ? makeCheck(id, label, 'record.observation.address', 'not-known', texts.say('form.says.noRepeats'))
    : makeCheck(id, label, 'record.observation.address', 'done', [
        texts.say('form.says.repeats', { count: repeated.length }),
        nameExhibits(texts, repeated.flat().toSorted()),
      ]);
}

/** Only a person can answer it. */
export function checkOpen({ texts }: Context, { id, label }: Line): FormCheck {
  return makeCheck(id, label, 'not-recorded', 'not-known', texts.say('form.says.notRecorded'));
}

function countEvents(timeline: FormContext['input']['timeline'], type: CaseEventType): number {
  return timeline.filter(({ entry }) => entry.type === type).length;
}
