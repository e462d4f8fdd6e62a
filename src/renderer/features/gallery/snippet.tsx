import type { ExhibitRow } from '../../../rpc/contract/cases.ts';
import { HostileText, nameUnseen } from '../../ui/hostile-text.tsx';
import styles from './gallery.module.css';

/** Where the searched words stand, marked. */
export function Snippet({ pieces }: { readonly pieces: NonNullable<ExhibitRow['snippet']> }): React.JSX.Element {
  return (
    <span className={styles['snippet']} dir="auto" title={nameUnseen(pieces.map(({ text }) => text).join(''))}>
      {pieces.map(({ text, found }, index) =>
        found ? (
          <mark key={index}>
            <HostileText text={text} />
          </mark>
        ) : (
          <HostileText key={index} text={text} />
        ),
      )}
    </span>
  );
}
