import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';
import { joinClasses } from './classes.ts';
import styles from './fold.module.css';
import { Icon } from './icon.tsx';

/** What few people need, folded away under its name. */
export function Fold({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <Disclosure className={joinClasses(styles['fold'])}>
      <Button slot="trigger" className={joinClasses(styles['trigger'])}>
        <Icon name="forward" />
        {title}
      </Button>
      <DisclosurePanel className={joinClasses(styles['panel'])}>{children}</DisclosurePanel>
    </Disclosure>
  );
}
