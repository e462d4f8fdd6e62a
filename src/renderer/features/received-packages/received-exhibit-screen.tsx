import type { ReactNode } from 'react';
import { assertNever } from '../../../core/errors.ts';
import type { ReceivedExhibit } from '../../../rpc/contract/received.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { Loading } from '../../ui/states.tsx';
import { Inspector } from '../../window/inspector.tsx';
import { buildHash, type ScreenOf } from '../../window/screen.ts';
import { showScreen } from '../../window/use-screen.ts';
import { CertificatePanel } from '../exhibit/certificate-panel.tsx';
import { CompletenessPanel } from '../exhibit/completeness-panel.tsx';
import styles from '../exhibit/exhibit-screen.module.css';
import { RecordFacts } from '../exhibit/facts-panel.tsx';
import { MediaPanel } from '../exhibit/media-panel.tsx';
import { PanelTabs } from '../exhibit/panel-tabs.tsx';
import { isPicture } from '../exhibit/panels.ts';
import { ReasonDialog } from '../exhibit/reason-dialog.tsx';
import { StateBadge } from '../exhibit/state-badge.tsx';
import { ReceivedCustody, ReceivedFiles, ReceivedPicture, ReceivedText } from './received-panels.tsx';
import { ReceivedSummary } from './received-summary.tsx';

/** Nothing of the network: exchanges lie in the archive, which is a file of the package. */
const PANELS = ['picture', 'text', 'facts', 'media', 'certificate', 'custody', 'completeness', 'files'] as const;
type PanelName = (typeof PANELS)[number];

/** An exhibit in a package from others: its picture, text, facts and custody, as the sender sealed them. It has no acts. */
export function ReceivedExhibitScreen({ screen, inner }: { readonly screen: ScreenOf<'received'>; readonly inner: string }): ReactNode {
  const { data, error, refetch } = useCall('received.read', { case: screen.case, exhibit: screen.exhibit, inner });
  if (error?.code === 'reason-missing' && data === undefined)
    return <ReasonDialog caseReference={screen.case} isOpen onClose={() => showScreen({ name: 'case', case: screen.case })} />;
  if (error !== null && data === undefined) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <>
      <Shown exhibit={data} />
      <Inspector>
        <ReceivedSummary exhibit={data} />
      </Inspector>
    </>
  );
}

function Shown({ exhibit }: { readonly exhibit: ReceivedExhibit }): ReactNode {
  const panels = panelsOf(exhibit);
  return (
    <div className={styles['screen']}>
      <Head exhibit={exhibit} />
      <PanelTabs panels={panels} first={panels[0] ?? 'custody'}>
        {(name) => <Panel name={name} exhibit={exhibit} />}
      </PanelTabs>
    </div>
  );
}

function Head({ exhibit: { row, from, record } }: { readonly exhibit: ReceivedExhibit }): ReactNode {
  const { say } = useTexts();
  return (
    <header className={styles['head']}>
      <div className={styles['line']}>
        <h1>
          <span className={styles['number']}>{row.exhibit}</span>{' '}
          {row.title === undefined ? (
            <span className={styles['soft']}>{say('app.exhibit.untitled')}</span>
          ) : (
            <HostileText text={row.title} lines={2} />
          )}
        </h1>
        <span className={styles['badges']}>
          <Badge tone="note">{say('app.kept.badge')}</Badge>{' '}
          {row.state !== undefined && <StateBadge state={row.state} practice={from.practice} received={row.kind === 'received'} />}
        </span>
      </div>
      <p className={styles['url']}>
        <HostileText text={row.shownUrl ?? row.requestedUrl} exact lines={1} />
      </p>
      <p className={styles['url']}>
        <Link href={buildHash({ name: 'received', case: from.case, exhibit: from.exhibit })}>{say('app.kept.toPackage')}</Link>{' '}
        {say('app.kept.banner')}
      </p>
      {record === undefined && row.kind === 'capture' && <p className={styles['nothing']}>{say('app.kept.recordWithheld')}</p>}
    </header>
  );
}

function panelsOf({ record, pictures, files, hasText }: ReceivedExhibit): readonly PanelName[] {
  const has: Readonly<Record<PanelName, boolean>> = {
    picture: pictures.length > 0,
    text: hasText,
    facts: record !== undefined,
    media: files.some(isPicture),
    certificate: record?.observation.tls !== undefined,
    custody: true,
    completeness: record !== undefined,
    files: files.length > 0,
  };
  return PANELS.filter((name) => has[name]);
}

function Panel({ name, exhibit }: { readonly name: PanelName; readonly exhibit: ReceivedExhibit }): ReactNode {
  const { record, files } = exhibit;
  switch (name) {
    case 'picture':
      return <ReceivedPicture exhibit={exhibit} />;
    case 'text':
      return <ReceivedText exhibit={exhibit} />;
    case 'facts':
      return record === undefined ? null : <RecordFacts record={record} />;
    case 'media':
      return <MediaPanel files={files} />;
    case 'certificate':
      return record?.observation.tls === undefined ? null : <CertificatePanel tls={record.observation.tls} />;
    case 'custody':
      return <ReceivedCustody exhibit={exhibit} />;
    case 'completeness':
      return record === undefined ? null : <CompletenessPanel record={record} />;
    case 'files':
      return <ReceivedFiles exhibit={exhibit} />;
    default:
      return assertNever(name);
  }
}
