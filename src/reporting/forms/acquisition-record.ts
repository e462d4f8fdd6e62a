import type { FormDocument } from '../../core/forms/form-document.ts';
import type { FormContext } from './form-context.ts';
import { makeField, makeForm } from './form-parts.ts';

/** How the captures of a package were made: the precautions of AFNOR NF Z67-147, answered line by line from what the records show. */
export async function buildAcquisitionRecord(context: FormContext): Promise<FormDocument> {
  const { texts, input } = context;
  return Promise.resolve(
    makeForm(context, 'acquisition-record', {
      title: texts.say('form.acquisition.title'),
      notices: [],
      sections: [
        {
          id: 'case',
          title: texts.say('form.acquisition.case'),
          blocks: [
            {
              type: 'fields',
              fields: [makeField('case-reference', texts.say('report.case.reference'), 'seal.case.reference', input.seal.case.reference)],
            },
          ],
        },
      ],
    }),
  );
}
