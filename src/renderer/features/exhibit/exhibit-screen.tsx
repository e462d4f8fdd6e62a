import { Inspector } from '../../window/inspector.tsx';
import type { ScreenOf } from '../../window/screen.ts';
import { showScreen } from '../../window/use-screen.ts';
import { assertNever } from '../../../core/errors.ts';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useCall } from '../../rpc/use-call.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/states.tsx';
import { ExhibitStatements } from '../statements/exhibit-statements.tsx';
import { CertificatePanel } from './certificate-panel.tsx';
import { CompletenessPanel } from './completeness-panel.tsx';
import { CustodyPanel } from './custody-panel.tsx';
import { ExhibitHead } from './exhibit-head.tsx';
import { ExhibitSummary } from './exhibit-summary.tsx';
import styles from './exhibit-screen.module.css';
import { FactsPanel } from './facts-panel.tsx';
import { FilesPanel } from './files-panel.tsx';
import { MediaPanel } from './media-panel.tsx';
import { NetworkPanel } from './network-panel.tsx';
import { PanelTabs } from './panel-tabs.tsx';
import { panelsOf, type PanelName } from './panels.ts';
import { PicturePanel } from './picture-panel.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { TextPanel } from './text-panel.tsx';

/** One exhibit: its picture, everything that was kept of the page, and its notes. */
export function ExhibitScreen({ screen }: { readonly screen: ScreenOf<'exhibit'> }): React.JSX.Element {
  const { data, error, refetch } = useCall('exhibits.read', { case: screen.case, exhibit: screen.exhibit });
  if (error?.code === 'reason-missing' && data === undefined) {
    return <ReasonDialog caseReference={screen.case} isOpen onClose={() => showScreen({ name: 'case', case: screen.case })} />;
  }
  if (error !== null && data === undefined) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <>
      <Shown exhibit={data} />
      <Inspector>
        <ExhibitSummary exhibit={data} />
      </Inspector>
    </>
  );
}

function Shown({ exhibit }: { readonly exhibit: ExhibitDetail }): React.JSX.Element {
  const panels = panelsOf(exhibit);
  return (
    <div className={styles['screen']}>
      <ExhibitHead exhibit={exhibit} />
      <PanelTabs panels={panels} first={firstOf(exhibit, panels)}>
        {(name) => <Panel name={name} exhibit={exhibit} />}
      </PanelTabs>
    </div>
  );
}

/** Of a received file that is no picture there is nothing to look at but the file. */
function firstOf({ row, pictures }: ExhibitDetail, panels: readonly PanelName[]): PanelName {
  if (row.kind === 'received' && pictures.length === 0 && panels.includes('files')) return 'files';
  return panels[0] ?? 'custody';
}

function Panel({ name, exhibit }: { readonly name: PanelName; readonly exhibit: ExhibitDetail }): React.JSX.Element | null {
  const { record, row } = exhibit;
  const which = { caseReference: row.case, exhibit: row.exhibit };
  switch (name) {
    case 'picture':
      return <PicturePanel exhibit={exhibit} />;
    case 'text':
      return <TextPanel exhibit={exhibit} />;
    case 'facts':
      return record === undefined ? null : <FactsPanel record={record} exhibit={exhibit} />;
    case 'statements':
      return <ExhibitStatements exhibit={exhibit} />;
    case 'media':
      return <MediaPanel files={exhibit.artifacts} />;
    case 'network':
      return <NetworkPanel {...which} />;
    case 'certificate':
      return record?.observation.tls === undefined ? null : <CertificatePanel tls={record.observation.tls} />;
    case 'custody':
      return <CustodyPanel {...which} />;
    case 'completeness':
      return record === undefined ? null : <CompletenessPanel record={record} />;
    case 'files':
      return <FilesPanel exhibit={exhibit} />;
    default:
      return assertNever(name);
  }
}
