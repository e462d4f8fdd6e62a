import type { ReactNode } from 'react';
import type { ExportPreview } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import styles from './export-preview-view.module.css';

const REASONS = ['not-selected', 'nothing-sealed', 'under-way'] as const;

/** What goes in and what stays out, before anything is written. */
export function ExportPreviewView({ preview }: { readonly preview: ExportPreview }): ReactNode {
  const { say, sayCode, formats } = useTexts();
  const files = preview.exhibits.reduce((sum, exhibit) => sum + exhibit.files, 0);
  const nameOf = (part: string): string => sayCode('app.export.part', part) ?? part;
  const included = preview.parts.filter((part) => part.included);
  const excluded = preview.parts.filter((part) => !part.included);
  const reasons = REASONS.map((reason) => ({ reason, count: preview.leftOut.filter((one) => one.reason === reason).length }));
  return (
    <>
      <Section title={say('app.export.goesIn')}>
        {preview.exhibits.length === 0 ? (
          <p>{say('app.export.nothing')}</p>
        ) : (
          <p className={joinClasses(styles['sum'])}>
            {[
              say('app.export.exhibitCount', { count: preview.exhibits.length }),
              say('app.export.fileCount', { count: files }),
              say('app.export.size', { size: formats.bytes(preview.sizeBytes) }),
            ].join(' · ')}
          </p>
        )}
        <ul className={joinClasses(styles['in'])}>
          {included.map(({ part }) => (
            <li key={part}>
              <Icon name="check" />
              {nameOf(part)}
            </li>
          ))}
        </ul>
        <p className={joinClasses(styles['aside'])}>{say('app.export.partsNote')}</p>
      </Section>
      <Section title={say('app.export.staysOut')}>
        <ul className={joinClasses(styles['out'])}>
          {reasons
            .filter(({ count }) => count > 0)
            .map(({ reason, count }) => (
              <li key={reason}>
                <Icon name="close" />
                {say(`app.export.leftOut.${reason}`, { count })}
              </li>
            ))}
          {excluded.map(({ part }) => (
            <li key={part}>
              <Icon name="close" />
              {nameOf(part)}
            </li>
          ))}
        </ul>
      </Section>
      <Facts facts={[[say('app.export.folder'), <code key="folder">{preview.folder}</code>]]} />
    </>
  );
}
