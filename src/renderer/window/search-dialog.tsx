import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { Input, Label, ListBox, ListBoxItem, TextField } from 'react-aria-components';
import type { TextKey } from '../i18n/catalogues.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useCall } from '../rpc/use-call.ts';
import { joinClasses } from '../ui/classes.ts';
import { Dialog } from '../ui/dialog.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import type { Screen } from './screen.ts';
import styles from './search-dialog.module.css';
import { showScreen } from './use-screen.ts';
import { useWindowState } from './window-state.ts';

const LISTED = 8;
const PLACES: readonly { readonly screen: Screen; readonly label: TextKey; readonly icon: IconName }[] = [
  { screen: { name: 'cases' }, label: 'app.nav.cases', icon: 'case' },
  { screen: { name: 'exhibits' }, label: 'app.nav.exhibits', icon: 'gallery' },
  { screen: { name: 'batch' }, label: 'app.nav.batch', icon: 'list' },
  { screen: { name: 'open-package' }, label: 'app.nav.openPackage', icon: 'package' },
  { screen: { name: 'settings' }, label: 'app.nav.settings', icon: 'settings' },
];

interface Target {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly screen: Screen;
}

/** Ctrl+K: a case or a screen by a few letters, or words to look for in all exhibits. */
export function SearchDialog(): ReactNode {
  const { say } = useTexts();
  const { dialog, openDialog } = useWindowState();
  return (
    <Dialog title={say('app.search.label')} isOpen={dialog === 'search'} onClose={() => openDialog('none')}>
      <Search onDone={() => openDialog('none')} />
    </Dialog>
  );
}

function Search({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { say } = useTexts();
  const [text, setText] = useState('');
  const targets = useTargets(text.trim());
  const go = (target: Target | undefined): void => {
    if (target === undefined) return;
    showScreen(target.screen);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') go(targets[0]);
    if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('#search-targets [role=option]')?.focus();
  };
  return (
    <>
      <TextField value={text} onChange={setText} autoFocus type="search" className={joinClasses(styles['field'])} onKeyDown={onKeyDown}>
        <Label className={joinClasses(styles['label'])}>{say('app.search.placeholder')}</Label>
        <Input className={joinClasses(styles['input'])} />
      </TextField>
      <ListBox
        id="search-targets"
        aria-label={say('app.search.label')}
        className={joinClasses(styles['targets'])}
        items={targets}
        onAction={(id) => go(targets.find((target) => target.id === id))}
        renderEmptyState={() => say('app.search.none')}
      >
        {(target) => (
          <ListBoxItem id={target.id} textValue={target.label} className={joinClasses(styles['target'])}>
            <Icon name={target.icon} />
            <HostileText text={target.label} lines={1} />
          </ListBoxItem>
        )}
      </ListBox>
    </>
  );
}

function useTargets(text: string): readonly Target[] {
  const { say } = useTexts();
  const cases = useCall('cases.list', {}).data ?? [];
  const wanted = text.toLocaleLowerCase();
  const found = [
    ...cases.map(({ id, reference, title }): Target => ({
      id,
      label: `${reference} · ${title}`,
      icon: 'case',
      screen: { name: 'case', case: reference },
    })),
    ...PLACES.map(({ screen, label, icon }): Target => ({ id: screen.name, label: say(label), icon, screen })),
  ].filter(({ label }) => label.toLocaleLowerCase().includes(wanted));
  const words: readonly Target[] =
    text === '' ? [] : [{ id: 'words', label: say('app.search.exhibits', { text }), icon: 'search', screen: { name: 'exhibits', text } }];
  return [...found.slice(0, LISTED), ...words];
}
