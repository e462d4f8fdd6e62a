import { useState, type ReactNode } from 'react';
import type { CaseItem } from '../../../rpc/contract/cases.ts';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Acts } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { showScreen } from '../../window/use-screen.ts';

interface KeepFormProps {
  readonly job: Job;
  /** At least one. */
  readonly cases: readonly CaseItem[];
  readonly onClose: () => void;
}

/** Into which case, and what that does. */
export function KeepForm({ job, cases, onClose }: KeepFormProps): ReactNode {
  const { say } = useTexts();
  const [chosen, setChosen] = useState(cases[0]?.reference ?? '');
  const receive = useAct('package.receive', {
    stale: ['jobs.list'],
    onDone: (started) => showScreen({ name: 'open-package', job: started.job }),
  });
  return (
    <Form onSubmit={() => receive.mutate({ case: chosen, keep: true, file: { job: job.job }, name: job.subject })}>
      <p>{say('app.package.take.keepWhat')}</p>
      {job.isEncrypted === true && <p>{say('app.package.take.encrypted')}</p>}
      <Select
        label={say('app.package.take.case')}
        value={chosen}
        options={cases.map(({ reference, title }) => ({ value: reference, label: `${reference} · ${title}` }))}
        onChange={setChosen}
      />
      {receive.error !== null && <ErrorPanel error={receive.error} />}
      <Acts>
        <Button onPress={onClose}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isPending={receive.isPending}>
          {say('app.package.take.doKeep')}
        </Button>
      </Acts>
    </Form>
  );
}
