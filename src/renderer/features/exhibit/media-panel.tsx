import { useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { isPicture } from './panels.ts';
import styles from './panels.module.css';

/** Loaded lazily by the browser; beyond these the files have the rest. */
const MAX_SHOWN = 500;

interface MediaFile {
  readonly role?: string | undefined;
  readonly name: string;
  readonly address: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

/** Pictures of the page as they were received, each with its name and size; shown by the browser as pictures only. */
export function MediaPanel({ files }: { readonly files: readonly MediaFile[] }): React.JSX.Element {
  const { say } = useTexts();
  const pictures = files.filter(isPicture);
  return (
    <div className={styles['panel']}>
      <p className={styles['soft']}>{say('app.exhibit.media.count', { count: pictures.length })}</p>
      <ul className={styles['media']}>
        {pictures.slice(0, MAX_SHOWN).map((picture) => (
          <MediaItem key={picture.name} {...picture} />
        ))}
      </ul>
      {pictures.length > MAX_SHOWN && <p>{say('app.exhibit.media.more', { count: pictures.length - MAX_SHOWN })}</p>}
    </div>
  );
}

function MediaItem({ name, address, mediaType, sizeBytes }: MediaFile): React.JSX.Element {
  const { say, formats } = useTexts();
  const client = useClient();
  const [failed, setFailed] = useState(false);
  const [size, setSize] = useState<string>();
  return (
    <li>
      <figure>
        <div className={styles['thumb']}>
          {failed ? (
            <span className={styles['soft']}>{say('app.exhibit.media.unreadable')}</span>
          ) : (
            <img
              src={client.resolveAddress(address)}
              alt={say('app.exhibit.media.picture', { name })}
              loading="lazy"
              decoding="async"
              onError={() => setFailed(true)}
              onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setSize(`${naturalWidth} × ${naturalHeight}`)}
            />
          )}
        </div>
        <figcaption>
          <HostileText text={name} lines={1} exact />
          <span className={styles['soft']}>
            {mediaType.replace('image/', '')} · {formats.bytes(sizeBytes)}
            {size !== undefined && ` · ${size}`}
          </span>
        </figcaption>
      </figure>
    </li>
  );
}
