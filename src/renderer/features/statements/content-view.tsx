import type { ReactNode } from 'react';
import type { StatementContent } from '../../../core/statements/statement.ts';
import { useTexts, type Texts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { nameField } from './field-inputs.tsx';
import type { CaseThings } from './name-statement.ts';
import { readValues } from './statement-draft.ts';
import { FIELD_RULES, type FieldRule } from './statement-fields.ts';
import styles from './content-view.module.css';

interface ContentViewProps {
  readonly content: StatementContent;
  readonly things: CaseThings;
}

/** What a statement says, field by field; a translation beside its original. */
export function ContentView({ content, things }: ContentViewProps): ReactNode {
  const texts = useTexts();
  const { say } = texts;
  const { kind } = content;
  if (kind === 'translation') return <Translation content={content} />;
  if (kind === 'relation') {
    const { from, to, type, why } = content.fields;
    return (
      <p className={joinClasses(styles['fields'])}>
        <HostileText text={things.nameOf(from)} lines={2} /> <b>{say(`statement.relation.${type}`)}</b>{' '}
        <HostileText text={things.nameOf(to)} lines={2} /> {why !== undefined && <HostileText text={why} lines={2} />}
      </p>
    );
  }
  const values = readValues(kind, content.fields);
  return (
    <dl className={joinClasses(styles['fields'])}>
      {FIELD_RULES[kind].flatMap((rule) => {
        const { name } = rule;
        const value = values[name];
        if (value === undefined || value === '') return [];
        const shown = sayValue(value, rule, texts);
        return [
          <div key={name}>
            <dt>{nameField(kind, name, texts)}</dt>
            <dd>
              <HostileText text={shown} {...(rule.words === undefined ? { lines: 2 } : {})} />
            </dd>
          </div>,
        ];
      })}
    </dl>
  );
}

function sayValue(value: string, { input, words }: FieldRule, { say, sayCode }: Texts): string {
  if (input === 'yes-no') return say(value === 'yes' ? 'app.statements.yes' : 'app.statements.no');
  if (input === 'lines') return value.replaceAll('\n', '; ');
  return (words === undefined ? undefined : sayCode(words, value)) ?? value;
}

function Translation({
  content: { fields },
}: {
  readonly content: Extract<StatementContent, { readonly kind: 'translation' }>;
}): ReactNode {
  const { say } = useTexts();
  return (
    <div className={joinClasses(styles['beside'])}>
      <figure>
        <figcaption>
          {say('statement.field.original')} ({fields.from})
        </figcaption>
        <p dir="auto" lang={fields.from} className={joinClasses(styles['words'])}>
          {fields.original}
        </p>
      </figure>
      <figure>
        <figcaption>
          {say('statement.field.text')} ({fields.to}), {say(`statement.how.${fields.how}`)}
          {fields.by !== undefined && (
            <>
              : <HostileText text={fields.by} />
            </>
          )}
        </figcaption>
        <p dir="auto" lang={fields.to} className={joinClasses(styles['words'])}>
          {fields.text}
        </p>
      </figure>
    </div>
  );
}
