import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { ReceivedExhibit } from '../../../rpc/contract/received.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Loading } from '../../ui/states.tsx';
import { CustodyEntries } from '../exhibit/custody-panel.tsx';
import { findInText } from '../exhibit/find-in-text.ts';
import { PageText } from '../exhibit/page-text.tsx';
import { PictureChoice } from '../exhibit/picture-choice.tsx';
import { PictureViewer } from '../exhibit/picture-viewer.tsx';
import { cutPieces } from '../exhibit/text-pieces.ts';
import styles from '../exhibit/panels.module.css';
import { ReceivedFileList } from './received-files.tsx';

interface OfReceived {
  readonly exhibit: ReceivedExhibit;
}

/** The same as of an own exhibit, without anything that would make something of it. */
export function ReceivedPicture({ exhibit: { pictures, row } }: OfReceived): ReactNode {
  const { say, sayCode } = useTexts();
  const [name, setName] = useState<string>();
  const chosen = pictures.find((picture) => picture.name === name) ?? pictures[0];
  if (chosen === undefined) return null;
  const label = (role: string): string => sayCode('report.role', role) ?? say('app.kept.redacted');
  return (
    <PictureViewer key={chosen.name} pyramid={chosen.pyramid} name={`${row.exhibit}, ${label(chosen.role)}`}>
      <PictureChoice pictures={pictures} chosen={chosen.name} onChoose={setName} label={label} />
    </PictureViewer>
  );
}

export function ReceivedText({ exhibit: { row } }: OfReceived): ReactNode {
  const { say } = useTexts();
  const { data, error, refetch } = useCall('received.text', innerOf(row));
  const [wanted, setWanted] = useState('');
  const root = useRef<HTMLElement>(null);
  const found = useMemo(() => findInText(data?.text ?? '', wanted), [data, wanted]);
  const pieces = useMemo(() => cutPieces(data?.text ?? '', found, []), [data, found]);
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <div className={styles['panel']}>
      <div className={styles['tools']}>
        <TextField label={say('app.exhibit.text.find')} type="search" value={wanted} onChange={setWanted} />
        <p role="status">{wanted === '' ? '' : say('app.exhibit.text.found', { count: found.length })}</p>
      </div>
      {data.cut && <p className={styles['plainNotice']}>{say('app.exhibit.text.cut')}</p>}
      {data.text === '' ? <p>{say('app.exhibit.text.none')}</p> : <PageText root={root} pieces={pieces} isPreview={false} />}
    </div>
  );
}

export function ReceivedCustody({ exhibit: { row } }: OfReceived): ReactNode {
  const { say } = useTexts();
  const { data, error, refetch } = useCall('received.timeline', innerOf(row));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const { entries, isCut } = data;
  const words = say(entries.length === 0 ? 'app.kept.custodyNone' : 'app.kept.custodyWords');
  return <CustodyEntries words={isCut ? `${words} ${say('app.kept.custodyCut')}` : words} entries={entries} />;
}

export function ReceivedFiles({ exhibit }: OfReceived): ReactNode {
  return <ReceivedFileList files={exhibit.files} />;
}

function innerOf({ case: reference, package: exhibit, exhibit: inner }: ReceivedExhibit['row']): {
  readonly case: string;
  readonly exhibit: string;
  readonly inner: string;
} {
  return { case: reference, exhibit, inner };
}
