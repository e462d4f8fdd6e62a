import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Banner, Page } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import type { ScreenOf } from '../../window/screen.ts';
import { FormsView } from '../forms/forms-view.tsx';
import { useJob } from '../jobs/use-job.ts';
import { JobResult } from '../package/open-package.tsx';
import { buildRequest, firstChoices, type ExportChoices } from './export-choices.ts';
import { ExportForm } from './export-form.tsx';

/** From the choices to the finished and checked package. */
export function ExportScreen({ screen }: { readonly screen: ScreenOf<'export'> }): ReactNode {
  const { say } = useTexts();
  const settings = useCall('settings.read', {}).data;
  const item = useCall('cases.list', {}).data?.find(({ reference }) => reference === screen.case);
  const [changed, setChanged] = useState<ExportChoices>();
  const [started, setStarted] = useState<string>();
  const [showsForms, setShowsForms] = useState(false);
  const job = useJob(started);
  if (settings === undefined) return <Loading />;
  const choices = changed ?? firstChoices(settings.language, screen.exhibits);
  return (
    <Page title={say('app.export.title')} subtitle={<HostileText text={screen.case} />}>
      {item?.practice === true && <Banner tone="practice">{say('app.export.practice')}</Banner>}
      {started === undefined && showsForms && (
        <FormsView request={buildRequest(screen.case, choices)} onBack={() => setShowsForms(false)} />
      )}
      {started === undefined && !showsForms && (
        <ExportForm
          reference={screen.case}
          choices={choices}
          onChange={setChanged}
          onStarted={setStarted}
          onForms={() => setShowsForms(true)}
        />
      )}
      {started !== undefined && (
        <>
          {job === undefined ? <Loading label={say('app.export.running')} /> : <JobResult job={job} />}
          {job !== undefined && job.state !== 'running' && (
            <div>
              <Button icon="back" onPress={() => setStarted(undefined)}>
                {say('app.export.again')}
              </Button>
            </div>
          )}
        </>
      )}
    </Page>
  );
}
