import type { ReactNode } from 'react';
import type { ReceivedFile } from '../../../rpc/contract/received.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Digest } from '../exhibit/files-panel.tsx';
import styles from '../exhibit/files-panel.module.css';

/** A package may hold as many as its maker liked. */
const LISTED = 500;

/** The files of an exhibit in a package from others, with the digests that its seal covers. None leaves the vault from here. */
export function ReceivedFileList({ files }: { readonly files: readonly ReceivedFile[] }): ReactNode {
  const { say, formats } = useTexts();
  const size = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <div className={styles['panel']}>
      <p className={styles['soft']}>{say('app.exhibit.files.count', { count: files.length, size: formats.bytes(size) })}</p>
      <p className={styles['soft']}>{say('app.kept.filesWords')}</p>
      <ul className={styles['files']}>
        {files.slice(0, LISTED).map(({ name, role, mediaType, sizeBytes, sha256 }) => (
          <li key={name} className={styles['file']}>
            <div className={styles['what']}>
              <code className={styles['name']}>
                <HostileText text={name} exact />
              </code>
              <span className={styles['soft']}>
                {role === undefined ? say('app.kept.unlisted') : say(`report.role.${role}`)} · {mediaType}
              </span>
            </div>
            <span className={styles['size']} title={say('app.exhibit.files.bytes', { count: sizeBytes })}>
              {formats.bytes(sizeBytes)}
            </span>
            <Digest value={sha256} name={name} />
          </li>
        ))}
      </ul>
      {files.length > LISTED && <p>{say('app.verdict.more', { count: files.length - LISTED })}</p>}
    </div>
  );
}
