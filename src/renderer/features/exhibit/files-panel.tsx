import { useState } from 'react';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './files-panel.module.css';

/** The files of the exhibit as they were sealed: name, size, digest to copy, and a way to save one. */
export function FilesPanel({ exhibit }: { readonly exhibit: ExhibitDetail }): React.JSX.Element {
  const { say, formats } = useTexts();
  const client = useClient();
  const size = exhibit.artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <div className={styles['panel']}>
      <p className={styles['soft']}>{say('app.exhibit.files.count', { count: exhibit.artifacts.length, size: formats.bytes(size) })}</p>
      <ul className={styles['files']}>
        {exhibit.artifacts.map(({ name, role, mediaType, sizeBytes, sha256, address }) => (
          <li key={name} className={styles['file']}>
            <div className={styles['what']}>
              <code className={styles['name']}>{name}</code>
              <span className={styles['soft']}>
                {say(`report.role.${role}`)} · {mediaType}
              </span>
            </div>
            <span className={styles['size']} title={say('app.exhibit.files.bytes', { count: sizeBytes })}>
              {formats.bytes(sizeBytes)}
            </span>
            <a
              className={styles['save']}
              href={client.resolveAddress(address)}
              download={`${exhibit.row.exhibit}-${name}`}
              aria-label={say('app.exhibit.files.saveName', { name })}
            >
              <Icon name="export" />
              {say('app.exhibit.files.save')}
            </a>
            <Digest value={sha256} name={name} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Digest({ value, name }: { readonly value: string; readonly name: string }): React.JSX.Element {
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
