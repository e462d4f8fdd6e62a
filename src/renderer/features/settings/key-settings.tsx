import { useState, type ReactNode } from 'react';
import type { KeyCardView } from '../../../rpc/contract/keys.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Switch } from '../../ui/fields.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import styles from './key-settings.module.css';

/** The key by which others know packages of this station, and whether the system opens the vault. */
export function KeySettings(): ReactNode {
  const { say } = useTexts();
  const [practice, setPractice] = useState(false);
  const card = useCall('keys.card', { practice }, { keepPrevious: true });
  return (
    <Section title={say('app.keys.title')}>
      <p>{say('app.keys.intro')}</p>
      {card.error !== null && <ErrorPanel error={card.error} />}
      {card.data !== undefined && <KeyCard card={card.data} />}
      <Switch label={say('app.keys.practice')} isSelected={practice} onChange={setPractice} />
      <KeyStoreSwitch />
    </Section>
  );
}

function KeyCard({ card }: { readonly card: KeyCardView }): ReactNode {
  const { say } = useTexts();
  const { sizeModules: size, path } = card.code;
  return (
    <>
      <div className={joinClasses(styles['card'])}>
        <svg className={joinClasses(styles['code'])} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={say('app.keys.code')}>
          <path d={path} shapeRendering="crispEdges" />
        </svg>
        <Facts
          facts={[
            [say('app.keys.fingerprint'), <FingerprintGroups key="fingerprint" groups={card.groups} />],
            ...(card.agency === undefined ? [] : [[say('app.settings.agency'), card.agency] as const]),
          ]}
        />
      </div>
      <Fold title={say('app.keys.sheet')}>
        <pre className={joinClasses(styles['sheet'])}>{card.sheet}</pre>
      </Fold>
    </>
  );
}

function FingerprintGroups({ groups }: { readonly groups: readonly string[] }): ReactNode {
  return (
    <span className={joinClasses(styles['groups'])}>
      {groups.map((group, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two groups may be the same, and none ever moves
        <code key={index}>{group}</code>
      ))}
    </span>
  );
}

/** Opening without the passphrase, where the system keeps keys. */
function KeyStoreSwitch(): ReactNode {
  const { say, sayCode } = useTexts();
  const store = useCall('keyStore.read', {});
  const keep = useAct('keyStore.keep', { stale: ['keyStore.read'] });
  const forget = useAct('keyStore.forget', { stale: ['keyStore.read'] });
  if (store.data === undefined) return null;
  const { state, reason, kept } = store.data;
  const help =
    state === 'available' ? say('app.keyStore.help') : (sayCode('app.keyStore.reason', reason ?? 'no-store') ?? say('app.keyStore.help'));
  const error = keep.error ?? forget.error;
  return (
    <>
      <Switch
        label={say('app.keyStore.keep')}
        help={help}
        isSelected={kept}
        isDisabled={!kept && state !== 'available'}
        onChange={(wanted) => (wanted ? keep.mutate({}) : forget.mutate({}))}
      />
      {error !== null && <ErrorPanel error={error} />}
    </>
  );
}
