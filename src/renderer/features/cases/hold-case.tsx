import { useState, type ReactNode } from 'react';
import type { CaseItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Banner } from '../../ui/page.tsx';
import styles from './case-inspector.module.css';

/** Puts a case on hold, or lifts that, with the reason. */
export function HoldCase({ item }: { readonly item: CaseItem }): ReactNode {
  const { say } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  const isHeld = item.hold !== undefined;
  return (
    <div className={joinClasses(styles['ask'])}>
      <Button kind="quiet" onPress={() => setOpen(true)}>
        {say(isHeld ? 'app.hold.lift' : 'app.hold.set')}
      </Button>
      <Dialog title={say(isHeld ? 'app.hold.liftAct' : 'app.hold.setAct')} isOpen={isOpen} onClose={close}>
        <Hold item={item} isHeld={isHeld} onDone={close} />
      </Dialog>
    </div>
  );
}

function Hold({ item, isHeld, onDone }: { readonly item: CaseItem; readonly isHeld: boolean; readonly onDone: () => void }): ReactNode {
  const { say } = useTexts();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const hold = useAct('cases.hold', { stale: ['cases.list', 'cases.timeline', 'erasure.preview'], onDone });
  const submit = (): void => {
    setAsked(true);
    if (reason.trim() === '' || hold.isPending) return;
    hold.mutate({ case: item.reference, held: !isHeld, reason: reason.trim() });
  };
  return (
    <Form onSubmit={submit}>
      <p>{say(isHeld ? 'app.hold.liftWhat' : 'app.hold.setWhat')}</p>
      <TextField
        label={say('app.hold.reason')}
        help={say('app.hold.reasonHelp')}
        value={reason}
        onChange={setReason}
        problem={asked && reason.trim() === '' ? say('app.firstStart.missing') : undefined}
        rows={2}
        maxLength={2000}
        autoFocus
        isRequired
      />
      {hold.error !== null && <ErrorPanel error={hold.error} />}
      <Acts>
        <Button onPress={onDone}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isPending={hold.isPending}>
          {say(isHeld ? 'app.hold.liftAct' : 'app.hold.setAct')}
        </Button>
      </Acts>
    </Form>
  );
}

/** That a case is on hold, since when, by whom and why. Nothing where it is not. */
export function HoldBanner({ item }: { readonly item: Pick<CaseItem, 'hold'> }): ReactNode {
  const { say, formats } = useTexts();
  const { hold } = item;
  if (hold === undefined) return null;
  return (
    <Banner tone="note">
      {say('app.hold.banner')} {say('app.hold.since', { time: formats.utc(hold.since), by: hold.by })}
      {hold.reason !== undefined && (
        <>
          {': '}
          <HostileText text={hold.reason} />
        </>
      )}
    </Banner>
  );
}
