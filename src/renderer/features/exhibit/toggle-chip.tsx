import type { ReactNode } from 'react';
import { ToggleButton } from 'react-aria-components';
import { joinClasses } from '../../ui/classes.ts';
import styles from './toggle-chip.module.css';

/** One of several that may each be on. */
export function ToggleChip({
  isOn,
  onToggle,
  children,
}: {
  readonly isOn: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}): React.JSX.Element {
  return (
    <ToggleButton className={joinClasses(styles['chip'])} isSelected={isOn} onChange={onToggle}>
      {children}
    </ToggleButton>
  );
}
