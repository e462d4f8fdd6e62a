import { useState, type ReactNode } from 'react';
import type { Station } from '../../../rpc/contract/station.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Link } from '../../ui/link.tsx';
import { Banner } from '../../ui/page.tsx';
import { Front } from '../../window/front.tsx';
import { buildHash } from '../../window/screen.ts';
import { Recover } from './recover.tsx';

/** The passphrase of a vault that is there. */
export function Unlock({
  station,
  restarted,
}: {
  readonly station: Station;
  /** The engine was lost and is there again. */
  readonly restarted: boolean;
}): ReactNode {
  const { say } = useTexts();
  const [passphrase, setPassphrase] = useState('');
  const unlock = useAct('vault.unlock', { stale: ['station.read'] });
  const store = useCall('keyStore.read', {});
  const [isLost, setLost] = useState(false);
  const unlockKept = useAct('keyStore.unlock', { stale: ['station.read'] });
  if (isLost) return <Recover folder={station.vaultFolder} onBack={() => setLost(false)} />;
  return (
    <Front
      title={say('app.unlock.title')}
      intro={say('app.unlock.folder', { folder: station.vaultFolder })}
      foot={
        <>
          <span>{say('app.firstStart.receiver')}</span>
          <Link href={buildHash({ name: 'open-package' })}>{say('app.firstStart.openPackage')}</Link>
        </>
      }
    >
      {restarted && <Banner tone="odd">{say('app.unlock.restarted')}</Banner>}
      {store.data?.kept === true && (
        <>
          {unlockKept.error !== null && <ErrorPanel error={unlockKept.error} />}
          <Button kind="main" isPending={unlockKept.isPending} onPress={() => unlockKept.mutate({})}>
            {say('app.keyStore.unlock')}
          </Button>
        </>
      )}
      <Form onSubmit={() => unlock.mutate({ passphrase })}>
        <TextField
          type="password"
          autoComplete="current-password"
          label={say('app.firstStart.passphrase')}
          value={passphrase}
          onChange={setPassphrase}
          autoFocus
        />
        {unlock.error !== null && <ErrorPanel error={unlock.error} />}
        <Button kind="main" type="submit" isPending={unlock.isPending}>
          {say('app.unlock.act')}
        </Button>
        <Button kind="quiet" onPress={() => setLost(true)}>
          {say('app.recover.lost')}
        </Button>
      </Form>
    </Front>
  );
}
