import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Banner } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import { useWindowState } from '../../window/window-state.ts';
import { ErasureEffect } from './erasure-effect.tsx';
import styles from './erasure.module.css';

interface ErasureProps {
  readonly caseReference: string;
  /** Absent: the whole case. */
  readonly exhibit?: string;
}

/** Lawful erasure of an exhibit or a case: asked for quietly, told in full, and done only when it was written out once more. */
export function EraseByLaw(props: ErasureProps): ReactNode {
  const { say } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const { exhibit } = props;
  const title = exhibit === undefined ? say('app.erasure.case') : say('app.erasure.exhibit', { exhibit });
  const close = (): void => setOpen(false);
  return (
    <div className={joinClasses(styles['ask'])}>
      <Button kind="quiet" onPress={() => setOpen(true)}>
        {title}
      </Button>
      <Dialog title={title} isOpen={isOpen} onClose={close} wide>
        <Order {...props} onDone={close} />
      </Dialog>
    </div>
  );
}

function Order({ caseReference, exhibit, onDone }: ErasureProps & { readonly onDone: () => void }): ReactNode {
  const { say } = useTexts();
  const { tell } = useWindowState();
  const what = { case: caseReference, ...(exhibit === undefined ? {} : { exhibit }) };
  const preview = useCall('erasure.preview', what);
  const [reason, setReason] = useState('');
  const [ground, setGround] = useState('');
  const [confirmed, setConfirmed] = useState('');
  const [asked, setAsked] = useState(false);
  const erase = useAct('erasure.run', {
    stale: [
      'cases.list',
      'exhibits.read',
      'exhibits.search',
      'cases.timeline',
      'captures.list',
      'batch.read',
      'tabs.list',
      'erasure.preview',
    ],
    onDone: ({ purged }) => {
      tell({ kind: purged ? 'good' : 'odd', text: say(purged ? 'app.erasure.done' : 'app.erasure.notPurged') });
      onDone();
    },
  });
  const wanted = exhibit ?? caseReference;
  const missing = (value: string): string | undefined => (asked && value.trim() === '' ? say('app.firstStart.missing') : undefined);
  const submit = (): void => {
    setAsked(true);
    if (reason.trim() === '' || ground.trim() === '' || confirmed.trim() !== wanted || erase.isPending) return;
    erase.mutate({ ...what, reason: reason.trim(), ground: ground.trim(), confirmed });
  };
  if (preview.error !== null) return <ErrorPanel error={preview.error} onRetry={() => void preview.refetch()} />;
  if (preview.data === undefined) return <Loading />;
  return (
    <Form onSubmit={submit}>
      <ErasureEffect preview={preview.data} isCase={exhibit === undefined} />
      {preview.data.held && <Banner tone="odd">{say('app.hold.erasure')}</Banner>}
      {preview.data.underWay > 0 && <Banner tone="odd">{say('app.erasure.underWay', { count: preview.data.underWay })}</Banner>}
      <TextField
        label={say('app.erasure.reason')}
        help={say('app.erasure.reasonHelp')}
        value={reason}
        onChange={setReason}
        problem={missing(reason)}
        rows={2}
        maxLength={2000}
        autoFocus
        isRequired
      />
      <TextField
        label={say('app.erasure.ground')}
        help={say('app.erasure.groundHelp')}
        value={ground}
        onChange={setGround}
        problem={missing(ground)}
        maxLength={2000}
        isRequired
      />
      <TextField
        label={say('app.erasure.confirm', { wanted })}
        value={confirmed}
        onChange={setConfirmed}
        problem={asked && confirmed.trim() !== wanted ? say('app.erasure.confirmProblem', { wanted }) : undefined}
        maxLength={200}
        autoComplete="off"
        exact
        isRequired
      />
      {erase.error !== null && <ErrorPanel error={erase.error} />}
      <p className={joinClasses(styles['soft'])}>{say('app.erasure.final')}</p>
      <Acts>
        <Button onPress={onDone}>{say('app.ui.cancel')}</Button>
        <Button kind="danger" type="submit" isPending={erase.isPending} isDisabled={preview.data.underWay > 0 || preview.data.held}>
          {say('app.erasure.act')}
        </Button>
      </Acts>
    </Form>
  );
}
