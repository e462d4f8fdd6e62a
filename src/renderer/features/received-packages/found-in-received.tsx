import type { ReactNode } from 'react';
import type { CallInput } from '../../../rpc/contract.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { joinClasses } from '../../ui/classes.ts';
import { Fold } from '../../ui/fold.tsx';
import { ReceivedCards } from './received-cards.tsx';
import styles from './found-in-received.module.css';

/** What fits in packages from others, apart from the own exhibits, which are counted and chosen without it. Nothing when nothing does. */
export function FoundInReceived({ wanted }: { readonly wanted: Omit<CallInput<'received.search'>, 'limit' | 'offset'> }): ReactNode {
  const { say } = useTexts();
  const total = useCall('received.search', { ...wanted, limit: 1 }, { keepPrevious: true }).data?.total ?? 0;
  if (total === 0) return null;
  return (
    <div className={joinClasses(styles['apart'])}>
      <Fold title={say('app.kept.found', { count: total })}>
        <div className={joinClasses(styles['list'])}>
          <ReceivedCards key={JSON.stringify(wanted)} wanted={wanted} withPackage nothing={null} />
        </div>
      </Fold>
    </div>
  );
}
