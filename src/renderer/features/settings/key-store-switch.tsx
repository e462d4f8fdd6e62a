import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Switch } from '../../ui/fields.tsx';
import { Section } from '../../ui/page.tsx';

/** Opening the vault without its passphrase, where the system protects keys; where it does not, why. */
export function KeyStoreSwitch(): ReactNode {
  const { say, sayCode } = useTexts();
  const store = useCall('keyStore.read', {});
  const keep = useAct('keyStore.keep', { stale: ['keyStore.read'] });
  const forget = useAct('keyStore.forget', { stale: ['keyStore.read'] });
  if (store.data === undefined) return null;
  const { state, reason = 'no-store', kept } = store.data;
  const why = state === 'available' ? undefined : sayCode('app.keyStore.reason', reason);
  const error = keep.error ?? forget.error;
  return (
    <Section title={say('app.keyStore.title')}>
      <Switch
        label={say('app.keyStore.keep')}
        help={why ?? say('app.keyStore.help')}
        isSelected={kept}
        isDisabled={!kept && state !== 'available'}
        onChange={(wanted) => (wanted ? keep.mutate({}) : forget.mutate({}))}
      />
      {error !== null && <ErrorPanel error={error} />}
    </Section>
  );
}
