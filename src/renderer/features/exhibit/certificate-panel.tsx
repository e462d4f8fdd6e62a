import type { CaptureRecord } from '../../../core/model/capture-record.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { FactList, Section } from './fact-list.tsx';
import styles from './panels.module.css';

/** The secured connection that the document came over, as the browser saw it. */
export function CertificatePanel({ tls }: { readonly tls: NonNullable<CaptureRecord['observation']['tls']> }): React.JSX.Element {
  const { say } = useTexts();
  return (
    <div className={styles['panel']}>
      <p className={tls.valid ? styles['notice'] : styles['warning']}>
        {say(tls.valid ? 'app.exhibit.certificate.valid' : 'app.exhibit.certificate.invalid')}
      </p>
      <Section title={say('app.exhibit.tab.certificate')}>
        <FactList
          facts={[
            [say('app.exhibit.certificate.subject'), hostile(tls.subject)],
            [say('app.exhibit.certificate.issuer'), hostile(tls.issuer)],
            [
              say('app.exhibit.certificate.names'),
              tls.subjectAlternativeNames === undefined ? undefined : (
                <ul className={styles['plainList']} key="names">
                  {tls.subjectAlternativeNames.slice(0, 200).map((name, index) => (
                    <li key={index}>
                      <HostileText text={name} exact />
                    </li>
                  ))}
                </ul>
              ),
            ],
            [
              say('app.exhibit.certificate.from'),
              tls.validFrom === undefined ? undefined : <EvidenceTime key="from" time={tls.validFrom} />,
            ],
            [say('app.exhibit.certificate.to'), tls.validTo === undefined ? undefined : <EvidenceTime key="to" time={tls.validTo} />],
          ]}
        />
      </Section>
      <Section title={say('app.exhibit.certificate.connection')}>
        <FactList
          facts={[
            [say('app.exhibit.certificate.protocol'), hostile(tls.protocol)],
            [say('app.exhibit.certificate.cipher'), hostile(tls.cipher)],
            [say('app.exhibit.certificate.exchange'), hostile(tls.keyExchange)],
            [say('app.exhibit.certificate.transparency'), hostile(tls.certificateTransparency)],
          ]}
        />
      </Section>
      {tls.chainSha256 !== undefined && tls.chainSha256.length > 0 && (
        <Section title={say('app.exhibit.certificate.chain')}>
          <ol className={styles['plainList']}>
            {tls.chainSha256.map((digest) => (
              <li key={digest}>
                <code className={styles['digest']}>{digest}</code>
              </li>
            ))}
          </ol>
        </Section>
      )}
    </div>
  );
}

function hostile(text: string | undefined): React.JSX.Element | undefined {
  return text === undefined ? undefined : <HostileText text={text} exact />;
}
