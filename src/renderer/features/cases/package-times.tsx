import { useState, type ReactNode } from 'react';
import type { ShownPackage } from '../../../rpc/contract/hand-over.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import styles from './package-times.module.css';

type Times = NonNullable<ShownPackage['times']>;

const TONES: Readonly<Record<Times['seal'], Tone>> = { granted: 'good', pending: 'odd', refused: 'odd', none: 'plain' };

/** Whether an authority has confirmed the time of a package. */
export function PackageTimeBadge({ times }: { readonly times: Times }): ReactNode {
  const { say } = useTexts();
  return <Badge tone={TONES[times.seal]}>{say(`app.supplements.seal.${times.seal}`)}</Badge>;
}

/** Since when it was sealed at the latest, and what its receiver lacks of that: asked for, and saved for them. */
export function PackageTimes({ reference, made }: { readonly reference: string; readonly made: ShownPackage }): ReactNode {
  const { say, formats } = useTexts();
  const [saved, setSaved] = useState<string>();
  const [isUnanswered, setUnanswered] = useState(false);
  const save = useAct('supplements.save', { onDone: ({ path }) => setSaved(path) });
  const ask = useAct('supplements.ask', {
    stale: ['receipts.list', 'cases.timeline'],
    onDone: (packages) => setUnanswered(packages.find((one) => one.package === made.package)?.times?.seal !== 'granted'),
  });
  const { times } = made;
  if (times === undefined) return null;
  const { seal, genTime, later } = times;
  const error = save.error ?? ask.error;
  return (
    <div className={joinClasses(styles['times'])}>
      {genTime !== undefined && <p>{say('app.supplements.notAfter', { time: formats.utc(genTime) })}</p>}
      {later > 0 && <p>{say('app.supplements.later', { count: later })}</p>}
      {isUnanswered && seal !== 'granted' && <p role="status">{say('app.supplements.notCome')}</p>}
      {error !== null && <ErrorPanel error={error} />}
      <div className={joinClasses(styles['acts'])}>
        {seal !== 'granted' && (
          <Button icon="clock" isPending={ask.isPending} onPress={() => ask.mutate({ case: reference })}>
            {say('app.supplements.ask')}
          </Button>
        )}
        {later > 0 && (
          <Button icon="export" isPending={save.isPending} onPress={() => save.mutate({ case: reference, package: made.package })}>
            {say('app.supplements.save')}
          </Button>
        )}
      </div>
      {saved !== undefined && (
        <p role="status">
          {say('app.supplements.saved')} <code>{saved}</code>
        </p>
      )}
    </div>
  );
}
