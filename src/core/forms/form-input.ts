import type { ReportInput } from '../package/report-input.ts';
import type { FormAnswers } from './form-questions.ts';

/** Everything that a form may say: what a report may say, and what the operator answered. */
export interface FormInput extends ReportInput {
  readonly answers: FormAnswers;
}
