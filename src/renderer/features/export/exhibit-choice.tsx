import type { ReactNode } from 'react';
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Switch } from '../../ui/fields.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './exhibit-choice.module.css';

/** The most that one call gives; whoever exports more chooses all. */
const LISTED = 500;

interface ExhibitChoiceProps {
  readonly reference: string;
  /** Undefined: all of the case. */
  readonly chosen: readonly string[] | undefined;
  readonly onChange: (chosen: readonly string[] | undefined) => void;
}

/** All exhibits of the case, or some of them. */
export function ExhibitChoice({ reference, chosen, onChange }: ExhibitChoiceProps): ReactNode {
  const { say, formats } = useTexts();
  const found = useCall('exhibits.search', { cases: [reference], states: ['sealed', 'partial'], sort: 'oldest', limit: LISTED }).data;
  const rows = found?.rows ?? [];
  return (
    <div className={joinClasses(styles['choice'])}>
      <h2>{say('app.export.exhibits')}</h2>
      <Switch
        label={say('app.export.allOfCase')}
        isSelected={chosen === undefined}
        onChange={(all) => onChange(all ? undefined : rows.map(({ exhibit }) => exhibit))}
      />
      {chosen !== undefined && (
        <CheckboxGroup value={[...chosen]} onChange={onChange} className={joinClasses(styles['group'])}>
          <div className={joinClasses(styles['head'])}>
            <Label>{say('app.export.chosen', { count: chosen.length, total: formats.number(rows.length) })}</Label>
            <span>
              <Button kind="quiet" onPress={() => onChange(rows.map(({ exhibit }) => exhibit))}>
                {say('app.export.all')}
              </Button>
              <Button kind="quiet" onPress={() => onChange([])}>
                {say('app.export.none')}
              </Button>
            </span>
          </div>
          <div className={joinClasses(styles['list'])}>
            {rows.map((row) => (
              <Checkbox key={row.exhibit} value={row.exhibit} className={joinClasses(styles['row'])}>
                <span className={joinClasses(styles['box'])} aria-hidden="true" />
                <b>{row.exhibit}</b>
                <HostileText text={row.title ?? row.requestedUrl} lines={1} />
              </Checkbox>
            ))}
          </div>
        </CheckboxGroup>
      )}
    </div>
  );
}
