import type { FormDocument } from '../../core/forms/form-document.ts';
import type { FormInput } from '../../core/forms/form-input.ts';
import type { Profile } from '../../core/package/profiles.ts';
import { createTexts } from '../texts/texts.ts';
import type { FormContext } from './form-context.ts';
import { FORM_BUILDERS, PROFILE_FORMS } from './form-registry.ts';
import { surveyCaptures, type CaptureSurvey } from './survey/capture-survey.ts';

/** What all forms of one package are built from. The records are read once, when the first form asks for them. */
export function createFormContext(input: FormInput, signal?: AbortSignal): FormContext {
  let survey: Promise<CaptureSurvey> | undefined;
  return { texts: createTexts(input.language), input, surveyCaptures: () => (survey ??= surveyCaptures(input, signal)) };
}

/** The forms of a profile, in their order. Throws as the readers in `input`; the reason of `signal` when it is aborted. */
export async function buildForms(profile: Profile, input: FormInput, signal?: AbortSignal): Promise<readonly FormDocument[]> {
  const context = createFormContext(input, signal);
  const forms: FormDocument[] = [];
  for (const id of PROFILE_FORMS[profile]) {
    signal?.throwIfAborted();
    const build = FORM_BUILDERS[id];
    if (build !== undefined) forms.push(await build(context));
  }
  return forms;
}
