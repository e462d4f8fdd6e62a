import { useEffect, useRef } from 'react';
import type { ScreenOf } from '../../window/screen.ts';
import { useShortcut } from '../../window/shortcuts.ts';
import { useWindowState } from '../../window/window-state.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel, sayError } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/states.tsx';
import { CaptureBar } from '../captures/capture-bar.tsx';
import { AddressBar } from './address-bar.tsx';
import { AlreadyCaptured } from './already-captured.tsx';
import styles from './browser-screen.module.css';
import { moveByF6 } from './move-by-f6.ts';
import { PageArea } from './page-area.tsx';
import { StatusLine } from './status-line.tsx';
import { TabStrip } from './tab-strip.tsx';
import { useChosenTab } from './use-chosen-tab.ts';

/** The evidence browser of a case: everything it loads is recorded, and one key captures what it shows. */
export function BrowserScreen({ screen }: { readonly screen: ScreenOf<'browser'> }): React.JSX.Element {
  const caseReference = screen.case;
  const texts = useTexts();
  const { say } = texts;
  const opened = useCall('browser.open', { case: caseReference });
  const tabList = useCall('tabs.list', { case: caseReference }, { enabled: opened.isSuccess });
  const cases = useCall('cases.list', {});
  const captures = useCall('captures.list', {});
  const tabs = tabList.data ?? opened.data?.tabs ?? [];
  const { tab, choose } = useChosenTab(caseReference, tabs);
  const practice = cases.data?.find(({ reference }) => reference === caseReference)?.practice ?? false;
  const addressField = useRef<HTMLInputElement>(null);
  const { tell } = useWindowState();
  const onError = { onError: (error: { code: string; message: string }) => tell({ kind: 'bad', text: sayError(texts, error) }) };
  const openTab = useAct('tabs.open', { stale: ['tabs.list'], onDone: (made) => choose(made.id) });
  const closeTab = useAct('tabs.close', { stale: ['tabs.list'] });
  const go = useAct('tabs.go');
  const capture = useAct('captures.start', { stale: ['captures.list'] });

  const open = (url?: string): void => {
    openTab.mutate({ case: caseReference, ...(url === undefined ? {} : { url }) }, onError);
    if (url === undefined) requestAnimationFrame(() => addressField.current?.focus());
  };
  const start = (ids: readonly string[]): void => {
    if (ids.length === 0 || capture.isPending) return;
    capture.mutate({ tabs: [...ids] }, onError);
  };
  const shown = tabs.filter(({ url, problem }) => /^https?:/.test(url) && problem === undefined).map(({ id }) => id);
  const canCapture = tab !== undefined && shown.includes(tab.id) && !tab.locked;
  useShortcut('capture', () => start(canCapture ? [tab.id] : []));
  useShortcut('capture-all', () => start(shown.slice(0, 200)));
  useShortcut('new-tab', () => open());
  useEffect(() => {
    if (tabs.length === 0 && tabList.isSuccess) addressField.current?.focus();
  }, [tabs.length, tabList.isSuccess]);

  if (opened.isError) return <ErrorPanel error={opened.error} onRetry={() => void opened.refetch()} />;
  if (opened.isPending) return <Loading label={say('app.browser.opening')} />;
  const current = tab === undefined ? [] : [{ tab: tab.id }];
  return (
    <div className={joinClasses(styles['screen'])} onKeyDown={moveByF6}>
      <h1 className={joinClasses(styles['hidden'])}>{say('app.browser.heading', { case: caseReference })}</h1>
      <TabStrip
        tabs={tabs}
        chosen={tab?.id}
        onChoose={choose}
        onClose={(id) => closeTab.mutate({ tab: id }, onError)}
        onOpen={() => open()}
      >
        {shown.length > 1 && (
          <Button kind="quiet" icon="camera" onPress={() => start(shown.slice(0, 200))}>
            {say('app.browser.captureAll', { count: shown.length })}
          </Button>
        )}
      </TabStrip>
      <div className={joinClasses(styles['bar'])}>
        <div className={joinClasses(styles['ways'])} role="group" aria-label={say('app.browser.ways')}>
          {(['back', 'forward'] as const).map((to) => (
            <IconButton
              key={to}
              icon={to}
              label={say(`app.browser.${to}`)}
              isDisabled={tab === undefined || !(to === 'back' ? tab.canGoBack : tab.canGoForward)}
              onPress={() => current.forEach((where) => go.mutate({ ...where, to }, onError))}
            />
          ))}
          <IconButton
            icon={tab?.loading === true ? 'close' : 'reload'}
            label={say(tab?.loading === true ? 'app.browser.stop' : 'app.browser.reload')}
            isDisabled={tab === undefined || tab.url === ''}
            onPress={() => current.forEach((where) => go.mutate({ ...where, to: tab?.loading === true ? 'stop' : 'reload' }, onError))}
          />
        </div>
        <AddressBar
          tab={tab}
          fieldRef={addressField}
          onGo={(url) => (tab === undefined ? open(url) : go.mutate({ tab: tab.id, to: { url } }, onError))}
        />
        {tab !== undefined && <AlreadyCaptured url={tab.url} loading={tab.loading} />}
        <Button
          kind="main"
          icon="camera"
          isDisabled={!canCapture}
          isPending={capture.isPending}
          onPress={() => start(current.map(({ tab: id }) => id))}
        >
          {say('app.browser.capture')}
        </Button>
      </div>
      <StatusLine tab={tab} practice={practice} caseReference={caseReference} overlays={opened.data.shows === 'picture'} />
      <PageArea
        tab={tab}
        shows={opened.data.shows}
        practice={practice}
        onLeave={() => addressField.current?.focus()}
        onOpen={() => open()}
      />
      <CaptureBar jobs={(captures.data ?? []).filter((job) => job.case === caseReference)} overlays={opened.data.shows === 'picture'} />
    </div>
  );
}
