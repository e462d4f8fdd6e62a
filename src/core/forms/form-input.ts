import type { ReportInput } from '../package/report-input.ts';
import type { FormAnswers } from './form-questions.ts';

/** Everything that a form may say: what a report may say, and what the operator answered. */
export interface FormInput extends ReportInput {
  readonly answers: FormAnswers;
}

/** `seal.package` of an input from which no package is made, as for a look at its forms before: what only an export makes is missing in them. */
export const NO_PACKAGE = '00000000-0000-0000-0000-000000000000';
