import { useEffect, type ReactNode } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { joinClasses } from '../ui/classes.ts';
import styles from './notices.module.css';
import { useWindowState, type Notice } from './window-state.ts';

const SHOWN_MS = 8000;

/** What has just happened, in the corner; read out when the reader has a pause. */
export function Notices(): ReactNode {
  const { say } = useTexts();
  const notices = useWindowState((state) => state.notices);
  return (
    <section aria-label={say('app.ui.notices')} className={joinClasses(styles['notices'])}>
      <div role="status" aria-live="polite" aria-relevant="additions">
        {notices.map((notice) => (
          <Shown key={notice.id} notice={notice} />
        ))}
      </div>
    </section>
  );
}

function Shown({ notice }: { readonly notice: Notice }): ReactNode {
  const { say } = useTexts();
  const close = useWindowState((state) => state.closeNotice);
  const stays = notice.kind === 'bad' || notice.action !== undefined;
  useEffect(() => {
    if (stays) return undefined;
    const timer = setTimeout(() => close(notice.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [close, notice.id, stays]);
  return (
    <div className={joinClasses(styles['notice'], styles[notice.kind])}>
      <p>{notice.text}</p>
      {notice.action !== undefined && (
        <Button
          kind="quiet"
          onPress={() => {
            notice.action?.onPress();
            close(notice.id);
          }}
        >
          {notice.action.label}
        </Button>
      )}
      <IconButton icon="close" label={say('app.ui.close')} onPress={() => close(notice.id)} />
    </div>
  );
}
