import type { ReactNode } from 'react';
import type { ErasurePreview } from '../../../rpc/contract/erasure.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import styles from './erasure.module.css';

/** What is destroyed, what stays, and what no erasure here reaches. */
export function ErasureEffect({ preview, isCase }: { readonly preview: ErasurePreview; readonly isCase: boolean }): ReactNode {
  const { say, formats } = useTexts();
  const { exhibits, files, bytes, copies, notes, statements, packages } = preview;
  const gone = [
    ...(isCase ? [say('app.erasure.goneCase', { count: exhibits.length })] : []),
    say('app.erasure.goneFiles', { count: files, size: formats.bytes(bytes) }),
    ...(copies === 0 ? [] : [say('app.erasure.goneCopies', { count: copies })]),
    ...(notes === 0 ? [] : [say('app.erasure.goneNotes', { count: notes })]),
    ...(statements === 0 ? [] : [say('app.erasure.goneStatements', { count: statements })]),
    say(isCase ? 'app.erasure.goneTitles' : 'app.erasure.goneTitle'),
  ];
  const parts = [
    ['app.erasure.gone', gone],
    ['app.erasure.stays', [say(isCase ? 'app.erasure.staysCase' : 'app.erasure.staysExhibit'), say('app.erasure.staysReason')]],
    [
      'app.erasure.outOfReach',
      [
        ...(packages === 0 ? [] : [say('app.erasure.packages', { count: packages })]),
        say('app.erasure.backups'),
        ...(isCase ? [say('app.erasure.savedSearches')] : []),
      ],
    ],
  ] as const;
  return (
    <div className={joinClasses(styles['effect'])}>
      {parts.map(([title, sentences]) => (
        <section key={title}>
          <h3>{say(title)}</h3>
          <ul>
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
