import { useState, type ReactNode } from 'react';
import {
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Switch as AriaSwitch,
  Button as AriaButton,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';
import { joinClasses } from './classes.ts';
import styles from './fields.module.css';
import { FilteredList } from './filtered-list.tsx';
import { Icon } from './icon.tsx';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: ReactNode;
  /** Why what stands there cannot be taken. */
  readonly problem?: string | undefined;
  readonly type?: 'text' | 'password' | 'search' | 'date';
  /** Lines of a text of several lines. */
  readonly rows?: number;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
  readonly autoComplete?: string;
  readonly maxLength?: number;
  readonly exact?: boolean;
  readonly onBlur?: () => void;
}

/** A line or lines of text with their label, a help below and what is wrong with it. */
export function TextField({ label, help, problem, rows, exact = false, type = 'text', ...rest }: TextFieldProps): ReactNode {
  const input = joinClasses(styles['input'], exact && styles['exact']);
  return (
    <AriaTextField
      {...rest}
      type={type}
      validationBehavior="aria"
      isInvalid={problem !== undefined}
      className={joinClasses(styles['field'])}
    >
      <Label>{label}</Label>
      {rows === undefined ? <Input className={input} /> : <TextArea className={input} rows={rows} />}
      {help !== undefined && (
        <Text slot="description" className={joinClasses(styles['help'])}>
          {help}
        </Text>
      )}
      <FieldError className={joinClasses(styles['problem'])}>{problem}</FieldError>
    </AriaTextField>
  );
}

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly help?: ReactNode;
}

/** More options than this are narrowed by words. */
const FEW = 12;

/** One of a few, or of many that a field above them narrows. */
export function Select<Value extends string>({ label, value, options, onChange, help }: SelectProps<Value>): ReactNode {
  const [text, setText] = useState('');
  return (
    <AriaSelect
      onOpenChange={() => setText('')}
      className={joinClasses(styles['field'])}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      <Label>{label}</Label>
      <AriaButton className={joinClasses(styles['input'], styles['select'])}>
        {/* Of a long list, what is chosen may not be among what is drawn. */}
        <SelectValue className={joinClasses(styles['chosen'])}>{options.find((option) => option.value === value)?.label}</SelectValue>
        <Icon name="down" />
      </AriaButton>
      {help !== undefined && (
        <Text slot="description" className={joinClasses(styles['help'])}>
          {help}
        </Text>
      )}
      <Popover className={joinClasses(styles['popover'])} offset={2}>
        {options.length > FEW ? (
          <FilteredList options={options} chosen={value} text={text} onText={setText} />
        ) : (
          <ListBox className={joinClasses(styles['list'])} items={options}>
            {(option) => (
              <ListBoxItem id={option.value} textValue={option.label} className={joinClasses(styles['option'])}>
                {option.label}
              </ListBoxItem>
            )}
          </ListBox>
        )}
      </Popover>
    </AriaSelect>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly help?: ReactNode;
  readonly isDisabled?: boolean;
}

/** On or off, at once. */
export function Switch({ label, help, ...rest }: SwitchProps): ReactNode {
  return (
    <div className={joinClasses(styles['field'])}>
      <AriaSwitch {...rest} className={joinClasses(styles['switch'])}>
        <span className={joinClasses(styles['track'])} aria-hidden="true" />
        {label}
      </AriaSwitch>
      {help !== undefined && <p className={joinClasses(styles['help'])}>{help}</p>}
    </div>
  );
}
