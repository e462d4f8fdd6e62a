import type { ReactNode } from 'react';
import { Tab } from 'react-aria-components';
import { joinClasses } from './classes.ts';
import styles from './panel-tab.module.css';

/** The tab of one of a few panels, in a `TabList`. `id` is that of its panel. */
export function PanelTab({ id, children }: { readonly id: string; readonly children: ReactNode }): ReactNode {
  return (
    <Tab id={id} className={joinClasses(styles['tab'])}>
      {children}
    </Tab>
  );
}
