import type { ReactNode } from 'react';
import { Button as AriaButton, TooltipTrigger, Tooltip } from 'react-aria-components';
import styles from './button.module.css';
import { joinClasses } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  /** `main`: the one thing to do here. `quiet`: among others. `danger`: what cannot be undone. */
  readonly kind?: 'main' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly type?: 'button' | 'submit';
  readonly isDisabled?: boolean;
  /** Under way: stays in its place and in the focus, and cannot be pressed again. */
  readonly isPending?: boolean;
  readonly autoFocus?: boolean;
  readonly slot?: string;
}

export function Button({ children, kind = 'plain', icon, type = 'button', slot, ...rest }: ButtonProps): ReactNode {
  return (
    <AriaButton {...rest} {...(slot === undefined ? {} : { slot })} type={type} className={joinClasses(styles['button'], styles[kind])}>
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </AriaButton>
  );
}

interface IconButtonProps {
  /** Name for screen readers, and the tooltip. */
  readonly label: string;
  readonly icon: IconName;
  readonly onPress?: () => void;
  readonly isDisabled?: boolean;
  readonly isPressed?: boolean;
  readonly slot?: string;
}

export function IconButton({ label, icon, isPressed, slot, ...rest }: IconButtonProps): ReactNode {
  return (
    <TooltipTrigger delay={600}>
      <AriaButton
        {...rest}
        {...(slot === undefined ? {} : { slot })}
        {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
        aria-label={label}
        className={joinClasses(styles['button'], styles['icon'], isPressed === true && styles['held'])}
      >
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className={joinClasses(styles['tooltip'])} offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
