import { useMemo, useRef, useState } from 'react';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import type { StatementKind } from '../../../core/statements/statement.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Loading } from '../../ui/states.tsx';
import { RedactText } from '../redaction/redact-text.tsx';
import { useMasks } from '../redaction/use-masks.ts';
import { QuoteStatement } from '../statements/quote-statement.tsx';
import { findInText } from './find-in-text.ts';
import { PageText } from './page-text.tsx';
import { cutPieces } from './text-pieces.ts';
import { useTextSelection, type TextSpan } from './text-selection.ts';
import styles from './panels.module.css';

const NOTHING: readonly TextSpan[] = [];

/** The text of the page, as text, with a search in it; what is selected can become a statement, or be covered in a copy. */
export function TextPanel({ exhibit }: { readonly exhibit: ExhibitDetail }): React.JSX.Element {
  const { say } = useTexts();
  const { row, artifacts } = exhibit;
  const { data, error, refetch } = useCall('exhibits.text', { case: row.case, exhibit: row.exhibit });
  const [wanted, setWanted] = useState('');
  const [isCovering, setCovering] = useState(false);
  const [isPreview, setPreview] = useState(false);
  const [quoted, setQuoted] = useState<{ readonly kind: StatementKind; readonly quote: string }>();
  const root = useRef<HTMLElement>(null);
  const [selected, forget] = useTextSelection(root);
  const file = artifacts.find(({ role }) => role === 'text');
  const control = useMasks([row.case, row.exhibit, file?.name ?? ''].join('\n'));
  const found = useMemo(() => findInText(data?.text ?? '', wanted), [data, wanted]);
  const covered = isCovering ? control.masks : undefined;
  const pieces = useMemo(
    () => cutPieces(data?.text ?? '', found, covered?.flatMap(({ mask }) => (mask.kind === 'span' ? [mask] : [])) ?? NOTHING),
    [data, found, covered],
  );
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const { text } = data;
  const words = selected === undefined ? '' : text.slice(selected.start, selected.end);
  const canQuote = words.trim() !== '';
  const begin = (kind: StatementKind): void => setQuoted({ kind, quote: words });
  return (
    <div className={styles['split']}>
      <div className={styles['panel']}>
        <div className={styles['tools']}>
          <TextField label={say('app.exhibit.text.find')} type="search" value={wanted} onChange={setWanted} />
          <p role="status">{wanted === '' ? '' : say('app.exhibit.text.found', { count: found.length })}</p>
          {!isCovering && (
            <>
              <Button icon="add" isDisabled={!canQuote} onPress={() => begin('account')}>
                {say('app.statements.fromSelection')}
              </Button>
              <Button isDisabled={!canQuote} onPress={() => begin('translation')}>
                {say('app.statements.translate')}
              </Button>
              {file !== undefined && (
                <Button kind="quiet" icon="cover" onPress={() => setCovering(true)}>
                  {say('app.redact.begin')}
                </Button>
              )}
            </>
          )}
        </div>
        {data.cut && <p className={styles['plainNotice']}>{say('app.exhibit.text.cut')}</p>}
        {text === '' ? <p>{say('app.exhibit.text.none')}</p> : <PageText root={root} pieces={pieces} isPreview={isPreview} />}
      </div>
      {isCovering && file !== undefined && (
        <RedactText
          row={row}
          artifact={file.name}
          text={text}
          wanted={wanted}
          selected={selected}
          control={control}
          isPreview={isPreview}
          onPreview={setPreview}
          onCovered={forget}
          onDone={() => setCovering(false)}
        />
      )}
      {quoted !== undefined && (
        <QuoteStatement exhibit={exhibit} role="text" kind={quoted.kind} quote={quoted.quote} onClose={() => setQuoted(undefined)} />
      )}
    </div>
  );
}
