import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Fold } from '../../ui/fold.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Section } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import { Fingerprint, KeyCode } from './key-picture.tsx';
import { RotateKey } from './rotate-key.tsx';
import styles from './station-keys.module.css';

const TONES = { current: 'good', rotated: 'plain', revoked: 'bad' } as const;

/** What others need to check packages of this station: the fingerprint of its key, as text to be read out and as a QR code. */
export function StationKeys(): ReactNode {
  const { say, formats } = useTexts();
  const { data, error, refetch } = useCall('keys.read', {});
  const [copied, setCopied] = useState<boolean>();
  const copy = (text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Section title={say('app.keys.title')}>
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <>
          <div className={joinClasses(styles['card'])}>
            <KeyCode qr={data.qr} />
            <div className={joinClasses(styles['words'])}>
              <p>{say('app.keys.words')}</p>
              <Fingerprint groups={data.groups} />
              <p className={joinClasses(styles['acts'])}>
                <Button icon="copy" onPress={() => copy(data.fingerprint)}>
                  {say('app.keys.copy')}
                </Button>
                <Button icon="copy" onPress={() => copy(data.sheet)}>
                  {say('app.keys.copySheet')}
                </Button>
                <span role="status">
                  {copied === undefined ? '' : say(copied ? 'app.exhibit.files.copied' : 'app.exhibit.files.notCopied')}
                </span>
              </p>
              <RotateKey />
            </div>
          </div>
          <Fold title={say('app.keys.all', { count: data.keys.length })}>
            <p>{say('app.keys.change')}</p>
            <ul className={joinClasses(styles['list'])}>
              {data.keys.map(({ key, purpose, practice, operator, createdAt, state }) => (
                <li key={key}>
                  <span>
                    {say(`app.keys.purpose.${purpose}`)} {operator !== undefined && <HostileText text={operator} />}
                    {practice && ` (${say('app.ui.practice')})`}
                  </span>
                  <Badge tone={TONES[state]}>{say(`app.keys.state.${state}`)}</Badge>
                  <code>{key}</code>
                  <span className={joinClasses(styles['soft'])}>{formats.utc(createdAt)}</span>
                </li>
              ))}
            </ul>
          </Fold>
        </>
      )}
    </Section>
  );
}
