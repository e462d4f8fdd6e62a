import { useState, type ReactNode } from 'react';
import { nameOfRecipient, type Recipient } from '../../../core/model/recipient.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Section } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import { AddRecipient } from './add-recipient.tsx';
import styles from './settings-list.module.css';

/** Whom packages are encrypted to, and whose receipts are taken: with how it was made sure that their keys are theirs. */
export function RecipientSettings(): ReactNode {
  const { say } = useTexts();
  const { data, error, refetch } = useCall('recipients.list', {});
  return (
    <Section title={say('app.recipients.title')}>
      <p className={joinClasses(styles['words'])}>{say('app.recipients.words')}</p>
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && <p>{say('app.recipients.none')}</p>}
      {data !== undefined && data.length > 0 && (
        <ul className={joinClasses(styles['list'])} aria-label={say('app.recipients.title')}>
          {data.map((recipient) => (
            <Item key={recipient.id} recipient={recipient} />
          ))}
        </ul>
      )}
      <AddRecipient />
    </Section>
  );
}

function Item({ recipient }: { readonly recipient: Recipient }): ReactNode {
  const { say, formats } = useTexts();
  const [asks, setAsks] = useState(false);
  const remove = useAct('recipients.remove', { stale: ['recipients.list'], onDone: () => setAsks(false) });
  const name = nameOfRecipient(recipient);
  return (
    <li className={joinClasses(styles['item'])}>
      <div className={joinClasses(styles['line'])}>
        <span className={joinClasses(styles['name'])}>
          <HostileText text={name} />
        </span>
        <Button kind="quiet" onPress={() => setAsks(true)}>
          {say('app.recipients.remove', { name })}
        </Button>
      </div>
      <p className={joinClasses(styles['soft'])}>
        <code>{recipient.ageKey}</code>
      </p>
      <p className={joinClasses(styles['soft'])}>
        {recipient.receiptKey === undefined ? (
          say('app.recipients.noReceiptKey')
        ) : (
          <>
            {say('app.recipients.receiptKey')} <code>{recipient.receiptKey}</code>
          </>
        )}
      </p>
      <p className={joinClasses(styles['soft'])}>
        {say('app.recipients.checked', { time: formats.utc(recipient.checkedAt) })} <HostileText text={recipient.checkedHow} />
      </p>
      <ConfirmDialog
        title={say('app.recipients.remove', { name })}
        confirm={say('app.recipients.remove', { name })}
        danger
        isOpen={asks}
        isPending={remove.isPending}
        onClose={() => setAsks(false)}
        onConfirm={() => remove.mutate({ recipient: recipient.id })}
      >
        <p>{say('app.recipients.removeWhat')}</p>
        {remove.error !== null && <ErrorPanel error={remove.error} />}
      </ConfirmDialog>
    </li>
  );
}
