import { useMemo, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Loading } from '../../ui/states.tsx';
import { findInText } from './find-in-text.ts';
import styles from './panels.module.css';

/** The text of the page, as text, with a search in it. */
export function TextPanel({ caseReference, exhibit }: { readonly caseReference: string; readonly exhibit: string }): React.JSX.Element {
  const { say } = useTexts();
  const { data, error, refetch } = useCall('exhibits.text', { case: caseReference, exhibit });
  const [wanted, setWanted] = useState('');
  const found = useMemo(() => findInText(data?.text ?? '', wanted), [data, wanted]);
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const count = found.filter((piece) => piece.found).length;
  return (
    <div className={styles['panel']}>
      <div className={styles['tools']}>
        <TextField label={say('app.exhibit.text.find')} type="search" value={wanted} onChange={setWanted} />
        <p role="status">{wanted === '' ? '' : say('app.exhibit.text.found', { count })}</p>
      </div>
      {data.cut && <p className={styles['plainNotice']}>{say('app.exhibit.text.cut')}</p>}
      {data.text === '' ? (
        <p>{say('app.exhibit.text.none')}</p>
      ) : (
        <pre className={styles['pageText']} dir="auto" tabIndex={0} aria-label={say('app.exhibit.tab.text')}>
          {found.map((piece, index) => (piece.found ? <mark key={index}>{piece.text}</mark> : piece.text))}
        </pre>
      )}
    </div>
  );
}
