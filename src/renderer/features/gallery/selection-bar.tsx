import { useState } from 'react';
import { showScreen } from '../../window/use-screen.ts';
import { useWindowState } from '../../window/window-state.ts';
import { isPugmarkError } from '../../../core/errors.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { Button } from '../../ui/button.tsx';
import { sayError } from '../../ui/error-panel.tsx';
import type { Selection } from './use-selection.ts';
import type { Wanted } from './use-rows.ts';
import styles from './gallery.module.css';

/** All that is found can be chosen at once up to so many; a whole case is exported without a choice. */
const MAX_AT_ONCE = 2_000;
const READ_AT_ONCE = 500;

/** How many are chosen, and what can be done with them. */
export function SelectionBar({
  selection,
  wanted,
  total,
}: {
  readonly selection: Selection;
  readonly wanted: Wanted;
  readonly total: number;
}): React.JSX.Element | null {
  const texts = useTexts();
  const { say } = texts;
  const client = useClient();
  const { tell } = useWindowState();
  const [reading, setReading] = useState(false);
  const [only] = selection.cases;
  const addAll = async (): Promise<void> => {
    setReading(true);
    try {
      const rows = [];
      for (let offset = 0; offset < Math.min(total, MAX_AT_ONCE); offset += READ_AT_ONCE) {
        rows.push(...(await client.call('exhibits.search', { ...wanted, offset, limit: READ_AT_ONCE })).rows);
      }
      selection.add(rows);
    } catch (error) {
      tell({ kind: 'bad', text: sayError(texts, isPugmarkError(error) ? error : { code: 'program-fault', message: String(error) }) });
    }
    setReading(false);
  };
  if (selection.count === 0) return null;
  return (
    <section className={styles['selection']} aria-label={say('app.gallery.selection')}>
      <strong role="status">{say('app.gallery.chosen', { count: selection.count })}</strong>
      {selection.cases.length > 1 && <span className={styles['soft']}>{say('app.gallery.oneCase')}</span>}
      <span className={styles['fill']} />
      {selection.count < total && total <= MAX_AT_ONCE && (
        <Button kind="quiet" isPending={reading} onPress={() => void addAll()}>
          {say('app.gallery.chooseAll', { count: total })}
        </Button>
      )}
      <Button kind="quiet" onPress={selection.clear}>
        {say('app.gallery.chooseNone')}
      </Button>
      <Button
        kind="main"
        icon="export"
        isDisabled={only === undefined || selection.cases.length > 1}
        onPress={() => {
          if (only !== undefined) showScreen({ name: 'export', case: only, exhibits: selection.numbersOf(only) });
        }}
      >
        {say('app.gallery.export')}
      </Button>
    </section>
  );
}
