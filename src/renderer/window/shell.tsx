import { useState, type MouseEvent, type ReactNode } from 'react';
import { CasesPane } from '../features/cases/cases-pane.tsx';
import { NewCaseDialog } from '../features/cases/new-case-dialog.tsx';
import { JobsStrip } from '../features/jobs/jobs-strip.tsx';
import { OpeningNotice } from '../features/first-start/opening-notice.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { joinClasses } from '../ui/classes.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { InspectorContext } from './inspector.tsx';
import { hasInspector, ShownScreen } from './screens.tsx';
import { SearchDialog } from './search-dialog.tsx';
import styles from './shell.module.css';
import { useShortcut } from './shortcuts.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { TopBar } from './top-bar.tsx';
import { useScreen } from './use-screen.ts';
import { useUnloadQuestion } from './use-unload-question.ts';
import { useWindowState } from './window-state.ts';
import type { Screen } from './screen.ts';

/** Cases on the left, work in the middle, the inspector on the right. */
export function Shell(): ReactNode {
  const { say } = useTexts();
  const screen = useScreen();
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const { casesOpen, inspectorOpen, toggleCases, toggleInspector, openDialog } = useWindowState();
  useUnloadQuestion();
  useShortcut('cases', toggleCases);
  useShortcut('inspector', toggleInspector);
  useShortcut('search', () => openDialog('search'));
  useShortcut('shortcuts', () => openDialog('shortcuts'));
  const inspects = hasInspector(screen) && inspectorOpen;
  return (
    <div className={joinClasses(styles['frame'])}>
      <a className={joinClasses(styles['skip'])} href="#work" onClick={skipToWork}>
        {say('app.shell.skip')}
      </a>
      <TopBar screen={screen} />
      <div className={joinClasses(styles['areas'], casesOpen && styles['withCases'], inspects && styles['withInspector'])}>
        {casesOpen && (
          <nav className={joinClasses(styles['cases'])} aria-label={say('app.shell.cases')}>
            <CasesPane screen={screen} />
          </nav>
        )}
        <InspectorContext value={inspects ? place : null}>
          <main id="work" tabIndex={-1} className={joinClasses(styles['work'])}>
            <ErrorBoundary key={keyOf(screen)}>
              <ShownScreen screen={screen} />
            </ErrorBoundary>
          </main>
        </InspectorContext>
        {inspects && (
          <aside ref={setPlace} tabIndex={0} className={joinClasses(styles['inspector'])} aria-label={say('app.shell.inspector')} />
        )}
      </div>
      <JobsStrip />
      <OpeningNotice />
      <SearchDialog />
      <ShortcutsDialog />
      <NewCaseDialog />
    </div>
  );
}

function keyOf(screen: Screen): string {
  return [screen.name, 'case' in screen ? screen.case : '', screen.name === 'exhibit' ? screen.exhibit : ''].join('\n');
}

function skipToWork(event: MouseEvent): void {
  // The hash names the screen: it must not change.
  event.preventDefault();
  document.querySelector<HTMLElement>('#work')?.focus();
}
