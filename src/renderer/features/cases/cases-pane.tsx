import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import type { CaseItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Fold } from '../../ui/fold.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { buildHash, type Screen } from '../../window/screen.ts';
import { useWindowState } from '../../window/window-state.ts';
import { useSenderCase } from '../received-packages/from-whom.tsx';
import styles from './cases-pane.module.css';
import { countKept } from './attempts.ts';

/** The cases on the left, the last used one first. */
export function CasesPane({ screen }: { readonly screen: Screen }): ReactNode {
  const { say } = useTexts();
  const openDialog = useWindowState((state) => state.openDialog);
  const cases = useCall('cases.list', {}).data ?? [];
  const current = 'case' in screen && screen.name !== 'received' ? screen.case : undefined;
  const sorted = cases.toSorted((a, b) => b.lastActivityAt.localeCompare(a.lastActivityAt));
  const open = sorted.filter(({ state }) => state === 'open');
  const closed = sorted.filter(({ state }) => state !== 'open');
  return (
    <div className={joinClasses(styles['pane'])}>
      <Button icon="add" onPress={() => openDialog('new-case')}>
        {say('app.cases.new')}
      </Button>
      <CaseList cases={open} current={current} />
      {closed.length > 0 && (
        <Fold title={say('app.cases.closed', { count: closed.length })}>
          <CaseList cases={closed} current={current} />
        </Fold>
      )}
      <ReceivedPackages screen={screen} />
    </div>
  );
}

/** Packages from others, under a heading of their own: none of them is a case of this vault. */
function ReceivedPackages({ screen }: { readonly screen: Screen }): ReactNode {
  const { say } = useTexts();
  const nameOf = useSenderCase();
  const received = useCall('received.list', {}).data ?? [];
  if (received.length === 0) return null;
  return (
    // No landmark of its own: the list of them in the work area is one, by the same name.
    <div>
      <h2 className={joinClasses(styles['heading'])}>{say('app.kept.title')}</h2>
      <ul className={joinClasses(styles['list'])}>
        {received.map((one) => (
          <li key={`${one.case} ${one.exhibit}`}>
            <Link
              href={buildHash({ name: 'received', case: one.case, exhibit: one.exhibit })}
              className={joinClasses(styles['case'])}
              {...(screen.name === 'received' && screen.case === one.case && screen.exhibit === one.exhibit
                ? { 'aria-current': 'true' as const }
                : {})}
            >
              <span className={joinClasses(styles['reference'])}>
                <HostileText text={nameOf(one)} lines={2} />
                {one.practice && <Badge tone="practice">{say('app.ui.practice')}</Badge>}
              </span>
              <span>
                <Badge tone="note">{say('app.kept.badge')}</Badge>
              </span>
              <span className={joinClasses(styles['count'])}>
                {say('app.kept.keptIn')} <HostileText text={`${one.case}, ${one.exhibit}`} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function CaseList({ cases, current }: { readonly cases: readonly CaseItem[]; readonly current: string | undefined }): ReactNode {
  const { say } = useTexts();
  return (
    <ul className={joinClasses(styles['list'])}>
      {cases.map((item) => (
        <li key={item.id}>
          <Link
            href={buildHash({ name: 'case', case: item.reference })}
            className={joinClasses(styles['case'])}
            {...(item.reference === current ? { 'aria-current': 'true' as const } : {})}
          >
            <span className={joinClasses(styles['reference'])}>
              <HostileText text={item.reference} lines={2} />
              {item.practice && <Badge tone="practice">{say('app.ui.practice')}</Badge>}
            </span>
            <span className={joinClasses(styles['title'])}>
              <HostileText text={item.title} lines={2} />
            </span>
            <span className={joinClasses(styles['count'])}>{say('app.cases.kept', { count: countKept(item) })}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
