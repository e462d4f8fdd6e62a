import type { ReactNode } from 'react';
import type { Axis, AxisResult, AxisState } from '../../../core/package/verdict.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Fold } from '../../ui/fold.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './axis-view.module.css';

/** Findings of one axis that are listed; a package made to flood the reader has thousands. */
const LISTED = 50;
const TONES: Readonly<Record<AxisState, Tone>> = { pass: 'good', fail: 'bad', pending: 'odd', 'not-checked': 'odd', 'as-recorded': 'note' };

/** One axis: its state, what that means in plain words, and what was found. */
export function AxisView({ axis, result }: { readonly axis: Axis; readonly result: AxisResult }): ReactNode {
  const { say, sayCode } = useTexts();
  const { state, findings, notes } = result;
  const words = sayCode(`app.verdict.words.${axis}`, state) ?? say('app.verdict.words.other');
  return (
    <li className={joinClasses(styles['axis'])}>
      <h3>{say(`app.verdict.axis.${axis}`)}</h3>
      <span>
        <Badge tone={TONES[state]}>{say(`app.verdict.state.${state}`)}</Badge>
      </span>
      <div className={joinClasses(styles['words'])}>
        <p>{words}</p>
        {findings.length > 0 && <Found tone={state === 'fail' ? 'bad' : 'odd'} items={findings} said={words} />}
        {notes.length > 0 && (
          <Fold title={say('app.verdict.notes', { count: notes.length })}>
            <Found tone="plain" items={notes} said={words} />
          </Fold>
        )}
      </div>
    </li>
  );
}

interface FoundProps {
  readonly tone: Tone;
  readonly items: readonly { readonly code: string; readonly subject: string; readonly message: string }[];
  /** What was said before them: no sentence is said twice. */
  readonly said: string;
}

function Found({ tone, items, said }: FoundProps): ReactNode {
  const { say, sayCode } = useTexts();
  return (
    <ul className={joinClasses(styles['found'])}>
      {items.slice(0, LISTED).map((item, i) => (
        <li key={i}>
          <Badge tone={tone}>{item.code}</Badge> <HostileText text={item.subject} exact />
          <FindingWords words={sayCode('app.finding', item.code)} message={item.message} said={said} />
        </li>
      ))}
      {items.length > LISTED && <li>{say('app.verdict.more', { count: items.length - LISTED })}</li>}
    </ul>
  );
}

function FindingWords({
  words,
  message,
  said,
}: {
  readonly words: string | undefined;
  readonly message: string;
  readonly said: string;
}): ReactNode {
  return (
    <>
      {words !== undefined && isNew(words, said) && <p>{words}</p>}
      {isNew(message, said, words ?? '') && (
        <p className={joinClasses(styles['message'])}>
          <HostileText text={message} />
        </p>
      )}
    </>
  );
}

/** True when none of those before says the same. */
function isNew(text: string, ...before: readonly string[]): boolean {
  const bare = (sentence: string): string => sentence.replace(/\.$/, '');
  return !before.some((other) => bare(other) === bare(text));
}
