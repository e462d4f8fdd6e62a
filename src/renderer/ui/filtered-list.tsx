import type { ReactNode } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField } from 'react-aria-components';
import { useTexts } from '../i18n/use-texts.ts';
import { joinClasses } from './classes.ts';
import styles from './fields.module.css';

/** The most that are drawn at once: nobody reads more, and the words narrow them. */
const MOST = 100;

interface FilteredListProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Shown first, so that what is chosen is there before anything is typed. */
  readonly chosen: string;
  /** Held by the select: React Aria draws its list twice, once to know what is in it. */
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** The options of a long `Select` under a field that narrows them by words, each of which must occur; arrows and Enter choose. */
export function FilteredList({ options, chosen, text, onText }: FilteredListProps): ReactNode {
  const { say } = useTexts();
  const words = fold(text).split(/\s+/).filter(Boolean);
  const found = options.filter(({ label }) => words.every((word) => fold(label).includes(word)));
  const shown = found.slice(0, MOST);
  const missed =
    words.length === 0 && !shown.some(({ value }) => value === chosen) ? found.find(({ value }) => value === chosen) : undefined;
  return (
    <Autocomplete inputValue={text} onInputChange={onText}>
      <SearchField aria-label={say('app.ui.narrow')} className={joinClasses(styles['narrow'])} autoFocus>
        <Input className={joinClasses(styles['input'])} placeholder={say('app.ui.narrow')} maxLength={200} />
      </SearchField>
      <ListBox
        className={joinClasses(styles['list'])}
        items={missed === undefined ? shown : [missed, ...shown]}
        renderEmptyState={() => <p className={joinClasses(styles['help'])}>{say('app.ui.noneFits')}</p>}
      >
        {(option) => (
          <ListBoxItem id={option.value} textValue={option.label} className={joinClasses(styles['option'])}>
            {option.label}
          </ListBoxItem>
        )}
      </ListBox>
      {found.length > MOST && <p className={joinClasses(styles['rest'])}>{say('app.ui.moreFit', { count: found.length - MOST })}</p>}
    </Autocomplete>
  );
}

/** Without accents and capitals. */
function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
