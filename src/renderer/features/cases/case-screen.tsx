import { useState, type ReactNode } from 'react';
import type { CaseItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { Banner, Page } from '../../ui/page.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { buildHash, type ScreenOf } from '../../window/screen.ts';
import { countKept, listAttempts } from './attempts.ts';
import { AddFiles } from '../received/add-files.tsx';
import { ReceivedList } from '../received-packages/received-list.tsx';
import { Tombstone } from '../erasure/tombstone.tsx';
import { CaseInspector } from './case-inspector.tsx';
import styles from './case-screen.module.css';
import { CaseTime, timeOf } from './case-time.tsx';
import { HandedOverList } from './handed-over.tsx';
import { HoldBanner } from './hold-case.tsx';
import { LatestExhibits } from './latest-exhibits.tsx';

/** One case: what it holds, and where to go on. */
export function CaseScreen({ screen }: { readonly screen: ScreenOf<'case'> }): ReactNode {
  const { say } = useTexts();
  const cases = useCall('cases.list', {});
  const item = cases.data?.find(({ reference }) => reference === screen.case);
  if (cases.error !== null) return <ErrorPanel error={cases.error} onRetry={() => void cases.refetch()} />;
  if (cases.data === undefined) return <Loading />;
  if (item === undefined) {
    return (
      <Page title={<HostileText text={screen.case} />}>
        <EmptyState icon="case" title={say('app.cases.unknown')}>
          {say('app.cases.unknownHelp')}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={<HostileText text={item.reference} />} subtitle={<HostileText text={item.title} />} acts={<CaseActs item={item} />}>
      {item.practice && <Banner tone="practice">{say('app.cases.practiceBanner')}</Banner>}
      {item.erasure !== undefined && <Tombstone words={say('app.erasure.caseWords')} erasure={item.erasure} />}
      <HoldBanner item={item} />
      <Overview item={item} />
      <LatestExhibits item={item} />
      <ReceivedList reference={item.reference} />
      <HandedOverList reference={item.reference} />
      <CaseInspector item={item} />
    </Page>
  );
}

function CaseActs({ item }: { readonly item: CaseItem }): ReactNode {
  const { say } = useTexts();
  const [asks, setAsks] = useState(false);
  const close = useAct('cases.close', { stale: ['cases.list', 'cases.timeline'], onDone: () => setAsks(false) });
  const open = item.state === 'open';
  return (
    <>
      {open && (
        <Button kind="quiet" onPress={() => setAsks(true)}>
          {say('app.cases.close')}
        </Button>
      )}
      {open && <AddFiles reference={item.reference} />}
      <Link kind="plain" icon="list" href={buildHash({ name: 'case-data', case: item.reference })}>
        {say('app.statements.title')}
      </Link>
      {countKept(item) > 0 && item.state !== 'erased' && (
        <Link kind="plain" icon="export" href={buildHash({ name: 'export', case: item.reference })}>
          {say('app.cases.export')}
        </Link>
      )}
      {open && (
        <Link kind="main" icon="address" href={buildHash({ name: 'browser', case: item.reference })}>
          {say('app.cases.browse')}
        </Link>
      )}
      <ConfirmDialog
        title={say('app.cases.close')}
        confirm={say('app.cases.close')}
        danger
        isOpen={asks}
        isPending={close.isPending}
        onClose={() => setAsks(false)}
        onConfirm={() => close.mutate({ case: item.reference })}
      >
        <p>{say('app.cases.closeWhat', { reference: item.reference })}</p>
        {close.error !== null && <ErrorPanel error={close.error} />}
      </ConfirmDialog>
    </>
  );
}

function Overview({ item }: { readonly item: CaseItem }): ReactNode {
  const { say, formats } = useTexts();
  return (
    <dl className={joinClasses(styles['tiles'])}>
      {listAttempts(item).map(({ state, count }) => (
        <div key={state} className={joinClasses(styles['tile'])}>
          <dt>{say(`app.cases.attempt.${state}`)}</dt>
          <dd className={joinClasses(styles['figure'])}>{formats.number(count)}</dd>
        </div>
      ))}
      {item.erased !== undefined && (
        <div className={joinClasses(styles['tile'])}>
          <dt>{say('app.cases.state.erased')}</dt>
          <dd className={joinClasses(styles['figure'])}>{formats.number(item.erased)}</dd>
        </div>
      )}
      <div className={joinClasses(styles['tile'], styles['time'])}>
        <dt>{say('app.cases.column.time')}</dt>
        <dd>
          <CaseTime item={item} />
          <p>{say(`app.cases.timeHelp.${timeOf(item)}`)}</p>
        </dd>
      </div>
      {item.state !== 'open' && (
        <div className={joinClasses(styles['tile'])}>
          <dt>{say('app.cases.column.case')}</dt>
          <dd>
            <Badge>{say(`app.cases.state.${item.state}`)}</Badge>
          </dd>
        </div>
      )}
    </dl>
  );
}
