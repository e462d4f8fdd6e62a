import { assertNever, PugmarkError } from '../errors.ts';
import type { Profile } from '../package/profiles.ts';
import { FORM_QUESTIONS, type FormAnswers, type FormQuestion } from './form-questions.ts';

/** What can be wrong with an answer. Closed; labels in the catalogue as `form.answerFault.<code>`. */
export const ANSWER_FAULTS = [
  'missing',
  'unknown-question',
  'empty',
  'too-long',
  'not-one-line',
  'not-plain-text',
  'not-a-choice',
  'not-yes-or-no',
  'not-a-day',
  'ends-before-it-begins',
] as const;

export interface AnswerFault {
  /** Id of the question, or the unknown key. */
  readonly question: string;
  readonly code: (typeof ANSWER_FAULTS)[number];
}

const MAX_LINE = 500;
const MAX_TEXT = 20_000;
/** C0, DEL, C1, line and paragraph separator: what breaks a line, or hides in it. */
const BREAKS_LINE = /[\p{Cc}\u2028\u2029]/u;
/** The same without tab and line feed, and without the separators. */
const BREAKS_TEXT = /[^\P{Cc}\t\n]/u;

/** Every fault of the answers to the questions of a profile, in the order of the questions, unknown ones last. */
export function findAnswerFaults(profile: Profile, answers: FormAnswers): readonly AnswerFault[] {
  const questions = FORM_QUESTIONS[profile];
  const faults = questions.flatMap((question) => {
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    const code = answer === undefined ? (question.required ? 'missing' : undefined) : faultOf(question, answer);
    return code === undefined ? [] : [{ question: question.id, code }];
  });
  const unknown = Object.keys(answers).filter((id) => !questions.some((question) => question.id === id));
  return [
    ...faults,
    ...(isReversed(answers) ? [{ question: 'range-until', code: 'ends-before-it-begins' } as const] : []),
    ...unknown.map((question) => ({ question, code: 'unknown-question' }) as const),
  ];
}

/** Throws `answers-refused` for the first fault of the answers, with `details` {question, reason}. */
export function checkAnswers(profile: Profile, answers: FormAnswers): void {
  const [fault] = findAnswerFaults(profile, answers);
  if (fault === undefined) return;
  throw new PugmarkError(
    'answers-refused',
    `The answer '${fault.question.slice(0, 64)}' for a package ${profile} is refused: ${fault.code.replaceAll('-', ' ')}`,
    { details: { question: fault.question.slice(0, 64), reason: fault.code } },
  );
}

function faultOf({ kind, choices = [] }: FormQuestion, answer: string): AnswerFault['code'] | undefined {
  if (answer.trim() === '') return 'empty';
  switch (kind) {
    case 'line':
      if (BREAKS_LINE.test(answer)) return 'not-one-line';
      return answer.length > MAX_LINE ? 'too-long' : undefined;
    case 'text':
      if (BREAKS_TEXT.test(answer.replaceAll('\r\n', '\n'))) return 'not-plain-text';
      return answer.length > MAX_TEXT ? 'too-long' : undefined;
    case 'date':
      return isDay(answer) ? undefined : 'not-a-day';
    case 'yes-no':
      return answer === 'yes' || answer === 'no' ? undefined : 'not-yes-or-no';
    case 'choice':
      return choices.includes(answer) ? undefined : 'not-a-choice';
    default:
      return assertNever(kind);
  }
}

/** `2026-02-30` is no day. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isReversed({ 'range-from': from, 'range-until': until }: FormAnswers): boolean {
  return from !== undefined && until !== undefined && isDay(from) && isDay(until) && until < from;
}
