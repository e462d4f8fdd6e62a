import { useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './reason-dialog.module.css';

const USUAL = ['work', 'check', 'asked', 'training'] as const;

interface ReasonDialogProps {
  readonly caseReference: string;
  readonly isOpen: boolean;
  /** Left without a reason. */
  readonly onClose: () => void;
  readonly onGiven?: () => void;
}

/** Asks why the exhibits of a case are looked at. Nothing is chosen beforehand: it is the person's own statement. */
export function ReasonDialog({ isOpen, ...question }: ReasonDialogProps): React.JSX.Element {
  const { say } = useTexts();
  return (
    <Dialog title={say('app.reason.title')} isOpen={isOpen} onClose={question.onClose}>
      <Question {...question} />
    </Dialog>
  );
}

function Question({ caseReference, onClose, onGiven }: Omit<ReasonDialogProps, 'isOpen'>): React.JSX.Element {
  const { say } = useTexts();
  const [words, setWords] = useState('');
  const give = useAct('access.give', {
    stale: ['access.read', 'exhibits.read', 'received.open', 'received.read', 'cases.timeline'],
    ...(onGiven === undefined ? {} : { onDone: onGiven }),
  });
  const submit = (reason: string): void => {
    if (reason.trim() === '' || give.isPending) return;
    give.mutate({ case: caseReference, reason: reason.trim() });
  };
  return (
    <>
      <p className={styles['words']}>
        {say('app.reason.words')}{' '}
        <b>
          <HostileText text={caseReference} />
        </b>
      </p>
      <div className={styles['usual']} role="group" aria-label={say('app.reason.usual')}>
        {USUAL.map((usual, index) => (
          <Button key={usual} autoFocus={index === 0} onPress={() => submit(say(`app.reason.${usual}`))}>
            {say(`app.reason.${usual}`)}
          </Button>
        ))}
      </div>
      <Form onSubmit={() => submit(words)}>
        <TextField label={say('app.reason.other')} value={words} onChange={setWords} maxLength={2000} />
        {give.error !== null && <ErrorPanel error={give.error} />}
        <Acts>
          <Button onPress={onClose}>{say('app.ui.cancel')}</Button>
          <Button kind="main" type="submit" isDisabled={words.trim() === ''} isPending={give.isPending}>
            {say('app.reason.give')}
          </Button>
        </Acts>
      </Form>
    </>
  );
}
