import type { ReactNode } from 'react';
import { Link as AriaLink } from 'react-aria-components';
import { joinClasses } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './link.module.css';

interface LinkProps {
  /** From `buildHash`. */
  readonly href: string;
  readonly children: ReactNode;
  /** Looks like a button, for what goes on to another screen. */
  readonly kind?: 'text' | 'plain' | 'main';
  readonly icon?: IconName;
}

/** Goes to another screen of the window. Never to an address of a page. */
export function Link({ href, children, kind = 'text', icon }: LinkProps): ReactNode {
  return (
    <AriaLink href={href} className={joinClasses(styles[kind], kind !== 'text' && styles['button'])}>
      {icon !== undefined && <Icon name={icon} />}
      {kind === 'text' ? children : <span>{children}</span>}
    </AriaLink>
  );
}
