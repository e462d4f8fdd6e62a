import type { ReactNode } from 'react';
import { FORM_QUESTIONS, type FormQuestion } from '../../../core/forms/form-questions.ts';
import { findAnswerFaults } from '../../../core/forms/check-answers.ts';
import type { Profile } from '../../../core/package/profiles.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { Select, TextField } from '../../ui/fields.tsx';
import { Section } from '../../ui/page.tsx';
import styles from './form-questions-view.module.css';

/** Nothing is said; never a choice of a question. */
const UNSAID = '-';

interface FormQuestionsViewProps {
  readonly profile: Profile;
  readonly answers: Readonly<Record<string, string>>;
  readonly onChange: (id: string, answer: string) => void;
}

/** What only a person can say of this hand-over; what is left open is written as 'to be completed'. */
export function FormQuestionsView({ profile, answers, onChange }: FormQuestionsViewProps): ReactNode {
  const { say } = useTexts();
  const questions = FORM_QUESTIONS[profile];
  if (questions.length === 0) return null;
  const given = Object.fromEntries(
    questions.flatMap(({ id }) => (answers[id] === undefined || answers[id].trim() === '' ? [] : [[id, answers[id]]])),
  );
  const faults = new Map(findAnswerFaults(profile, given).map(({ question, code }) => [question, code]));
  return (
    <Section title={say('app.export.questions')}>
      <p className={joinClasses(styles['soft'])}>{say('app.export.questionsHelp')}</p>
      <div className={joinClasses(styles['grid'])}>
        {questions.map((question) => {
          const fault = faults.get(question.id);
          return (
            <div key={question.id} className={joinClasses(question.kind === 'text' && styles['wide'])}>
              <Question
                question={question}
                value={answers[question.id] ?? ''}
                // What is not there yet is asked for, not blamed.
                problem={fault === undefined || fault === 'missing' ? undefined : say(`form.answerFault.${fault}`)}
                onChange={(answer) => onChange(question.id, answer)}
              />
            </div>
          );
        })}
      </div>
    </Section>
  );
}

interface QuestionProps {
  readonly question: FormQuestion;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (answer: string) => void;
}

function Question({ question: { id, kind, choices = [], required }, value, problem, onChange }: QuestionProps): ReactNode {
  const { say, sayCode } = useTexts();
  const name = sayCode('form.question', id) ?? id;
  const label = required ? say('app.statements.required', { name }) : name;
  if (kind === 'choice' || kind === 'yes-no') {
    const options =
      kind === 'choice'
        ? choices.map((choice) => ({ value: choice, label: sayCode(`form.question.${id}`, choice) ?? choice }))
        : (['yes', 'no'] as const).map((answer) => ({ value: answer, label: say(`app.statements.${answer}`) }));
    return (
      <Select
        label={label}
        value={value === '' ? UNSAID : value}
        options={[{ value: UNSAID, label: say('app.statements.unsaid') }, ...options]}
        onChange={(answer) => onChange(answer === UNSAID ? '' : answer)}
      />
    );
  }
  return (
    <TextField
      label={label}
      value={value}
      onChange={onChange}
      problem={problem}
      type={kind === 'date' ? 'date' : 'text'}
      maxLength={kind === 'text' ? 20_000 : 500}
      {...(kind === 'text' ? { rows: 2 } : {})}
    />
  );
}
