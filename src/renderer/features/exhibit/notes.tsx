import { useState } from 'react';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { SinceTime } from '../../ui/evidence-time.tsx';
import { TextField } from '../../ui/fields.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './notes.module.css';

const LONGEST = 20_000;

/** Notes of persons on this exhibit. A note is an entry of the custody log: it is added, never changed. */
export function Notes({ exhibit }: { readonly exhibit: ExhibitDetail }): React.JSX.Element {
  const { say } = useTexts();
  const [text, setText] = useState('');
  const add = useAct('notes.add', { stale: ['exhibits.read', 'cases.timeline', 'exhibits.search'], onDone: () => setText('') });
  const send = (): void => {
    if (text.trim() !== '') add.mutate({ case: exhibit.row.case, exhibit: exhibit.row.exhibit, text: text.trim() });
  };
  return (
    <section className={styles['notes']} aria-label={say('app.exhibit.notes.heading')}>
      <h2>{say('app.exhibit.notes.heading')}</h2>
      {exhibit.notes.length === 0 && <p className={styles['soft']}>{say('app.exhibit.notes.none')}</p>}
      <ul className={styles['list']}>
        {exhibit.notes.map(({ id, author, time, text: words }) => (
          <li key={id}>
            <p className={styles['by']}>
              <HostileText text={author} /> · <SinceTime time={time} />
            </p>
            {words.split('\n').map((line, index) => (
              <p key={index} dir="auto">
                <HostileText text={line} />
              </p>
            ))}
          </li>
        ))}
      </ul>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      >
        <TextField
          label={say('app.exhibit.notes.write')}
          rows={3}
          value={text}
          onChange={setText}
          maxLength={LONGEST}
          help={say('app.exhibit.notes.help')}
        />
        {add.error !== null && <ErrorPanel error={add.error} />}
        <Button type="submit" isDisabled={text.trim() === ''} isPending={add.isPending}>
          {say('app.exhibit.notes.add')}
        </Button>
      </form>
    </section>
  );
}
