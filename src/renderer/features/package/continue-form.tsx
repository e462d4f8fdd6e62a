import type { ReactNode } from 'react';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Acts } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Form } from '../../ui/form.tsx';
import { showScreen } from '../../window/use-screen.ts';
import { useCaseFields } from '../cases/case-fields.tsx';

/** The new case, and what becomes of the package. */
export function ContinueForm({ job, onClose }: { readonly job: Job; readonly onClose: () => void }): ReactNode {
  const { say } = useTexts();
  const { fields, submitted } = useCaseFields();
  const receive = useAct('package.receive', {
    stale: ['jobs.list'],
    onDone: (started) => showScreen({ name: 'open-package', job: started.job }),
  });
  const submit = (): void => {
    const name = submitted();
    if (name === undefined) return;
    receive.mutate({ continue: name, file: { job: job.job }, name: job.subject });
  };
  return (
    <Form onSubmit={submit}>
      <p>{say('app.package.take.continueWhat')}</p>
      {job.isEncrypted === true && <p>{say('app.package.take.encrypted')}</p>}
      {fields}
      {receive.error !== null && <ErrorPanel error={receive.error} />}
      <Acts>
        <Button onPress={onClose}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isPending={receive.isPending}>
          {say('app.package.take.doContinue')}
        </Button>
      </Acts>
    </Form>
  );
}
