import type { ReactNode } from 'react';
import { sayError } from '../../ui/error-panel.tsx';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { showScreen } from '../../window/use-screen.ts';
import { useWindowState } from '../../window/window-state.ts';

/** Starts the practice market and goes there; ends it while it runs. */
export function PracticeButtons(): ReactNode {
  const texts = useTexts();
  const tell = useWindowState((state) => state.tell);
  const running = useCall('station.read', {}).data?.practiceUrl !== undefined;
  const start = useAct('practice.start', {
    stale: ['cases.list', 'station.read'],
    onDone: ({ case: reference }) => showScreen({ name: 'browser', case: reference }),
  });
  const stop = useAct('practice.stop', { stale: ['station.read'] });
  return (
    <>
      {running && (
        <Button kind="quiet" icon="stop" isPending={stop.isPending} onPress={() => stop.mutate({})}>
          {texts.say('app.cases.stopPractice')}
        </Button>
      )}
      <Button
        isPending={start.isPending}
        onPress={() => start.mutate({}, { onError: (error) => tell({ kind: 'bad', text: sayError(texts, error) }) })}
      >
        {texts.say('app.cases.practise')}
      </Button>
    </>
  );
}
