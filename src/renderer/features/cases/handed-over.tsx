import { useState, type ReactNode } from 'react';
import type { RecordedReceipt } from '../../../core/model/hand-over.ts';
import type { ShownPackage } from '../../../rpc/contract/hand-over.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { Section } from '../../ui/page.tsx';
import { buildHash } from '../../window/screen.ts';
import { AddReceipt } from './add-receipt.tsx';
import styles from './handed-over.module.css';
import { PackageTimeBadge, PackageTimes } from './package-times.tsx';

/** Packages of the case that were made, newest first, each with the receipts that came back for it. */
export function HandedOverList({ reference }: { readonly reference: string }): ReactNode {
  const { say } = useTexts();
  const [asks, setAsks] = useState(false);
  const { data, error, refetch } = useCall('receipts.list', { case: reference });
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined || data.length === 0) return null;
  return (
    <Section title={say('app.receipts.title')}>
      <ul className={joinClasses(styles['list'])}>
        {data.toReversed().map((made) => (
          <Item key={made.package} reference={reference} made={made} />
        ))}
      </ul>
      <div>
        <Button icon="add" onPress={() => setAsks(true)}>
          {say('app.receipts.add')}
        </Button>
      </div>
      <AddReceipt reference={reference} made={data} isOpen={asks} onClose={() => setAsks(false)} />
    </Section>
  );
}

function Item({ reference, made }: { readonly reference: string; readonly made: ShownPackage }): ReactNode {
  const { say } = useTexts();
  return (
    <li className={joinClasses(styles['item'])}>
      <div className={joinClasses(styles['line'])}>
        <EvidenceTime time={made.sealedAt} />
        {made.recipient !== undefined && <HostileText text={made.recipient} lines={1} />}
        {made.receipts.length === 0 && <Badge tone="odd">{say('app.receipts.none')}</Badge>}
        {made.times !== undefined && <PackageTimeBadge times={made.times} />}
      </div>
      <p className={joinClasses(styles['soft'])}>
        {say('app.export.packageId')} <code>{made.package}</code>
      </p>
      {made.fileSha256 !== undefined && (
        <p className={joinClasses(styles['soft'])}>
          {say('app.export.fileSha256')} <code>{made.fileSha256}</code>
        </p>
      )}
      <PackageTimes reference={reference} made={made} />
      {made.receipts.map((receipt) => (
        <Receipt key={receipt.digest} reference={reference} receipt={receipt} />
      ))}
    </li>
  );
}

function Receipt({ reference, receipt }: { readonly reference: string; readonly receipt: RecordedReceipt }): ReactNode {
  const { say } = useTexts();
  const { kind, from, receivedAt, recordedAt, exhibit } = receipt;
  return (
    <div className={joinClasses(styles['receipt'])}>
      <Badge tone={kind === 'signed' ? 'good' : 'note'}>{say(`app.receipts.${kind}`)}</Badge>
      {from !== undefined && <HostileText text={from} lines={1} />}
      <EvidenceTime time={receivedAt ?? recordedAt} />
      {exhibit !== undefined && <Link href={buildHash({ name: 'exhibit', case: reference, exhibit })}>{exhibit}</Link>}
    </div>
  );
}
