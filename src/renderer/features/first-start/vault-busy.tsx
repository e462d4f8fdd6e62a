import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Station } from '../../../rpc/contract/station.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { callKey } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Front } from '../../window/front.tsx';

/** Another program has the vault. */
export function VaultBusy({ station }: { readonly station: Station }): ReactNode {
  const { say } = useTexts();
  const cache = useQueryClient();
  return (
    <Front title={say('app.unlock.busyTitle')} intro={say('app.unlock.busy', { folder: station.vaultFolder })}>
      <Button kind="main" icon="reload" autoFocus onPress={() => void cache.invalidateQueries({ queryKey: callKey('station.read') })}>
        {say('app.ui.retry')}
      </Button>
    </Front>
  );
}
