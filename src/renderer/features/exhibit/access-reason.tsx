import { useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './notes.module.css';
import { ReasonDialog } from './reason-dialog.tsx';

/** Why the exhibits of this case are looked at, as the custody log has it, and a way to say something else from now on. */
export function AccessReason({ caseReference }: { readonly caseReference: string }): React.JSX.Element | null {
  const { say } = useTexts();
  const [asks, setAsks] = useState(false);
  const reason = useCall('access.read', { case: caseReference }).data?.reason;
  if (reason === undefined) return null;
  return (
    <section className={styles['reason']}>
      <h2>{say('app.reason.heading')}</h2>
      <p dir="auto">
        <HostileText text={reason} lines={2} />
      </p>
      <Button kind="quiet" onPress={() => setAsks(true)}>
        {say('app.reason.change')}
      </Button>
      <ReasonDialog caseReference={caseReference} isOpen={asks} onClose={() => setAsks(false)} onGiven={() => setAsks(false)} />
    </section>
  );
}
