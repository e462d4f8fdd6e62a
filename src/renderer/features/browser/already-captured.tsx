import { showScreen } from '../../window/use-screen.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { joinClasses } from '../../ui/classes.ts';
import styles from './browser-screen.module.css';

/** That this address was captured before, when, and as what: a way to that exhibit. Nothing where it was not. */
export function AlreadyCaptured({ url, loading }: { readonly url: string; readonly loading: boolean }): React.JSX.Element | null {
  const { say, formats } = useTexts();
  const { data } = useCall('exhibits.at', { url }, { enabled: !loading && /^https?:/.test(url) });
  const newest = data?.find(({ state }) => state === 'sealed' || state === 'partial');
  if (newest === undefined || data === undefined) return null;
  const values = { exhibit: newest.exhibit, since: formats.since(newest.startedAt, Date.now()) };
  const more = data.length > 1 ? ` ${say('app.browser.alreadyMore', { count: data.length - 1 })}` : '';
  const words = `${say('app.browser.already', values)}${more}`;
  return (
    <button
      type="button"
      className={joinClasses(styles['already'])}
      title={`${words} (${formats.utc(newest.startedAt)})`}
      onClick={() => showScreen({ name: 'exhibit', case: newest.case, exhibit: newest.exhibit })}
    >
      {words}
    </button>
  );
}
