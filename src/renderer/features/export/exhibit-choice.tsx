import { useDeferredValue, useState, type ReactNode } from 'react';
import { isPugmarkError } from '../../../core/errors.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel, type ShownError } from '../../ui/error-panel.tsx';
import { Switch, TextField } from '../../ui/fields.tsx';
import styles from './exhibit-choice.module.css';
import { ExhibitList } from './exhibit-list.tsx';

/** The most that one call gives. */
const AT_ONCE = 500;

interface ExhibitChoiceProps {
  readonly reference: string;
  /** Undefined: all of the case. */
  readonly chosen: readonly string[] | undefined;
  readonly onChange: (chosen: readonly string[] | undefined) => void;
}

/** All exhibits of the case, or some of them: found by their words, each chosen by itself, however many there are. */
export function ExhibitChoice({ reference, chosen, onChange }: ExhibitChoiceProps): ReactNode {
  const { say, formats } = useTexts();
  const client = useClient();
  const [text, setText] = useState('');
  const [isCollecting, setCollecting] = useState(false);
  const [error, setError] = useState<ShownError>();
  const of = { cases: [reference], states: ['sealed' as const, 'partial' as const], sort: 'oldest' as const };
  const wanted = { ...of, text: useDeferredValue(text.trim()) };
  const total = useCall('exhibits.search', { ...of, limit: 1 }).data?.total ?? 0;

  const collect = async (search: typeof of & { readonly text?: string }, before: readonly string[]): Promise<void> => {
    setCollecting(true);
    setError(undefined);
    try {
      const numbers = new Set(before);
      for (let offset = 0; ; offset += AT_ONCE) {
        const { rows, total: all } = await client.call('exhibits.search', { ...search, offset, limit: AT_ONCE });
        for (const { exhibit } of rows) numbers.add(exhibit);
        if (rows.length === 0 || offset + AT_ONCE >= all) break;
      }
      onChange(inOrder(numbers));
    } catch (cause) {
      setError(isPugmarkError(cause) ? cause : { code: 'program-fault', message: String(cause) });
    } finally {
      setCollecting(false);
    }
  };
  const toggle = (exhibit: string): void => {
    const next = new Set(chosen);
    if (!next.delete(exhibit)) next.add(exhibit);
    onChange(inOrder(next));
  };
  return (
    <div className={joinClasses(styles['choice'])}>
      <h2>{say('app.export.exhibits')}</h2>
      <Switch
        label={say('app.export.allOfCase')}
        isSelected={chosen === undefined}
        onChange={(all) => (all ? onChange(undefined) : void collect(of, []))}
      />
      {error !== undefined && <ErrorPanel error={error} />}
      {chosen !== undefined && (
        <div className={joinClasses(styles['group'])}>
          <div className={joinClasses(styles['head'])}>
            <span role="status">{say('app.export.chosen', { count: chosen.length, total: formats.number(total) })}</span>
            <span>
              <Button kind="quiet" isPending={isCollecting} onPress={() => void collect(wanted, text.trim() === '' ? [] : chosen)}>
                {say(text.trim() === '' ? 'app.export.all' : 'app.export.allFound')}
              </Button>
              <Button kind="quiet" onPress={() => onChange([])}>
                {say('app.export.none')}
              </Button>
            </span>
          </div>
          <TextField label={say('app.export.find')} type="search" value={text} onChange={setText} maxLength={500} />
          <ExhibitList wanted={wanted} chosen={chosen} onToggle={toggle} />
        </div>
      )}
    </div>
  );
}

function inOrder(numbers: Iterable<string>): readonly string[] {
  return [...numbers].toSorted((one, other) => one.length - other.length || one.localeCompare(other));
}
