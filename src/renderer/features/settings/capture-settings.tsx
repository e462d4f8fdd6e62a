import { useEffect, useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { Select, Switch, TextField } from '../../ui/fields.tsx';
import type { SettingsPart } from './settings-screen.tsx';

const MOST_SIDE_BY_SIDE = 8;
const PROXY = /^(https?|socks5):\/\/[^\s/:@]+:\d{1,5}\/?$/;

/** How pages are captured from now on. */
export function CaptureSettings({ settings, change }: SettingsPart): ReactNode {
  const { say, formats } = useTexts();
  const numbers = Array.from({ length: MOST_SIDE_BY_SIDE }, (_, i) => i + 1);
  return (
    <>
      <Select
        label={say('app.settings.concurrency')}
        help={say('app.settings.concurrencyHelp')}
        value={String(settings.concurrency)}
        options={numbers.map((number) => ({ value: String(number), label: formats.number(number) }))}
        onChange={(number) => change({ concurrency: Number(number) })}
      />
      <Switch
        label={say('app.settings.print')}
        help={say('app.settings.printHelp')}
        isSelected={settings.print}
        onChange={(print) => change({ print })}
      />
      <LineSetting
        label={say('app.settings.proxy')}
        help={say('app.settings.proxyHelp')}
        wrong={say('app.settings.proxyProblem')}
        value={settings.proxy}
        isGood={(proxy) => PROXY.test(proxy)}
        onSave={(proxy) => change({ proxy })}
      />
      <LineSetting
        label={say('app.settings.pageLanguage')}
        help={say('app.settings.pageLanguageHelp')}
        wrong={say('app.settings.pageLanguageProblem')}
        value={settings.pageLanguage}
        isGood={isLanguageTag}
        onSave={(pageLanguage) => change({ pageLanguage })}
      />
    </>
  );
}

interface LineSettingProps {
  readonly label: string;
  readonly help: string;
  readonly wrong: string;
  readonly value: string;
  readonly isGood: (value: string) => boolean;
  readonly onSave: (value: string) => void;
}

/** A line that is saved when it is left, if it can be taken. Empty is always good. */
function LineSetting({ label, help, wrong, value, isGood, onSave }: LineSettingProps): ReactNode {
  const [text, setText] = useState(value);
  const [left, setLeft] = useState(false);
  useEffect(() => setText(value), [value]);
  const good = text.trim() === '' || isGood(text.trim());
  const leave = (): void => {
    setLeft(true);
    if (good && text.trim() !== value) onSave(text.trim());
  };
  return (
    <TextField label={label} help={help} value={text} onChange={setText} onBlur={leave} problem={left && !good ? wrong : undefined} exact />
  );
}

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    // RangeError: not a tag of BCP 47.
    return false;
  }
}
