import type { ReactNode } from 'react';
import { EXPORT_WARNINGS } from '../../../core/package/export-warnings.ts';
import type { ExportPreview } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './export-warnings.module.css';

/** Subjects are named as long as they can be read. */
const NAMED = 8;

/** What should be known before the package is made, each once. */
export function ExportWarnings({ warnings }: { readonly warnings: ExportPreview['warnings'] }): ReactNode {
  const { say, sayCode, formats } = useTexts();
  if (warnings.length === 0) return null;
  const grouped = EXPORT_WARNINGS.map((code) => ({ code, of: warnings.filter((warning) => warning.code === code) })).filter(
    ({ of }) => of.length > 0,
  );
  return (
    <ul className={joinClasses(styles['warnings'])} aria-label={say('app.export.warnings')}>
      {grouped.map(({ code, of }) => {
        const count = of.reduce((sum, warning) => sum + warning.count, 0);
        const subjects = of.flatMap(({ subject }) => (subject === undefined ? [] : [sayCode('form.question', subject) ?? subject]));
        const isNamed = subjects.length > 0 && subjects.length <= NAMED;
        return (
          <li key={code}>
            <Icon name="warning" />
            <span>
              {say(`app.export.warning.${code}`, { count })}
              {isNamed && <span className={joinClasses(styles['subjects'])}>{formats.list(subjects)}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
