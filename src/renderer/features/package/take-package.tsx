import { useState, type ReactNode } from 'react';
import type { Verdict } from '../../../core/package/verdict.ts';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Banner, Section } from '../../ui/page.tsx';
import { ContinueForm } from './continue-form.tsx';
import { KeepForm } from './keep-form.tsx';
import styles from './take-package.module.css';

/** What can be done with a package that nothing speaks against. Each act says what it will do before it does it. */
export function TakePackage({ job, verdict }: { readonly job: Job; readonly verdict: Verdict }): ReactNode {
  const { say } = useTexts();
  const [act, setAct] = useState<'keep' | 'continue'>();
  const cases = useCall('cases.list', {}).data ?? [];
  const isPractice = verdict.practice ?? false;
  const open = cases.filter(({ state, practice }) => state === 'open' && practice === isPractice);
  const hasLog = verdict.scope !== undefined;
  if (job.held !== true) return <Banner tone="note">{say('app.package.take.gone')}</Banner>;
  const close = (): void => setAct(undefined);
  return (
    <Section title={say('app.package.take.title')}>
      <p>{say('app.package.take.words')}</p>
      {job.isEncrypted === true && <Banner tone="odd">{say('app.package.take.encrypted')}</Banner>}
      <div className={joinClasses(styles['acts'])}>
        <Button kind="main" icon="package" isDisabled={open.length === 0} onPress={() => setAct('keep')}>
          {say('app.package.take.keep')}
        </Button>
        {hasLog && (
          <Button icon="case" onPress={() => setAct('continue')}>
            {say('app.package.take.continue')}
          </Button>
        )}
      </div>
      {open.length === 0 && <p className={joinClasses(styles['soft'])}>{say('app.package.take.noCase')}</p>}
      {!hasLog && <p className={joinClasses(styles['soft'])}>{say('app.package.take.noLog')}</p>}
      <Dialog title={say('app.package.take.keep')} isOpen={act === 'keep'} onClose={close}>
        <KeepForm job={job} cases={open} onClose={close} />
      </Dialog>
      <Dialog title={say('app.package.take.continue')} isOpen={act === 'continue'} onClose={close}>
        <ContinueForm job={job} onClose={close} />
      </Dialog>
    </Section>
  );
}
