import { useState } from 'react';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { useCall } from '../../rpc/use-call.ts';
import { IconButton } from '../../ui/button.tsx';
import { DerivativeList } from '../redaction/derivative-list.tsx';
import { SaveButton } from './save-button.tsx';
import styles from './files-panel.module.css';

const PDF = 'application/pdf';

/** The files of the exhibit as they were sealed: name, size, digest to copy, and a way to save one. */
export function FilesPanel({ exhibit }: { readonly exhibit: ExhibitDetail }): React.JSX.Element {
  const { say, formats } = useTexts();
  const client = useClient();
  // A window of Electron opens no other.
  const opensPdf = useCall('station.read', {}).data?.shell === 'workstation';
  const size = exhibit.artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <div className={styles['panel']}>
      <p className={styles['soft']}>{say('app.exhibit.files.count', { count: exhibit.artifacts.length, size: formats.bytes(size) })}</p>
      {exhibit.artifacts.some(({ mediaType }) => mediaType === PDF) && (
        <p className={styles['soft']}>{say(opensPdf ? 'app.exhibit.files.pdfWords' : 'app.exhibit.files.pdfSave')}</p>
      )}
      <ul className={styles['files']}>
        {exhibit.artifacts.map(({ name, role, mediaType, sizeBytes, sha256, address }) => (
          <li key={name} className={styles['file']} data-file={name} tabIndex={-1}>
            <div className={styles['what']}>
              <code className={styles['name']}>{name}</code>
              <span className={styles['soft']}>
                {say(`report.role.${role}`)} · {mediaType}
              </span>
            </div>
            <span className={styles['size']} title={say('app.exhibit.files.bytes', { count: sizeBytes })}>
              {formats.bytes(sizeBytes)}
            </span>
            {address === '' ? (
              <span className={styles['soft']}>{say('app.exhibit.files.apart')}</span>
            ) : (
              <span className={styles['acts']}>
                {mediaType === PDF && opensPdf && (
                  <a
                    className={styles['save']}
                    href={client.resolveAddress(address)}
                    target="_blank"
                    rel="noopener noreferrer"
                    aria-label={say('app.exhibit.files.openName', { name })}
                  >
                    {say('app.exhibit.files.open')}
                  </a>
                )}
                <SaveButton exhibit={exhibit} name={name} address={address} />
              </span>
            )}
            <Digest value={sha256} name={name} />
          </li>
        ))}
      </ul>
      <DerivativeList exhibit={exhibit} />
    </div>
  );
}

/** A digest, and a button that copies it. */
export function Digest({ value, name }: { readonly value: string; readonly name: string }): React.JSX.Element {
  const { say } = useTexts();
  const [copied, setCopied] = useState<boolean>();
  const copy = (): void => {
    navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <span className={styles['digest']}>
      <code>{value}</code>
      <IconButton icon={copied === true ? 'check' : 'copy'} label={say('app.exhibit.files.copy', { name })} onPress={copy} />
      <span role="status" className={styles['copied']}>
        {copied === undefined ? '' : say(copied ? 'app.exhibit.files.copied' : 'app.exhibit.files.notCopied')}
      </span>
    </span>
  );
}
