import type { ReactNode } from 'react';
import { REDACTION_REASONS } from '../../../core/redaction/redaction.ts';
import type { DerivativeItem } from '../../../rpc/contract/redaction.ts';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { SaveButton } from '../exhibit/save-button.tsx';
import styles from '../exhibit/files-panel.module.css';

/** Copies in which something was covered, each with the sealed file that it comes from. Nothing without one. */
export function DerivativeList({ exhibit }: { readonly exhibit: ExhibitDetail }): ReactNode {
  const { say } = useTexts();
  const { row } = exhibit;
  const { data, error, refetch } = useCall('redactions.list', { case: row.case, exhibit: row.exhibit });
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined || data.length === 0) return null;
  return (
    <section className={joinClasses(styles['derivatives'])} aria-label={say('app.redact.derivatives')}>
      <h2>{say('app.redact.derivatives')}</h2>
      <p className={joinClasses(styles['soft'])}>{say('app.redact.derivativesHelp')}</p>
      <ul className={joinClasses(styles['files'])}>
        {data.map((item) => (
          <DerivativeLine key={item.redaction.id} exhibit={exhibit} item={item} />
        ))}
      </ul>
    </section>
  );
}

function DerivativeLine({ exhibit, item }: { readonly exhibit: ExhibitDetail; readonly item: DerivativeItem }): ReactNode {
  const { say, formats } = useTexts();
  const { redaction, author, madeAt, address } = item;
  const { derivative, original, masks } = redaction;
  const reasons = REDACTION_REASONS.map((reason) => ({ reason, count: masks.filter((mask) => mask.reason === reason).length }));
  return (
    <li className={joinClasses(styles['file'])}>
      <div className={joinClasses(styles['what'])}>
        <code className={joinClasses(styles['name'])}>{derivative.name}</code>
        <span className={joinClasses(styles['soft'])}>
          {say('app.redact.from')}{' '}
          <button type="button" className={joinClasses(styles['origin'])} onClick={() => showFile(original.name)}>
            {original.name}
          </button>
          {' · '}
          <EvidenceTime time={madeAt} /> <HostileText text={say('app.redact.madeBy', { author })} />
        </span>
        <span className={joinClasses(styles['soft'])}>
          {reasons
            .filter(({ count }) => count > 0)
            .map(({ reason, count }) => say('app.redact.masksFor', { reason: say(`redaction.reason.${reason}`), count }))
            .join(' · ')}
        </span>
      </div>
      <span className={joinClasses(styles['size'])}>{formats.bytes(derivative.sizeBytes)}</span>
      <span className={joinClasses(styles['acts'])}>
        <SaveButton exhibit={exhibit} name={derivative.name} address={address} />
      </span>
    </li>
  );
}

/** To the sealed file in the list above. */
function showFile(name: string): void {
  const line = document.querySelector<HTMLElement>(`[data-file="${CSS.escape(name)}"]`);
  line?.scrollIntoView({ block: 'center' });
  line?.focus();
}
