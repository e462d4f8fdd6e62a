import { useEffect, useState, type ReactNode } from 'react';
import { FirstStart } from '../features/first-start/first-start.tsx';
import { Unlock } from '../features/first-start/unlock.tsx';
import { VaultBusy } from '../features/first-start/vault-busy.tsx';
import { OpenPackage } from '../features/package/open-package.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { useConnection } from '../rpc/client-context.tsx';
import { useCall } from '../rpc/use-call.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Link } from '../ui/link.tsx';
import { Loading } from '../ui/states.tsx';
import { ConnectionLost } from './connection-lost.tsx';
import { Front } from './front.tsx';
import { buildHash } from './screen.ts';
import { Shell } from './shell.tsx';
import { useKeptFocus } from './use-kept-focus.ts';
import { useScreen } from './use-screen.ts';

/** What comes before work: a vault that is made, unlocked and ours. A package can be opened without any. */
export function Gate(): ReactNode {
  const { say } = useTexts();
  const connection = useConnection();
  const station = useCall('station.read', {});
  const screen = useScreen();
  useKeptFocus();
  const vault = station.data?.vault;
  const [restarted, setRestarted] = useState(false);
  useEffect(() => {
    if (connection === 'lost') setRestarted(true);
  }, [connection]);
  useEffect(() => (vault === 'locked' ? () => setRestarted(false) : undefined), [vault]);
  if (connection === 'ended') return <ConnectionLost ended />;
  if (station.data === undefined) {
    return (
      <Front title="Pugmark">
        {station.error === null ? (
          <Loading label={say('app.front.startingEngine')} />
        ) : (
          <ErrorPanel error={station.error} onRetry={() => void station.refetch()} />
        )}
      </Front>
    );
  }
  return (
    <>
      {connection === 'lost' && <ConnectionLost />}
      {station.data.vault === 'open' ? (
        <Shell />
      ) : screen.name === 'open-package' ? (
        <Front title={say('app.package.title')} wide foot={<Link href={buildHash({ name: 'cases' })}>{say('app.package.back')}</Link>}>
          <OpenPackage screen={screen} isVaultOpen={false} />
        </Front>
      ) : station.data.vault === 'none' ? (
        <FirstStart />
      ) : station.data.vault === 'locked' ? (
        <Unlock station={station.data} restarted={restarted} />
      ) : (
        <VaultBusy station={station.data} />
      )}
    </>
  );
}
