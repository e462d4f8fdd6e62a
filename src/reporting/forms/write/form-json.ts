import { toUtf8 } from '../../../core/digest/encoding.ts';
import { PugmarkError } from '../../../core/errors.ts';
import { formDocumentSchema, type FormDocument } from '../../../core/forms/form-document.ts';

/** A form as `form/v1`, for programs and for curious people: indented, with a final line feed. Throws `record-invalid` when it is none. */
export function writeFormJson(form: FormDocument): Uint8Array {
  const judged = formDocumentSchema.safeParse(form);
  if (judged.success) return toUtf8(`${JSON.stringify(judged.data, undefined, 2)}\n`);
  const [issue] = judged.error.issues;
  throw new PugmarkError(
    'record-invalid',
    `The form ${form.form} is invalid at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown'}`,
  );
}
