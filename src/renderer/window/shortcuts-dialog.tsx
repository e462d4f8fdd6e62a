import type { ReactNode } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { joinClasses } from '../ui/classes.ts';
import { Dialog } from '../ui/dialog.tsx';
import styles from './shortcuts-dialog.module.css';
import { SHORTCUT_NAMES, SHORTCUTS } from './shortcuts.ts';
import { useWindowState } from './window-state.ts';

/** The list of shortcuts. */
export function ShortcutsDialog(): ReactNode {
  const { say } = useTexts();
  const { dialog, openDialog } = useWindowState();
  return (
    <Dialog title={say('app.shortcuts.title')} isOpen={dialog === 'shortcuts'} onClose={() => openDialog('none')}>
      <dl className={joinClasses(styles['list'])}>
        {SHORTCUT_NAMES.map((name) => {
          const { ctrl, shift, key } = SHORTCUTS[name];
          return (
            <div key={name} className={joinClasses(styles['row'])}>
              <dt>{say(`app.shortcuts.name.${name}`)}</dt>
              <dd>
                {ctrl && <kbd>{say('app.shortcuts.ctrl')}</kbd>}
                {shift && key !== '?' && <kbd>{say('app.shortcuts.shift')}</kbd>}
                <kbd>{key.toUpperCase()}</kbd>
              </dd>
            </div>
          );
        })}
      </dl>
    </Dialog>
  );
}
