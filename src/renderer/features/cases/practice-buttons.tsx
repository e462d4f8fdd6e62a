import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { usePractice } from './use-practice.ts';

/** Starts the practice market and goes there; ends it while it runs. */
export function PracticeButtons(): ReactNode {
  const { say } = useTexts();
  const running = useCall('station.read', {}).data?.practiceUrl !== undefined;
  const stop = useAct('practice.stop', { stale: ['station.read'] });
  return (
    <>
      {running && (
        <Button kind="quiet" icon="stop" isPending={stop.isPending} onPress={() => stop.mutate({})}>
          {say('app.cases.stopPractice')}
        </Button>
      )}
      <PracticeButton />
    </>
  );
}

/** Goes to the practice market, starting it where it does not run. */
export function PracticeButton(): ReactNode {
  const { say } = useTexts();
  const { start, isPending } = usePractice();
  return (
    <Button isPending={isPending} onPress={start}>
      {say('app.cases.practise')}
    </Button>
  );
}
