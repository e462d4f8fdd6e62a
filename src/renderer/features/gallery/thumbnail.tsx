import { useState } from 'react';
import type { ExhibitRow } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import { joinClasses } from '../../ui/classes.ts';
import styles from './thumbnail.module.css';

/** The upper part of the page, small; where there is none, that there is none. */
export function Thumbnail({
  row,
  small = false,
}: {
  readonly row: Pick<ExhibitRow, 'thumbnail' | 'kind' | 'hasPicture'>;
  readonly small?: boolean;
}): React.JSX.Element {
  const { say } = useTexts();
  const client = useClient();
  const [failed, setFailed] = useState<string>();
  const { thumbnail } = row;
  return (
    <span className={joinClasses(styles['thumb'], small && styles['smallThumb'])}>
      {thumbnail !== undefined && failed !== thumbnail ? (
        <img src={client.resolveAddress(thumbnail)} alt="" loading="lazy" decoding="async" onError={() => setFailed(thumbnail)} />
      ) : (
        <span className={styles['noThumb']}>
          <Icon name={row.kind === 'received' ? 'file' : 'camera'} />
          {!small && say(row.hasPicture ? 'app.gallery.pictureMissing' : 'app.gallery.noPicture')}
        </span>
      )}
    </span>
  );
}
