import type { ReactNode } from 'react';
import type { Settings } from '../../../rpc/contract/station.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import { useWindowState } from '../../window/window-state.ts';
import { AboutStation } from './about-station.tsx';
import { CaptureSettings } from './capture-settings.tsx';
import styles from './settings-screen.module.css';
import { KeyStoreSwitch } from './key-store-switch.tsx';
import { RecipientSettings } from './recipient-settings.tsx';
import { StationKeys } from './station-keys.tsx';
import { TimeSettings } from './time-settings.tsx';
import { WindowSettings } from './window-settings.tsx';

/** What a part of the settings gets: all of them as they are, and how one is changed. */
export interface SettingsPart {
  readonly settings: Settings;
  readonly change: (changes: Partial<Settings>) => void;
}

/** Settings hold at once; nothing here changes what a record means. */
export function SettingsScreen(): ReactNode {
  const { say } = useTexts();
  const tell = useWindowState((state) => state.tell);
  const settings = useCall('settings.read', {});
  const save = useAct('settings.change', {
    stale: ['settings.read'],
    onDone: () => tell({ kind: 'good', text: say('app.settings.saved') }),
  });
  const station = useCall('station.read', {}).data;
  const part =
    settings.data === undefined ? undefined : { settings: settings.data, change: (changes: Partial<Settings>) => save.mutate(changes) };
  return (
    <Page title={say('app.settings.title')}>
      {settings.error !== null && <ErrorPanel error={settings.error} onRetry={() => void settings.refetch()} />}
      {save.error !== null && <ErrorPanel error={save.error} />}
      {part === undefined ? (
        <Loading />
      ) : (
        <div className={joinClasses(styles['parts'])}>
          <Section title={say('app.settings.window')}>
            <WindowSettings {...part} />
          </Section>
          <Section title={say('app.settings.capturing')}>
            <CaptureSettings {...part} />
          </Section>
        </div>
      )}
      {station?.vault === 'open' && (
        <>
          <TimeSettings />
          <RecipientSettings />
          <StationKeys />
          <KeyStoreSwitch />
        </>
      )}
      {station !== undefined && <AboutStation station={station} />}
    </Page>
  );
}
