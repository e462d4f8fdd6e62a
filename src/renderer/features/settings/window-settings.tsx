import type { ReactNode } from 'react';
import { LANGUAGES, THEMES } from '../../../rpc/contract/station.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Select } from '../../ui/fields.tsx';
import type { SettingsPart } from './settings-screen.tsx';

/** Language and theme of the window. */
export function WindowSettings({ settings, change }: SettingsPart): ReactNode {
  const { say } = useTexts();
  return (
    <>
      <Select
        label={say('app.settings.language')}
        value={settings.language}
        options={LANGUAGES.map((value) => ({ value, label: say(`app.settings.language.${value}`) }))}
        onChange={(language) => change({ language })}
      />
      <Select
        label={say('app.settings.theme')}
        value={settings.theme}
        options={THEMES.map((value) => ({ value, label: say(`app.settings.theme.${value}`) }))}
        onChange={(theme) => change({ theme })}
      />
    </>
  );
}
