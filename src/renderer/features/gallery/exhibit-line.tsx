import { buildHash } from '../../window/screen.ts';
import { useTexts, type Texts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { StateBadge } from '../exhibit/state-badge.tsx';
import { ChooseBox } from './choose-box.tsx';
import type { ResultProps } from './exhibit-card.tsx';
import { Snippet } from './snippet.tsx';
import { Thumbnail } from './thumbnail.tsx';
import styles from './gallery.module.css';

export function LineHead({ withCase }: { readonly withCase: boolean }): React.JSX.Element {
  const { say } = useTexts();
  return (
    <div role="row" aria-rowindex={1} className={joinClasses(styles['line'], styles['lineHead'], withCase && styles['withCase'])}>
      <span role="columnheader">
        <span className={styles['hidden']}>{say('app.gallery.selection')}</span>
      </span>
      <span role="columnheader">
        <span className={styles['hidden']}>{say('app.gallery.column.picture')}</span>
      </span>
      <span role="columnheader">{say('app.gallery.column.exhibit')}</span>
      <span role="columnheader" className={styles['site']}>
        {say('app.gallery.facet.host')}
      </span>
      {withCase && (
        <span role="columnheader" className={styles['site']}>
          {say('app.gallery.facet.case')}
        </span>
      )}
      <span role="columnheader">{say('app.gallery.facet.state')}</span>
      <span role="columnheader">{say('app.gallery.column.time')}</span>
    </div>
  );
}

export function ExhibitLine({
  row,
  index,
  top,
  isAt,
  withCase,
  selection,
  onChoose,
}: ResultProps & { readonly top: number }): React.JSX.Element {
  const { say, formats } = useTexts();
  const place = { role: 'row', 'aria-rowindex': index + 2, style: { transform: `translateY(${top}px)` } } as const;
  if (row === undefined) {
    return (
      <div {...place} className={joinClasses(styles['line'], styles['pending'])}>
        <span role="gridcell" aria-label={say('app.ui.loading')} />
      </div>
    );
  }
  const isChosen = selection.has(row);
  return (
    <div
      {...place}
      id={`result-${index}`}
      aria-selected={isChosen}
      className={joinClasses(styles['line'], withCase && styles['withCase'], isAt && styles['at'], isChosen && styles['chosen'])}
      onClick={onChoose}
    >
      <span role="gridcell">
        <ChooseBox isChosen={isChosen} onToggle={() => selection.toggle(row)} label={say('app.gallery.choose', { exhibit: row.exhibit })} />
      </span>
      <span role="gridcell">
        <Thumbnail row={row} small />
      </span>
      <span role="gridcell" className={styles['lineTitle']}>
        <a href={buildHash({ name: 'exhibit', case: row.case, exhibit: row.exhibit })} tabIndex={-1}>
          <span className={styles['number']}>{row.exhibit}</span>
          <HostileText text={nameOfRow(row, say)} lines={1} />
        </a>
        {row.snippet === undefined ? (
          <span className={styles['soft']}>
            <HostileText text={row.shownUrl ?? row.requestedUrl} exact lines={1} />
          </span>
        ) : (
          <Snippet pieces={row.snippet} />
        )}
      </span>
      <span role="gridcell" className={styles['site']}>
        <HostileText text={row.host} lines={1} />
      </span>
      {withCase && (
        <span role="gridcell" className={styles['site']}>
          <HostileText text={row.case} lines={1} />
        </span>
      )}
      <span role="gridcell">
        <StateBadge state={row.state} erased={row.erased === true} />
      </span>
      <span role="gridcell" className={styles['time']}>
        {formats.utc(row.startedAt)}
      </span>
    </div>
  );
}

function nameOfRow({ title, erased }: NonNullable<ResultProps['row']>, say: Texts['say']): string {
  if (title !== undefined && title !== '') return title;
  return say(erased === true ? 'app.erasure.row' : 'app.exhibit.untitled');
}
