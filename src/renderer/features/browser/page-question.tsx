import { useEffect, useRef, useState } from 'react';
import type { PageQuestion } from '../../../core/model/page-view.ts';
import type { Answer } from '../../../rpc/contract/browser.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { FilesQuestion } from './files-question.tsx';
import styles from './page-question.module.css';
import { SelectQuestion } from './select-question.tsx';

interface QuestionProps {
  readonly question: PageQuestion;
  /** Host of the page that asks. */
  readonly host: string;
  readonly onAnswer: (answer: Answer) => void;
}

/** What the page waits for the person with, over its picture and marked as the page's: never to be taken for words of the app. */
export function PageQuestionPanel({ question, host, onAnswer }: QuestionProps): React.JSX.Element {
  const { say } = useTexts();
  if (question.kind === 'select') return <SelectQuestion question={question} onAnswer={onAnswer} />;
  const title =
    question.kind === 'leave'
      ? 'app.browser.question.leave'
      : question.kind === 'files'
        ? 'app.browser.question.files'
        : 'app.browser.question.says';
  return (
    <div className={joinClasses(styles['veil'])}>
      <section
        className={joinClasses(styles['panel'])}
        role="alertdialog"
        aria-labelledby="question-title"
        aria-describedby="question-text"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onAnswer({ accept: false });
        }}
      >
        <header className={joinClasses(styles['source'])}>
          <span className={joinClasses(styles['chip'])}>{say('app.browser.question.fromPage')}</span>
          <h2 id="question-title">
            {say(title)} <HostileText text={host} exact />
          </h2>
        </header>
        {question.kind === 'files' ? (
          <FilesQuestion question={question} onAnswer={onAnswer} />
        ) : (
          <WordsQuestion key={question.id} question={question} onAnswer={onAnswer} />
        )}
      </section>
    </div>
  );
}

function WordsQuestion({
  question,
  onAnswer,
}: {
  readonly question: Extract<PageQuestion, { readonly kind: 'alert' | 'confirm' | 'prompt' | 'leave' }>;
  readonly onAnswer: (answer: Answer) => void;
}): React.JSX.Element {
  const { say } = useTexts();
  const [text, setText] = useState(question.kind === 'prompt' ? question.value : '');
  const form = useRef<HTMLFormElement>(null);
  // The page's dialog takes the keys, as everywhere: the first thing to do is answered by Enter.
  useEffect(() => form.current?.querySelector<HTMLElement>('input, button[type=submit]')?.focus(), []);
  const accept: Answer = question.kind === 'prompt' ? { accept: true, text: text.slice(0, 100_000) } : { accept: true };
  return (
    <form
      ref={form}
      className={joinClasses(styles['body'])}
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(accept);
      }}
    >
      <div className={joinClasses(styles['words'])} id="question-text" tabIndex={-1}>
        {question.kind === 'leave' && question.text === ''
          ? say('app.browser.question.leaveWords')
          : question.text.split('\n').map((line, index) => (
              <p key={index}>
                <HostileText text={line} />
              </p>
            ))}
      </div>
      {question.kind === 'prompt' && (
        <input
          className={joinClasses(styles['field'])}
          aria-label={say('app.browser.question.answer')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <div className={joinClasses(styles['acts'])}>
        {question.kind !== 'alert' && (
          <Button onPress={() => onAnswer({ accept: false })}>
            {say(question.kind === 'leave' ? 'app.browser.question.stay' : 'app.browser.question.cancel')}
          </Button>
        )}
        <Button kind="main" type="submit">
          {say(question.kind === 'leave' ? 'app.browser.question.go' : 'app.browser.question.ok')}
        </Button>
      </div>
    </form>
  );
}
