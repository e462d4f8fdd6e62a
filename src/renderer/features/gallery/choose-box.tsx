import { CheckMark } from '../../ui/check-mark.tsx';
import { joinClasses } from '../../ui/classes.ts';
import styles from './gallery.module.css';

/** For the mouse; with the keyboard it is Space on the row. */
export function ChooseBox({
  isChosen,
  onToggle,
  label,
}: {
  readonly isChosen: boolean;
  readonly onToggle: () => void;
  readonly label: string;
}): React.JSX.Element {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isChosen}
      aria-label={label}
      tabIndex={-1}
      className={joinClasses(styles['choose'])}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <CheckMark isChosen={isChosen} />
    </button>
  );
}
