import { useTexts } from '../../i18n/use-texts.ts';
import type { CallOutput } from '../../../rpc/contract.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './batch.module.css';

const MAX_LISTED = 200;

/** What was taken into the queue, and each line that was not, with why. */
export function RefusedLines({ result: { added, refused } }: { readonly result: CallOutput<'batch.add'> }): React.JSX.Element {
  const { say, sayCode } = useTexts();
  return (
    <div role="status" className={styles['told']}>
      <p>
        {say('app.batch.added', { count: added })} {refused.length > 0 && say('app.batch.refused', { count: refused.length })}
      </p>
      {refused.length > 0 && (
        <ul className={styles['refused']}>
          {refused.slice(0, MAX_LISTED).map(({ url, from, code, message }, index) => (
            <li key={index}>
              <span className={styles['soft']}>
                <HostileText text={from} />
              </span>
              <HostileText text={url} exact lines={1} />
              <span>{sayCode('app.error', code) ?? <HostileText text={message} />}</span>
            </li>
          ))}
        </ul>
      )}
      {refused.length > MAX_LISTED && <p>{say('app.batch.refusedMore', { count: refused.length - MAX_LISTED })}</p>}
    </div>
  );
}
