import type { FormDocument, FormId } from '../core/forms/form-document.ts';
import type { ReportInput } from '../core/package/report-input.ts';
import { createFormContext } from './forms/build-forms.ts';
import { FORM_BUILDERS } from './forms/form-registry.ts';

/** Forms that a reader finds in the report too: how it was captured, step by step, and the checklists. They need no answers of a person. */
const REPORT_FORMS: readonly FormId[] = ['acquisition-record', 'berkeley-checklist', 'swgde-checklist'];

/** Throws as the readers in `input`; the reason of `signal` when it is aborted. */
export async function buildReportForms(input: ReportInput, signal: AbortSignal): Promise<readonly FormDocument[]> {
  const context = createFormContext({ ...input, answers: {} }, signal);
  const forms: FormDocument[] = [];
  for (const id of REPORT_FORMS) {
    const build = FORM_BUILDERS[id];
    if (build !== undefined) forms.push(await build(context));
  }
  return forms;
}
