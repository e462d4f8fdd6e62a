import type { ReactNode } from 'react';
import type { CaseItem, ExhibitRow } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { Section } from '../../ui/page.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { buildHash } from '../../window/screen.ts';
import styles from './latest-exhibits.module.css';

const SHOWN = 8;
const TONES: Readonly<Record<ExhibitRow['state'], Tone>> = {
  open: 'note',
  sealed: 'good',
  partial: 'odd',
  failed: 'bad',
  cancelled: 'plain',
  interrupted: 'odd',
};

/** The last exhibits of a case, and the way to all of them. */
export function LatestExhibits({ item }: { readonly item: CaseItem }): ReactNode {
  const { say } = useTexts();
  const found = useCall('exhibits.search', { cases: [item.reference], limit: SHOWN });
  if (found.error !== null) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Loading />;
  if (found.data.total === 0) {
    return (
      <EmptyState icon="gallery" title={say('app.cases.noExhibits')}>
        {item.state === 'open' ? say('app.cases.noExhibitsHelp') : undefined}
      </EmptyState>
    );
  }
  return (
    <Section title={say('app.cases.latest')}>
      <ul className={joinClasses(styles['list'])}>
        {found.data.rows.map((row) => (
          <Row key={row.exhibit} row={row} />
        ))}
      </ul>
      {found.data.total > SHOWN && (
        <p>
          <Link href={buildHash({ name: 'exhibits', case: item.reference })}>{say('app.cases.exhibits')}</Link>
        </p>
      )}
    </Section>
  );
}

function Row({ row }: { readonly row: ExhibitRow }): ReactNode {
  const { say, formats } = useTexts();
  return (
    <li className={joinClasses(styles['row'])}>
      <Link href={buildHash({ name: 'exhibit', case: row.case, exhibit: row.exhibit })}>{row.exhibit}</Link>
      <span className={joinClasses(styles['what'])}>
        {row.title === undefined ? (
          <span className={joinClasses(styles['soft'])}>{say(row.erased === true ? 'app.erasure.row' : 'app.cases.untitled')}</span>
        ) : (
          <HostileText text={row.title} lines={1} />
        )}
        <span className={joinClasses(styles['soft'])}>
          <HostileText text={row.shownUrl ?? row.requestedUrl} lines={1} exact />
        </span>
      </span>
      {row.erased === true ? (
        <Badge>{say('app.cases.state.erased')}</Badge>
      ) : (
        <Badge tone={TONES[row.state]}>{say(`app.cases.attemptOne.${row.state}`)}</Badge>
      )}
      <time dateTime={row.startedAt} className={joinClasses(styles['when'])}>
        {formats.utc(row.startedAt)}
      </time>
    </li>
  );
}
