import type { ReactNode } from 'react';
import type { ExportPreview } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { Fold } from '../../ui/fold.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import styles from './export-preview-view.module.css';
import { ExportWarnings } from './export-warnings.tsx';

const REASONS = ['not-selected', 'nothing-sealed', 'under-way', 'erased'] as const;
/** Exhibits are named as long as they can be read; more are counted. */
const NAMED = 12;

interface ExportPreviewViewProps {
  readonly preview: ExportPreview;
  readonly isEncrypted: boolean;
}

/** What goes in and what stays out, and why, before anything is written. */
export function ExportPreviewView({ preview, isEncrypted }: ExportPreviewViewProps): ReactNode {
  const { say, formats } = useTexts();
  const files = preview.exhibits.reduce((sum, exhibit) => sum + exhibit.files, 0);
  const included = preview.parts.filter((part) => part.included);
  // A notice or counts tell of exhibits, and carry none.
  const areCarried = included.some(({ part }) => part === 'exhibits');
  const excluded = preview.parts.filter((part) => !part.included);
  const reasons = REASONS.map((reason) => ({ reason, out: preview.leftOut.filter((one) => one.reason === reason) }));
  return (
    <>
      <ExportWarnings warnings={preview.warnings.filter(({ code }) => code !== 'practice' && !(isEncrypted && code === 'not-encrypted'))} />
      <Section title={say('app.export.goesIn')}>
        {preview.exhibits.length === 0 ? (
          <p>{say('app.export.nothing')}</p>
        ) : (
          <p className={joinClasses(styles['sum'])}>
            {(areCarried
              ? [
                  say('app.export.exhibitCount', { count: preview.exhibits.length }),
                  say('app.export.fileCount', { count: files }),
                  say('app.export.size', { size: formats.bytes(preview.sizeBytes) }),
                ]
              : [say('app.export.inForms', { count: preview.exhibits.length })]
            ).join(' · ')}
          </p>
        )}
        <ul className={joinClasses(styles['in'])}>
          {included.map(({ part, reason }) => (
            <li key={part}>
              <Icon name="check" />
              <span>
                {say(`app.export.part.${part}`)}
                {reason === 'chosen' && <span className={joinClasses(styles['why'])}>{say('app.export.reason.chosen')}</span>}
              </span>
            </li>
          ))}
        </ul>
        <p className={joinClasses(styles['aside'])}>{say('app.export.partsNote')}</p>
      </Section>
      <Section title={say('app.export.staysOut')}>
        <ul className={joinClasses(styles['out'])}>
          {reasons
            .filter(({ out }) => out.length > 0)
            .map(({ reason, out }) => (
              <li key={reason}>
                <Icon name="close" />
                <span>
                  {say(`app.export.leftOut.${reason}`, { count: out.length })}
                  {out.length <= NAMED && (
                    <span className={joinClasses(styles['why'])}>{out.map(({ exhibit }) => exhibit).join(', ')}</span>
                  )}
                </span>
              </li>
            ))}
          {excluded.map(({ part, reason }) => (
            <li key={part}>
              <Icon name="close" />
              <span>
                {say(`app.export.part.${part}`)}
                <span className={joinClasses(styles['why'])}>{say(`app.export.reason.${reason}`)}</span>
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {preview.roles.length > 0 && (
        <Fold title={say('app.export.byRole')}>
          <ul className={joinClasses(styles['roles'])}>
            {preview.roles.map(({ role, included: isIn, reason, files: count, sizeBytes }) => (
              <li key={role} className={joinClasses(!isIn && styles['without'])}>
                <Icon name={isIn ? 'check' : 'close'} />
                <span>
                  {say(`report.role.${role}`)}
                  {!isIn && <span className={joinClasses(styles['why'])}>{say(`app.export.reason.${reason}`)}</span>}
                </span>
                <span className={joinClasses(styles['sum'])}>
                  {say('app.export.fileCount', { count })} · {formats.bytes(sizeBytes)}
                </span>
              </li>
            ))}
          </ul>
        </Fold>
      )}
      <Facts facts={[[say('app.export.folder'), <code key="folder">{preview.folder}</code>]]} />
    </>
  );
}
