import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import styles from './panels.module.css';

interface PictureChoiceProps {
  readonly pictures: readonly { readonly name: string; readonly role: string }[];
  /** Name of the one that is shown. */
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
  /** What a role is called in the window's language. */
  readonly label: (role: string) => string;
}

/** Which picture is shown, where there are several. */
export function PictureChoice({ pictures, chosen, onChoose, label }: PictureChoiceProps): ReactNode {
  const { say } = useTexts();
  if (pictures.length < 2) return null;
  return (
    <select
      className={styles['choice']}
      aria-label={say('app.exhibit.picture')}
      value={chosen}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {pictures.map(({ name, role }) => (
        <option key={name} value={name}>{`${label(role)} (${name})`}</option>
      ))}
    </select>
  );
}
