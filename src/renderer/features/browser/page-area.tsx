import { useRef } from 'react';
import type { BrowserTab } from '../../../rpc/contract/browser.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { PracticeButton } from '../cases/practice-buttons.tsx';
import { useWindowState } from '../../window/window-state.ts';
import { splitAddress } from './address-parts.ts';
import { LivePicture } from './live-picture.tsx';
import styles from './page-area.module.css';
import { PageQuestionPanel } from './page-question.tsx';
import { usePlaced } from './use-placed.ts';

/** Where the page is seen: a live picture, or the empty place over which the shell lays its view. */
export function PageArea({
  tab,
  shows,
  practice,
  onLeave,
  onOpen,
}: {
  readonly tab: BrowserTab | undefined;
  readonly shows: 'picture' | 'native';
  /** A practice case: leads nowhere but to the practice market. */
  readonly practice: boolean;
  readonly onLeave: () => void;
  readonly onOpen: () => void;
}): React.JSX.Element {
  const { say } = useTexts();
  return (
    <div
      id="browser-page"
      className={joinClasses(styles['area'])}
      role="tabpanel"
      aria-label={tab === undefined ? say('app.browser.page') : undefined}
      aria-labelledby={tab === undefined ? undefined : `tab-${tab.id}`}
    >
      {tab === undefined ? (
        <EmptyState
          icon="address"
          title={say('app.browser.noTab')}
          action={practice ? <PracticeButton /> : <Button onPress={onOpen}>{say('app.browser.newTab')}</Button>}
        >
          {say('app.browser.noTabHelp')}
        </EmptyState>
      ) : (
        <ShownTab key={tab.id} tab={tab} shows={shows} onLeave={onLeave} />
      )}
    </div>
  );
}

function ShownTab({
  tab,
  shows,
  onLeave,
}: {
  readonly tab: BrowserTab;
  readonly shows: 'picture' | 'native';
  readonly onLeave: () => void;
}): React.JSX.Element {
  const texts = useTexts();
  const { say } = texts;
  const area = useRef<HTMLDivElement>(null);
  const answer = useAct('tabs.answer');
  const go = useAct('tabs.go');
  const { question, problem } = tab;
  const isCovered = useWindowState(({ modals }) => modals > 0);
  const isBlank = tab.url === '' && !tab.loading;
  // A view of the shell lies over everything that this window draws: it makes room for what has to be read.
  usePlaced(tab, area, !isBlank && problem === undefined && (shows === 'picture' || (question === undefined && !isCovered)));
  return (
    <div ref={area} className={joinClasses(styles['place'])}>
      {problem !== undefined ? (
        <EmptyState
          icon="warning"
          title={texts.sayCode('app.browser.problem', problem.code) ?? say('app.browser.problem.other')}
          action={<Button onPress={() => go.mutate({ tab: tab.id, to: 'reload' })}>{say('app.browser.tryAgain')}</Button>}
        >
          <HostileText text={tab.url} exact lines={2} />
          <br />
          <code>{problem.code}</code> <HostileText text={problem.message} />
        </EmptyState>
      ) : isBlank ? (
        <EmptyState icon="address" title={say('app.browser.blank')}>
          {say('app.browser.blankHelp')}
        </EmptyState>
      ) : (
        shows === 'picture' && <LivePicture tab={tab} onLeave={onLeave} />
      )}
      {question !== undefined && (
        <PageQuestionPanel
          key={question.id}
          question={question}
          host={splitAddress(tab.url).subdomain + splitAddress(tab.url).host}
          onAnswer={(given) => answer.mutate({ tab: tab.id, question: question.id, answer: given })}
        />
      )}
    </div>
  );
}
