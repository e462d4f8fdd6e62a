import { useState } from 'react';
import type { CaptureRecord, CompletenessItem } from '../../../core/model/capture-record.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Section } from './fact-list.tsx';
import styles from './panels.module.css';

const CLASSES = ['shown', 'supporting', 'background'] as const;
const FIRST = 50;

/** What of the page is not in the archive whole, by what it would have been for, in words, each with why. */
export function CompletenessPanel({ record }: { readonly record: CaptureRecord }): React.JSX.Element {
  const texts = useTexts();
  const { say, formats } = texts;
  const { completeness, reasons } = record.observation;
  const { incomplete, items } = completeness;
  const total = incomplete.shown + incomplete.supporting + incomplete.background;
  const lists = Object.keys(completeness.checkedAgainst).length;
  return (
    <div className={styles['panel']}>
      <p className={total === 0 && reasons.length === 0 ? styles['notice'] : styles['warning']}>
        {total === 0
          ? say('app.exhibit.completeness.nothing', { count: completeness.exchanges })
          : say('app.exhibit.completeness.some', { count: total, exchanges: formats.number(completeness.exchanges) })}{' '}
        {lists > 0 && say('app.exhibit.completeness.checked', { count: lists })}
      </p>
      {reasons.length > 0 && (
        <Section title={say('app.exhibit.completeness.partial')}>
          <ul className={styles['plainList']}>
            {reasons.map(({ code, detail }, index) => (
              <li key={index}>
                {say(`report.reason.${code}`)}{' '}
                {detail !== '' && (
                  <>
                    (<HostileText text={detail} />)
                  </>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {CLASSES.filter((name) => incomplete[name] > 0).map((name) => (
        <Section key={name} title={say(`app.exhibit.completeness.${name}`, { count: incomplete[name] })}>
          <p className={styles['soft']}>{say(`app.exhibit.completeness.${name}Words`)}</p>
          <MissingList items={items.filter((item) => item.class === name)} all={incomplete[name]} />
        </Section>
      ))}
    </div>
  );
}

function MissingList({ items, all }: { readonly items: readonly CompletenessItem[]; readonly all: number }): React.JSX.Element {
  const { say } = useTexts();
  const [shown, setShown] = useState(FIRST);
  return (
    <>
      <ul className={styles['missing']}>
        {items.slice(0, shown).map(({ problem, url, detail }, index) => (
          <li key={index}>
            <strong>{say(`report.problem.${problem}`)}</strong>
            <HostileText text={url} exact lines={2} />
            <span className={styles['soft']}>
              <HostileText text={detail} />
            </span>
          </li>
        ))}
      </ul>
      {items.length > shown && (
        <Button onPress={() => setShown(shown + 500)}>{say('app.exhibit.completeness.more', { count: items.length - shown })}</Button>
      )}
      {all > items.length && <p className={styles['soft']}>{say('app.exhibit.completeness.leftOut', { count: all - items.length })}</p>}
    </>
  );
}
