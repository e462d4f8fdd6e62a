import { buildHash } from '../../window/screen.ts';
import type { ExhibitRow } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { SinceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { StateBadge } from '../exhibit/state-badge.tsx';
import { ChooseBox } from './choose-box.tsx';
import { Snippet } from './snippet.tsx';
import { Thumbnail } from './thumbnail.tsx';
import type { Selection } from './use-selection.ts';
import styles from './gallery.module.css';

export interface ResultProps {
  /** Undefined while its page is read. */
  readonly row: ExhibitRow | undefined;
  readonly index: number;
  readonly isAt: boolean;
  readonly withCase: boolean;
  readonly selection: Selection;
  readonly onChoose: () => void;
}

export function ExhibitCard({ row, index, isAt, withCase, selection, onChoose }: ResultProps): React.JSX.Element {
  const { say } = useTexts();
  if (row === undefined)
    return <div role="gridcell" className={joinClasses(styles['card'], styles['pending'])} aria-label={say('app.ui.loading')} />;
  const isChosen = selection.has(row);
  return (
    <div
      role="gridcell"
      id={`result-${index}`}
      aria-selected={isChosen}
      className={joinClasses(styles['card'], isAt && styles['at'], isChosen && styles['chosen'])}
      onClick={onChoose}
    >
      <a className={styles['open']} href={buildHash({ name: 'exhibit', case: row.case, exhibit: row.exhibit })} tabIndex={-1}>
        <Thumbnail row={row} />
        <span className={styles['cardLine']}>
          <span className={styles['number']}>{row.exhibit}</span>
          {(row.state !== 'sealed' || row.erased === true) && <StateBadge state={row.state} erased={row.erased === true} />}
        </span>
        <span className={styles['cardTitle']}>
          {row.title === undefined || row.title === '' ? (
            <span className={styles['soft']}>{say(row.erased === true ? 'app.erasure.row' : 'app.exhibit.untitled')}</span>
          ) : (
            <HostileText text={row.title} lines={row.snippet === undefined ? 2 : 1} />
          )}
        </span>
        {row.snippet !== undefined && <Snippet pieces={row.snippet} />}
        <span className={styles['cardFoot']}>
          <HostileText text={withCase ? `${row.case} · ${row.host}` : row.host} lines={1} />
          <SinceTime time={row.startedAt} />
        </span>
      </a>
      <ChooseBox isChosen={isChosen} onToggle={() => selection.toggle(row)} label={say('app.gallery.choose', { exhibit: row.exhibit })} />
    </div>
  );
}
