import { useEffect, useRef, useState } from 'react';
import type { PageQuestion } from '../../../core/model/page-view.ts';
import type { Answer } from '../../../rpc/contract/browser.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './page-question.module.css';

type Select = Extract<PageQuestion, { readonly kind: 'select' }>;

/** A list of the page, at its place: the browser draws none in its picture. A list of the system, so that its keys are known. */
export function SelectQuestion({
  question,
  onAnswer,
}: {
  readonly question: Select;
  readonly onAnswer: (answer: Answer) => void;
}): React.JSX.Element {
  const { say } = useTexts();
  const list = useRef<HTMLUListElement>(null);
  const [selected, setSelected] = useState<ReadonlySet<number>>(
    () => new Set(question.options.flatMap((option, index) => (option.selected ? [index] : []))),
  );
  const first = [...selected][0] ?? question.options.findIndex(({ disabled }) => !disabled);
  useEffect(() => list.current?.querySelector<HTMLElement>(`[data-index="${first}"]`)?.focus(), [first]);
  const answer = (indexes: Iterable<number>): void => onAnswer({ accept: true, selected: [...indexes].sort((one, other) => one - other) });
  const choose = (index: number): void => {
    if (question.options[index]?.disabled !== false) return;
    if (!question.multiple) return answer([index]);
    const next = new Set(selected);
    if (!next.delete(index)) next.add(index);
    setSelected(next);
  };
  const { box } = question;
  return (
    <div className={joinClasses(styles['veil'], styles['clear'])} onMouseDown={() => onAnswer({ accept: false })}>
      <div
        className={joinClasses(styles['list'])}
        style={{ left: Math.max(0, box.left), top: `min(${Math.max(0, box.top + box.height)}px, 60%)`, minWidth: box.width }}
        onMouseDown={(event) => event.stopPropagation()}
        onKeyDown={(event) => moveInList(event, list.current, { choose, cancel: () => onAnswer({ accept: false }) })}
      >
        <span className={joinClasses(styles['chip'])}>{say('app.browser.question.fromPage')}</span>
        <ul ref={list} role="listbox" aria-label={say('app.browser.question.list')} aria-multiselectable={question.multiple}>
          {question.options.map((option, index) => (
            <li
              key={index}
              role="option"
              data-index={index}
              tabIndex={index === first ? 0 : -1}
              aria-selected={selected.has(index)}
              aria-disabled={option.disabled}
              className={joinClasses(styles['option'], option.group !== undefined && styles['inGroup'])}
              onClick={() => choose(index)}
            >
              {option.group !== undefined && option.group !== question.options[index - 1]?.group && (
                <span className={joinClasses(styles['group'])}>
                  <HostileText text={option.group} lines={1} />
                </span>
              )}
              <HostileText text={option.label} lines={1} />
            </li>
          ))}
        </ul>
        {question.multiple && (
          <Button kind="main" onPress={() => answer(selected)}>
            {say('app.browser.question.ok')}
          </Button>
        )}
      </div>
    </div>
  );
}

function moveInList(
  event: React.KeyboardEvent,
  list: HTMLUListElement | null,
  acts: { readonly choose: (index: number) => void; readonly cancel: () => void },
): void {
  const options = [...(list?.querySelectorAll<HTMLElement>('[role=option]') ?? [])];
  const at = options.findIndex((option) => option === document.activeElement);
  if (event.key === 'Escape') acts.cancel();
  else if (at < 0) return;
  else if (event.key === 'Enter' || event.key === ' ') acts.choose(at);
  else if (event.key === 'ArrowDown') options[Math.min(options.length - 1, at + 1)]?.focus();
  else if (event.key === 'ArrowUp') options[Math.max(0, at - 1)]?.focus();
  else if (event.key === 'Home') options[0]?.focus();
  else if (event.key === 'End') options.at(-1)?.focus();
  else if (event.key.length === 1) findByLetter(options, at, event.key)?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function findByLetter(options: readonly HTMLElement[], from: number, letter: string): HTMLElement | undefined {
  const rest = [...options.slice(from + 1), ...options.slice(0, from + 1)];
  return rest.find(({ textContent }) => textContent.trim().toLowerCase().startsWith(letter.toLowerCase()));
}
