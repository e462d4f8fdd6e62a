import type { FormField } from '../../core/forms/form-document.ts';
import { FORM_QUESTIONS, type FormQuestion } from '../../core/forms/form-questions.ts';
import type { FormContext } from './form-context.ts';
import { makeField } from './form-parts.ts';

/** What a person answered, under the words of its question; nobody answered: to be completed. */
export function answerField(context: FormContext, question: string): FormField {
  const label = context.texts.sayCode('form.question', question);
  if (label === undefined) throw new Error(`No question '${question}'`);
  return makeField(question, label, `answer.${question}`, wordsOfAnswer(context, question));
}

/** An answer as a reader takes it: codes in words. */
export function wordsOfAnswer({ texts, input }: FormContext, question: string): string | undefined {
  const answer = answerOf(input.answers, question);
  if (answer === undefined) return undefined;
  const kind = kindOf(question);
  if (kind === 'choice') return texts.sayCode(`form.question.${question}`, answer) ?? answer;
  return kind === 'yes-no' ? texts.say(answer === 'yes' ? 'form.yes' : 'form.no') : answer;
}

export function answerOf(answers: Readonly<Record<string, string>>, question: string): string | undefined {
  return Object.hasOwn(answers, question) ? answers[question] : undefined;
}

/** The same id means the same in all profiles. */
function kindOf(question: string): FormQuestion['kind'] | undefined {
  return Object.values(FORM_QUESTIONS)
    .flat()
    .find(({ id }) => id === question)?.kind;
}
