import { useTexts } from '../../i18n/use-texts.ts';
import type { BrowserTab } from '../../../rpc/contract/browser.ts';
import { IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './tab-strip.module.css';

/** Tabs in their order. Arrow keys move between them, Delete closes one. */
export function TabStrip({
  tabs,
  chosen,
  onChoose,
  onClose,
  onOpen,
  children,
}: {
  readonly tabs: readonly BrowserTab[];
  readonly chosen: string | undefined;
  readonly onChoose: (tab: string) => void;
  readonly onClose: (tab: string) => void;
  readonly onOpen: () => void;
  /** What concerns all of them. */
  readonly children?: React.ReactNode;
}): React.JSX.Element {
  const { say } = useTexts();
  const move = (event: React.KeyboardEvent, index: number): void => {
    const last = tabs.length - 1;
    const goals: Readonly<Record<string, number>> = {
      ArrowRight: index === last ? 0 : index + 1,
      ArrowLeft: index === 0 ? last : index - 1,
      Home: 0,
      End: last,
    };
    const goal = Object.hasOwn(goals, event.key) ? goals[event.key] : undefined;
    const tab = goal === undefined ? undefined : tabs[goal];
    if (event.key === 'Delete' && tabs[index] !== undefined) onClose(tabs[index].id);
    if (tab === undefined) return;
    event.preventDefault();
    onChoose(tab.id);
    document.getElementById(`tab-${tab.id}`)?.focus();
  };
  return (
    <div className={joinClasses(styles['strip'])}>
      <div className={joinClasses(styles['tabs'])} role="tablist" aria-label={say('app.browser.tabs')}>
        {tabs.map((tab, index) => (
          <div key={tab.id} role="presentation" className={joinClasses(styles['tab'], tab.id === chosen && styles['chosen'])}>
            <button
              type="button"
              role="tab"
              id={`tab-${tab.id}`}
              className={joinClasses(styles['name'])}
              aria-selected={tab.id === chosen}
              aria-controls="browser-page"
              aria-description={say('app.browser.tabKeys')}
              tabIndex={tab.id === chosen || (chosen === undefined && index === 0) ? 0 : -1}
              onClick={() => onChoose(tab.id)}
              onAuxClick={(event) => {
                if (event.button === 1) onClose(tab.id);
              }}
              onKeyDown={(event) => move(event, index)}
            >
              <span
                className={joinClasses(styles['mark'], tab.loading && styles['loading'], tab.locked && styles['locked'])}
                aria-hidden="true"
              />
              {tab.url === '' && tab.title === '' ? (
                <span>{say('app.browser.blankTab')}</span>
              ) : (
                <HostileText text={tab.title === '' ? tab.url : tab.title} lines={1} />
              )}
            </button>
            {/* For the mouse; with the keyboard it is Delete on the tab. */}
            <button
              type="button"
              className={joinClasses(styles['close'])}
              tabIndex={-1}
              aria-hidden="true"
              title={say('app.browser.closeTab')}
              onClick={() => onClose(tab.id)}
            >
              <svg viewBox="0 0 16 16">
                <path d="M4.500 4.500l7 7M11.500 4.500l-7 7" />
              </svg>
            </button>
          </div>
        ))}
      </div>
      <IconButton icon="add" label={say('app.browser.newTab')} onPress={onOpen} />
      <span className={joinClasses(styles['fill'])} />
      {children}
    </div>
  );
}
