import type { ReactNode } from 'react';
import { Checkbox, CheckboxGroup, FieldError, Label } from 'react-aria-components';
import styles from './check-group.module.css';
import { CheckMark } from './check-mark.tsx';
import { joinClasses } from './classes.ts';

interface CheckGroupProps<Value extends string> {
  readonly label: string;
  readonly value: readonly Value[];
  readonly options: readonly { readonly value: Value; readonly label: ReactNode }[];
  readonly onChange: (value: readonly Value[]) => void;
  /** Why what is chosen cannot be taken. */
  readonly problem?: string | undefined;
}

/** Several of a few, in the order of the options. */
export function CheckGroup<Value extends string>({ label, value, options, onChange, problem }: CheckGroupProps<Value>): ReactNode {
  return (
    <CheckboxGroup
      value={[...value]}
      validationBehavior="aria"
      isInvalid={problem !== undefined}
      onChange={(chosen) => onChange(options.map((option) => option.value).filter((known) => chosen.includes(known)))}
      className={joinClasses(styles['group'])}
    >
      <Label className={joinClasses(styles['label'])}>{label}</Label>
      {options.map((option) => (
        <Checkbox key={option.value} value={option.value} className={joinClasses(styles['row'])}>
          {({ isSelected }) => (
            <>
              <CheckMark isChosen={isSelected} />
              <span>{option.label}</span>
            </>
          )}
        </Checkbox>
      ))}
      <FieldError className={joinClasses(styles['problem'])}>{problem}</FieldError>
    </CheckboxGroup>
  );
}
