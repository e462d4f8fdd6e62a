import { useEffect, type ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTexts } from '../i18n/use-texts.ts';
import { useWindowState } from '../window/window-state.ts';
import { Button, IconButton } from './button.tsx';
import { joinClasses } from './classes.ts';
import styles from './dialog.module.css';

interface DialogProps {
  /** May be that of the button that opens it: the dots after it, which promise a dialog, are left out. */
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly wide?: boolean;
  /** For forms of many fields. */
  readonly large?: boolean;
  readonly children: ReactNode;
}

/** A dialog over the window. Escape and a click beside it close it. */
export function Dialog({ title, isOpen, onClose, wide = false, large = false, children }: DialogProps): ReactNode {
  const { say } = useTexts();
  return (
    <ModalOverlay
      className={joinClasses(styles['veil'])}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={joinClasses(styles['modal'], wide && styles['wide'], large && styles['large'])}>
        <Counted />
        <AriaDialog className={joinClasses(styles['dialog'])}>
          <header className={joinClasses(styles['head'])}>
            <Heading slot="title" level={2}>
              {title.replace(/…$/, '')}
            </Heading>
            <IconButton icon="close" label={say('app.ui.close')} onPress={onClose} />
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A view of the shell lies over everything that this window draws: it has to know. */
function Counted(): null {
  const { countModal } = useWindowState();
  useEffect(() => {
    countModal(1);
    return () => countModal(-1);
  }, [countModal]);
  return null;
}

interface ConfirmProps {
  readonly title: string;
  /** What will happen, and what cannot be undone. */
  readonly children: ReactNode;
  readonly confirm: string;
  readonly isOpen: boolean;
  readonly isPending?: boolean;
  readonly danger?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before an act that leaves the window or cannot be taken back. */
export function ConfirmDialog({
  title,
  children,
  confirm,
  danger = false,
  isPending = false,
  onConfirm,
  ...rest
}: ConfirmProps): ReactNode {
  const { say } = useTexts();
  return (
    <Dialog title={title} isOpen={rest.isOpen} onClose={rest.onClose}>
      {children}
      <div className={joinClasses(styles['acts'])}>
        <Button onPress={rest.onClose}>{say('app.ui.cancel')}</Button>
        <Button kind={danger ? 'danger' : 'main'} isPending={isPending} onPress={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}

/** Buttons at the end of a dialog or a form. */
export function Acts({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={joinClasses(styles['acts'])}>{children}</div>;
}
