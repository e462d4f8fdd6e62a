import type { CaptureJob } from '../../../rpc/contract/captures.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './capture-card.module.css';

/** What a capture that ended kept, and what is missing, each in words. */
export function CaptureOutcome({ job }: { readonly job: CaptureJob }): React.JSX.Element {
  const texts = useTexts();
  const { say, sayCode, formats } = texts;
  const { result } = job;
  const files = result?.artifacts ?? [];
  const size = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const error = job.error ?? result?.error;
  const incomplete = result?.completeness?.incomplete;
  const missing = incomplete === undefined ? 0 : incomplete.shown + incomplete.supporting + incomplete.background;
  return (
    <dl className={joinClasses(styles['outcome'])}>
      <div>
        <dt>{say('app.capture.kept')}</dt>
        <dd>
          {files.length === 0
            ? say(job.state === 'sealed' || job.state === 'partial' ? 'app.capture.keptSome' : 'app.capture.keptNothing')
            : say('app.capture.keptFiles', { count: files.length, size: formats.bytes(size) })}
          {result?.digest !== undefined && (
            <>
              {' '}
              <code className={joinClasses(styles['digest'])}>{result.digest}</code>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{say('app.capture.missing')}</dt>
        <dd>
          {error !== undefined && (
            <p>
              {sayCode('report.error', error.code) ?? sayCode('app.error', error.code) ?? say('report.error.other')} (
              <HostileText text={error.message} />)
            </p>
          )}
          {(result?.reasons ?? []).map(({ code, detail }, index) => (
            <p key={index}>
              {say(`report.reason.${code}`)}
              {detail !== '' && (
                <>
                  {' '}
                  (<HostileText text={detail} />)
                </>
              )}
            </p>
          ))}
          {missing > 0 && incomplete !== undefined && (
            <p>
              {say('app.capture.missingCounts', {
                shown: incomplete.shown,
                supporting: incomplete.supporting,
                background: incomplete.background,
              })}
            </p>
          )}
          {missing === 0 && error === undefined && (result?.reasons ?? []).length === 0 && (
            <p>{say(result === undefined ? 'app.capture.missingUnknown' : 'app.capture.missingNothing')}</p>
          )}
        </dd>
      </div>
    </dl>
  );
}
