import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { CaptureList } from './capture-list.tsx';
import styles from './capture-list.module.css';
import { isUnderWay, sortJobs } from './progress.ts';

/** Every capture since the app was started, of all cases. */
export function CapturesScreen(): React.JSX.Element {
  const { say } = useTexts();
  const { data, error, refetch } = useCall('captures.list', {});
  const running = data?.filter(isUnderWay).length ?? 0;
  return (
    <div className={joinClasses(styles['screen'])}>
      <header>
        <h1>{say('app.capture.heading')}</h1>
        {data !== undefined && data.length > 0 && (
          <p role="status">{running === 0 ? say('app.capture.noneRunning') : say('app.capture.running', { count: running })}</p>
        )}
      </header>
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && (
        <EmptyState icon="camera" title={say('app.capture.none')}>
          {say('app.capture.noneHelp')}
        </EmptyState>
      )}
      {data !== undefined && data.length > 0 && <CaptureList jobs={sortJobs(data)} />}
    </div>
  );
}
