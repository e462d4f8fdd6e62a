import type { FormDocument, FormField, FormSection } from '../../core/forms/form-document.ts';
import type { TextKey } from '../texts/texts.ts';
import { answerField, answerOf } from './answer-field.ts';
import type { FormContext } from './form-context.ts';
import { makeField, makeFields, makeForm } from './form-parts.ts';
import { captureColumns, shownPages } from './parts/capture-table.ts';
import { makeTableOrMissing } from './statements/statement-table.ts';

/**
 * The four elements of a notice under art. 16(2) of Regulation (EU) 2022/2065. Nothing of the case stands in it but the addresses of the pages: it goes to a
 * firm that may show it to the seller.
 */
export async function buildDsaNotice(context: FormContext): Promise<FormDocument> {
  const { texts, input } = context;
  const { answers } = input;
  const pages = shownPages(await context.surveyCaptures());
  const { address, captured } = captureColumns(texts);
  const section = (id: string, title: TextKey, ...blocks: FormSection['blocks']): FormSection => ({ id, title: texts.say(title), blocks });
  const missing = [
    answerOf(answers, 'illegality-reasons') === undefined ? '(a)' : undefined,
    pages.length === 0 ? '(b)' : undefined,
    answerOf(answers, 'notifier-name') === undefined || answerOf(answers, 'notifier-email') === undefined ? '(c)' : undefined,
    answerOf(answers, 'bona-fide') === 'yes' ? undefined : '(d)',
  ].filter((element) => element !== undefined);
  return makeForm(context, 'dsa-notice', {
    title: texts.say('form.dsa.title'),
    notices: [
      ...(answerOf(answers, 'notice-agreed') === 'yes' ? [] : [texts.say('form.dsa.doNotSend')]),
      texts.say('form.dsa.warning'),
      texts.say('form.dsa.order'),
      ...(missing.length === 0 ? [] : [texts.say('form.dsa.incomplete', { elements: missing.join(', ') })]),
      texts.say('form.dsa.notice'),
      texts.say('form.dsa.sender'),
    ],
    sections: [
      section('addressee', 'form.dsa.addressee', makeFields(answerField(context, 'platform-name'))),
      section(
        'reasons',
        'form.dsa.reasons',
        makeFields(answerField(context, 'illegality-reasons'), answerField(context, 'illegality-law')),
      ),
      section(
        'location',
        'form.dsa.location',
        makeTableOrMissing({ id: 'pages', label: address.label, source: address.source }, [address, captured], pages),
      ),
      section('notifier', 'form.dsa.notifier', makeFields(answerField(context, 'notifier-name'), answerField(context, 'notifier-email'))),
      section('bona-fide', 'form.dsa.bonaFide', makeFields(answerField(context, 'bona-fide'), statementField(context))),
      section(
        'before-sending',
        'form.dsa.before',
        makeFields(answerField(context, 'notice-agreed'), answerField(context, 'preservation-wanted')),
      ),
    ],
  });
}

/** The sentence that a platform's own form asks for; said only by who believes it. */
function statementField({ texts, input }: FormContext): FormField {
  const isSaid = answerOf(input.answers, 'bona-fide') === 'yes';
  return makeField(
    'bona-fide-statement',
    texts.say('form.dsa.statement'),
    'answer.bona-fide',
    isSaid ? texts.say('form.dsa.statementIs') : undefined,
  );
}
