import { useState, type ReactNode } from 'react';
import { CASE_REGIMES } from '../../../core/model/retention.ts';
import type { CaseItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import styles from './case-inspector.module.css';
import { RegimeField, type RegimeChoice } from './regime-field.tsx';

/** Says anew how long a case is kept, and under which law, with the reason. */
export function ReviewRetention({ item }: { readonly item: CaseItem }): ReactNode {
  const { say } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <div className={joinClasses(styles['ask'])}>
      <Button kind="quiet" onPress={() => setOpen(true)}>
        {say('app.retention.review')}
      </Button>
      <Dialog title={say('app.retention.review')} isOpen={isOpen} onClose={close}>
        <Review item={item} onDone={close} />
      </Dialog>
    </div>
  );
}

function Review({ item, onDone }: { readonly item: CaseItem; readonly onDone: () => void }): ReactNode {
  const { say } = useTexts();
  const [regime, setRegime] = useState<RegimeChoice>(CASE_REGIMES.find((one) => one === item.retention?.regime) ?? 'not-said');
  const [until, setUntil] = useState(item.retention?.until ?? '');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const review = useAct('cases.review', { stale: ['cases.list', 'cases.timeline'], onDone });
  const submit = (): void => {
    setAsked(true);
    if (reason.trim() === '' || review.isPending) return;
    review.mutate({
      case: item.reference,
      reason: reason.trim(),
      ...(regime === 'not-said' ? {} : { regime }),
      ...(until === '' ? {} : { retainUntil: until }),
    });
  };
  return (
    <Form onSubmit={submit}>
      <RegimeField value={regime} onChange={setRegime} />
      <TextField label={say('app.cases.retain')} help={say('app.cases.retainHelp')} type="date" value={until} onChange={setUntil} />
      <TextField
        label={say('app.retention.reason')}
        help={say('app.retention.reasonHelp')}
        value={reason}
        onChange={setReason}
        problem={asked && reason.trim() === '' ? say('app.firstStart.missing') : undefined}
        rows={2}
        maxLength={2000}
        isRequired
      />
      {review.error !== null && <ErrorPanel error={review.error} />}
      <Acts>
        <Button onPress={onDone}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isPending={review.isPending}>
          {say('app.retention.act')}
        </Button>
      </Acts>
    </Form>
  );
}
