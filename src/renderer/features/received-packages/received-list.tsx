import type { ReactNode } from 'react';
import type { ReceivedPackage } from '../../../rpc/contract/received.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { Section } from '../../ui/page.tsx';
import { Table } from '../../ui/table.tsx';
import { buildHash } from '../../window/screen.ts';
import { FromWhom, useSenderCase, VerdictAtReceipt } from './from-whom.tsx';
import styles from './received-list.module.css';

/** Packages from others, beside the own cases and apart from them; with `reference`, those that this case keeps. Nothing when there are none. */
export function ReceivedList({ reference }: { readonly reference?: string }): ReactNode {
  const { say } = useTexts();
  const { data, error, refetch } = useCall('received.list', {});
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  const listed = (data ?? []).filter((one) => reference === undefined || one.case === reference);
  if (listed.length === 0) return null;
  const columns = ['package', 'from', 'receivedAt', 'verdict'] as const;
  return (
    <Section title={say('app.kept.title')}>
      <Table label={say('app.kept.title')} columns={columns.map((column) => say(`app.kept.${column}`))}>
        {listed.map((one) => (
          <Row key={`${one.case} ${one.exhibit}`} of={one} withCase={reference === undefined} />
        ))}
      </Table>
    </Section>
  );
}

function Row({ of, withCase }: { readonly of: ReceivedPackage; readonly withCase: boolean }): ReactNode {
  const { say } = useTexts();
  const nameOf = useSenderCase();
  return (
    <tr>
      <td className={joinClasses(styles['package'])}>
        <Link href={buildHash({ name: 'received', case: of.case, exhibit: of.exhibit })}>
          <HostileText text={nameOf(of)} lines={2} />
        </Link>
        <span className={joinClasses(styles['soft'])}>
          {withCase && (
            <>
              {say('app.kept.keptIn')} <HostileText text={`${of.case}, ${of.exhibit}`} /> ·{' '}
            </>
          )}
          <Contents of={of} />
        </span>
        <span className={joinClasses(styles['badges'])}>
          <Badge tone="note">{say('app.kept.badge')}</Badge>
          {of.practice && <Badge tone="practice">{say('app.ui.practice')}</Badge>}
          {of.isContinued && <Badge>{say('app.kept.continued')}</Badge>}
          {(of.contents === 'damaged' || of.contents === 'unreadable') && <Badge tone="bad">{say('app.kept.unreadableBadge')}</Badge>}
        </span>
      </td>
      <td>
        <FromWhom from={of} />
      </td>
      <td>
        <EvidenceTime time={of.receivedAt} />
      </td>
      <td>
        <VerdictAtReceipt verdict={of.verdict} />
      </td>
    </tr>
  );
}

/** How much of it can be seen here, or why nothing. */
export function Contents({ of }: { readonly of: ReceivedPackage }): ReactNode {
  const { say } = useTexts();
  return <>{of.contents === 'ready' ? say('app.kept.count', { count: of.exhibits }) : say(`app.kept.contents.${of.contents}`)}</>;
}
