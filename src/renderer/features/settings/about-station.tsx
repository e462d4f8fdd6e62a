import type { ReactNode } from 'react';
import type { Station } from '../../../rpc/contract/station.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { Fold } from '../../ui/fold.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import styles from './about-station.module.css';
import { LICENCES } from './licences.ts';

/** Who works here, with what, and where it is kept. */
export function AboutStation({ station }: { readonly station: Station }): ReactNode {
  const { say } = useTexts();
  return (
    <Section title={say('app.settings.about')}>
      <Facts
        facts={[
          ...(station.operator === undefined ? [] : [[say('app.settings.operator'), station.operator] as const]),
          ...(station.agency === undefined ? [] : [[say('app.settings.agency'), station.agency] as const]),
          [say('app.settings.vaultFolder'), <code key="vault">{station.vaultFolder}</code>],
          [say('app.settings.browser'), station.browser ?? say('app.settings.noBrowser')],
          [say('app.settings.version'), `${station.version} · ${say(`app.settings.shell.${station.shell}`)}`],
          [say('app.settings.toolDigest'), <code key="digest">{station.toolDigest}</code>],
        ]}
      />
      <Fold title={say('app.settings.licences')}>
        <p>{say('app.settings.licencesIntro')}</p>
        <ul className={joinClasses(styles['licences'])}>
          {LICENCES.map(([name, licence]) => (
            <li key={name}>
              {name} <span>{licence}</span>
            </li>
          ))}
        </ul>
      </Fold>
    </Section>
  );
}
