import type { ReactNode } from 'react';
import type { CaseItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { SinceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { buildHash } from '../../window/screen.ts';
import { useWindowState } from '../../window/window-state.ts';
import { ReceivedList } from '../received-packages/received-list.tsx';
import { listAttempts } from './attempts.ts';
import { CaseTime } from './case-time.tsx';
import styles from './cases-screen.module.css';
import { ReviewDay } from './review-day.tsx';
import { PracticeButtons } from './practice-buttons.tsx';

/** All cases with their counts. */
export function CasesScreen(): ReactNode {
  const { say } = useTexts();
  const openDialog = useWindowState((state) => state.openDialog);
  const cases = useCall('cases.list', {});
  const newCase = (
    <Button kind="main" icon="add" onPress={() => openDialog('new-case')}>
      {say('app.cases.new')}
    </Button>
  );
  return (
    <Page
      title={say('app.cases.title')}
      acts={
        <>
          <PracticeButtons />
          {cases.data?.length !== 0 && newCase}
        </>
      }
    >
      {cases.error !== null && <ErrorPanel error={cases.error} onRetry={() => void cases.refetch()} />}
      {cases.isPending && <Loading />}
      {cases.data?.length === 0 && (
        <EmptyState icon="case" title={say('app.cases.empty')} action={newCase}>
          {say('app.cases.emptyHelp')}
        </EmptyState>
      )}
      {cases.data !== undefined && cases.data.length > 0 && <CasesTable cases={cases.data} />}
      <ReceivedList />
    </Page>
  );
}

function CasesTable({ cases }: { readonly cases: readonly CaseItem[] }): ReactNode {
  const { say, formats } = useTexts();
  const columns = ['case', 'exhibits', 'time', 'activity'] as const;
  const sorted = cases.toSorted((a, b) => b.lastActivityAt.localeCompare(a.lastActivityAt));
  return (
    <Table label={say('app.cases.title')} columns={columns.map((column) => say(`app.cases.column.${column}`))}>
      {sorted.map((item) => (
        <tr key={item.id}>
          <td className={joinClasses(styles['case'])}>
            <Link href={buildHash({ name: 'case', case: item.reference })}>
              <HostileText text={item.reference} lines={2} />
            </Link>
            <span className={joinClasses(styles['title'])}>
              <HostileText text={item.title} lines={2} />
            </span>
            <span className={joinClasses(styles['badges'])}>
              {item.practice && <Badge tone="practice">{say('app.ui.practice')}</Badge>}
              {item.state !== 'open' && <Badge>{say(`app.cases.state.${item.state}`)}</Badge>}
              {item.hold !== undefined && <Badge tone="note">{say('app.hold.badge')}</Badge>}
              <ReviewDay item={item} />
            </span>
          </td>
          <td>
            {listAttempts(item).length === 0 ? (
              <span className={joinClasses(styles['none'])}>{say('app.cases.kept', { count: 0 })}</span>
            ) : (
              <ul className={joinClasses(styles['counts'])}>
                {listAttempts(item).map(({ state, count }) => (
                  <li key={state}>
                    <b>{formats.number(count)}</b> {say(count === 1 ? `app.cases.attemptOne.${state}` : `app.cases.attempt.${state}`)}
                  </li>
                ))}
              </ul>
            )}
          </td>
          <td>
            <CaseTime item={item} />
          </td>
          <td className={joinClasses(styles['activity'])}>
            <SinceTime time={item.lastActivityAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
