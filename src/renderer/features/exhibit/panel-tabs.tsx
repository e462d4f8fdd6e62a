import { useState, type ReactNode } from 'react';
import { TabList, TabPanel, Tabs } from 'react-aria-components';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { PanelTab } from '../../ui/panel-tab.tsx';
import styles from './exhibit-screen.module.css';
import type { PanelName } from './panels.ts';

/** These have scroll bars of their own, and take the height there is. */
const WHOLE: readonly PanelName[] = ['picture', 'network'];

interface PanelTabsProps<Name extends PanelName> {
  /** Those that have something to show, at least one. */
  readonly panels: readonly Name[];
  readonly first: Name;
  readonly children: (name: Name) => ReactNode;
}

/** Everything that there is of an exhibit, one panel at a time. */
export function PanelTabs<Name extends PanelName>({ panels, first, children }: PanelTabsProps<Name>): ReactNode {
  const { say } = useTexts();
  const [wanted, setWanted] = useState(first);
  // What was shown may have been erased meanwhile.
  const chosen = panels.includes(wanted) ? wanted : first;
  return (
    <Tabs
      className={joinClasses(styles['tabs'])}
      selectedKey={chosen}
      onSelectionChange={(key) => setWanted(panels.find((panel) => panel === key) ?? first)}
    >
      <TabList className={joinClasses(styles['tabList'])} aria-label={say('app.exhibit.tabs')}>
        {panels.map((panel) => (
          <PanelTab key={panel} id={panel}>
            {say(`app.exhibit.tab.${panel}`)}
          </PanelTab>
        ))}
      </TabList>
      <TabPanel key={chosen} id={chosen} className={joinClasses(styles['panel'], WHOLE.includes(chosen) && styles['whole'])}>
        {children(chosen)}
      </TabPanel>
    </Tabs>
  );
}
