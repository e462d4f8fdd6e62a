import { useState, type ReactNode } from 'react';
import type { CallInput } from '../../../rpc/contract.ts';
import type { ReceivedRow } from '../../../rpc/contract/received.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { Loading } from '../../ui/states.tsx';
import { buildHash } from '../../window/screen.ts';
import { StateBadge } from '../exhibit/state-badge.tsx';
import { Snippet } from '../gallery/snippet.tsx';
import { Thumbnail } from '../gallery/thumbnail.tsx';
import styles from './received-cards.module.css';

const STEP = 60;
/** The most that one answer has. */
const MOST = 500;

interface CardsProps {
  /** What is looked for; the number of answers is this list's own matter. */
  readonly wanted: Omit<CallInput<'received.search'>, 'limit' | 'offset'>;
  /** Whose each is stands on it, where several packages are shown together. */
  readonly withPackage: boolean;
  /** Shown when nothing is found. */
  readonly nothing: ReactNode;
}

/** Exhibits of packages from others: each leads to itself, and none can be chosen for anything. */
export function ReceivedCards({ wanted, withPackage, nothing }: CardsProps): ReactNode {
  const { say } = useTexts();
  const [limit, setLimit] = useState(STEP);
  const { data, error, refetch } = useCall('received.search', { ...wanted, limit }, { keepPrevious: true });
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  if (data.total === 0) return nothing;
  return (
    <div className={joinClasses(styles['found'])}>
      <ul className={joinClasses(styles['cards'])}>
        {data.rows.map((row) => (
          <Card key={`${row.case} ${row.package} ${row.exhibit}`} row={row} withPackage={withPackage} />
        ))}
      </ul>
      {data.total > data.rows.length && limit < MOST && (
        <div>
          <Button onPress={() => setLimit(Math.min(MOST, limit + STEP))}>{say('app.kept.more')}</Button>
        </div>
      )}
      {data.total > data.rows.length && limit >= MOST && <p>{say('app.kept.narrow', { count: data.total - data.rows.length })}</p>}
    </div>
  );
}

function Card({ row, withPackage }: { readonly row: ReceivedRow; readonly withPackage: boolean }): ReactNode {
  const { say, formats } = useTexts();
  const { case: reference, package: exhibit, exhibit: inner } = row;
  return (
    <li className={joinClasses(styles['card'])}>
      <Thumbnail row={row} />
      <span className={joinClasses(styles['line'])}>
        <span className={joinClasses(styles['number'])}>{inner}</span>
        <span className={joinClasses(styles['badges'])}>
          {row.state !== undefined && row.state !== 'sealed' && <StateBadge state={row.state} />}
          {withPackage && <Badge tone="note">{say('app.kept.badge')}</Badge>}
        </span>
      </span>
      <span className={joinClasses(styles['title'])}>
        <Link href={buildHash({ name: 'received', case: reference, exhibit, inner })}>
          {row.title === undefined || row.title.trim() === '' ? say('app.exhibit.untitled') : <HostileText text={row.title} lines={2} />}
        </Link>
      </span>
      {row.snippet !== undefined && <Snippet pieces={row.snippet} />}
      <span className={joinClasses(styles['foot'])}>
        {withPackage && <HostileText text={say('app.kept.numberOf', { inner, exhibit, case: reference })} lines={2} />}
        {row.host !== '' && <HostileText text={row.host} lines={1} />}
        {row.seller !== undefined && <HostileText text={row.seller} lines={1} />}
        {row.startedAt !== undefined && <time dateTime={row.startedAt}>{formats.utc(row.startedAt)}</time>}
      </span>
    </li>
  );
}
