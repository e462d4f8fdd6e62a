import { showScreen } from '../../window/use-screen.ts';
import type { CaptureJob } from '../../../rpc/contract/captures.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './capture-card.module.css';
import { CaptureOutcome } from './capture-outcome.tsx';
import { isUnderWay, stagesOf, stepCode, type StageProgress } from './progress.ts';
import { ThreeWords } from './three-words.tsx';

/** One capture: its three words, its stages filling in, and what the person can do about it. */
export function CaptureCard({ job }: { readonly job: CaptureJob }): React.JSX.Element {
  const { say, formats } = useTexts();
  const keep = useAct('captures.stop-and-keep');
  const cancel = useAct('captures.cancel');
  const open = isUnderWay(job);
  const { exhibit } = job;
  return (
    <article className={joinClasses(styles['card'])} aria-label={say('app.capture.of', { name: exhibit ?? job.title ?? job.url })}>
      <header className={joinClasses(styles['head'])}>
        <div className={joinClasses(styles['what'])}>
          <h2>
            {exhibit !== undefined && <span className={joinClasses(styles['number'])}>{exhibit}</span>}{' '}
            <HostileText text={job.title === undefined || job.title === '' ? job.url : job.title} lines={1} />
          </h2>
          <p className={joinClasses(styles['url'])}>
            <HostileText text={job.url} exact lines={1} />
          </p>
        </div>
        <Badge tone={TONES[job.state]}>{say(`app.capture.state.${job.state}`)}</Badge>
      </header>
      <ThreeWords job={job} />
      <ol className={joinClasses(styles['stages'])} aria-label={say('app.capture.stages')}>
        {stagesOf(job).map((progress) => (
          <Stage key={progress.stage} progress={progress} />
        ))}
      </ol>
      <p className={joinClasses(styles['sizes'])}>
        {say('app.capture.recorded', { count: job.exchanges, size: formats.bytes(job.bytes) })}
        {job.tookMs !== undefined && ` · ${say('app.capture.took', { time: formats.duration(job.tookMs) })}`}
      </p>
      {!open && <CaptureOutcome job={job} />}
      <footer className={joinClasses(styles['acts'])}>
        {open && (
          <>
            <Button isDisabled={job.state === 'stopping'} isPending={keep.isPending} onPress={() => keep.mutate({ job: job.job })}>
              {say('app.capture.keep')}
            </Button>
            <Button kind="quiet" isPending={cancel.isPending} onPress={() => cancel.mutate({ job: job.job })}>
              {say('app.capture.cancel')}
            </Button>
            <span className={joinClasses(styles['hint'])}>{say(job.seenAt === undefined ? 'app.capture.hold' : 'app.capture.goOn')}</span>
          </>
        )}
        {!open && exhibit !== undefined && job.state !== 'cancelled' && job.state !== 'interrupted' && (
          <Button onPress={() => showScreen({ name: 'exhibit', case: job.case, exhibit })}>{say('app.capture.look', { exhibit })}</Button>
        )}
      </footer>
    </article>
  );
}

const TONES = {
  running: 'note',
  stopping: 'note',
  sealed: 'good',
  partial: 'odd',
  failed: 'bad',
  cancelled: 'plain',
  interrupted: 'bad',
} as const;

function Stage({ progress: { stage, state, steps, fromMs } }: { readonly progress: StageProgress }): React.JSX.Element {
  const texts = useTexts();
  const last = steps.at(-1);
  const words =
    state === 'now' && last !== undefined
      ? (texts.sayCode('app.capture.step', stepCode(last.name)) ?? last.name)
      : state === 'done' && fromMs !== undefined
        ? texts.say('app.capture.stepsDone', { count: steps.length, time: texts.formats.duration(fromMs) })
        : texts.say(`app.capture.stageState.${state}`);
  return (
    <li className={joinClasses(styles['stage'], styles[state])} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={joinClasses(styles['bar'])} aria-hidden="true" />
      <span className={joinClasses(styles['stageName'])}>{texts.say(`app.capture.stage.${stage}`)}</span>
      <span className={joinClasses(styles['step'])} title={words}>
        {words}
      </span>
    </li>
  );
}
