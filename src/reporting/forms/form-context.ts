import type { FormDocument } from '../../core/forms/form-document.ts';
import type { FormInput } from '../../core/forms/form-input.ts';
import type { Texts } from '../texts/texts.ts';
import type { CaptureSurvey } from './survey/capture-survey.ts';

/** What every form is built from. */
export interface FormContext {
  readonly texts: Texts;
  readonly input: FormInput;
  /** What the records of all captures say, in counts: read once for all forms of a package. Throws as `ReportExhibit.readRecord`. */
  readonly surveyCaptures: () => Promise<CaptureSurvey>;
}

/** Builds one form. Its language is that of `texts`. */
export type FormBuilder = (context: FormContext) => FormDocument | Promise<FormDocument>;
