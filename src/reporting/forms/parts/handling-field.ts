import type { FormField } from '../../../core/forms/form-document.ts';
import type { FormContext } from '../form-context.ts';
import { makeField } from '../form-parts.ts';

/** Codes that the operator proposes for the whole package, each with its meaning, and the words that H3 demands. */
export function handlingField({ texts, input: { handling } }: FormContext): FormField {
  const values =
    handling === undefined
      ? undefined
      : [...handling.codes.map((code) => texts.sayCode('statement.handling', code) ?? code), handling.text];
  return makeField('handling', texts.say('form.handling'), 'handling', values);
}
