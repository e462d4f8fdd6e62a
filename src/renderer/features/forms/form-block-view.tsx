import type { ReactNode } from 'react';
import type { FormBlock, FormCheck, FormField } from '../../../core/forms/form-document.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Table } from '../../ui/table.tsx';
import { CopyButton } from './copy-button.tsx';
import { linesOfField, sayAnswer } from './form-plain-text.ts';
import styles from './form-view.module.css';

/** Rows of a table on the screen; the file has all of them. */
const LISTED = 100;
const TONES: Readonly<Record<FormCheck['answer'], Tone>> = {
  done: 'good',
  'not-done': 'odd',
  'not-applicable': 'plain',
  'not-known': 'note',
};

/** A piece of a form as the person reads it; each field can be copied. */
export function FormBlockView({ block, title }: { readonly block: FormBlock; readonly title: string }): ReactNode {
  switch (block.type) {
    case 'text':
      return block.paragraphs.map((paragraph, index) => (
        <p key={index} dir="auto">
          <HostileText text={paragraph} />
        </p>
      ));
    case 'fields':
      return (
        <dl className={joinClasses(styles['fields'])}>
          {block.fields.map((field) => (
            <FieldLine key={field.id} field={field} />
          ))}
        </dl>
      );
    case 'checks':
      return (
        <ul className={joinClasses(styles['checks'])}>
          {block.checks.map((check) => (
            <CheckLine key={check.id} check={check} />
          ))}
        </ul>
      );
    case 'table':
    default:
      return <FormTable block={block} title={title} />;
  }
}

function FieldLine({ field }: { readonly field: FormField }): ReactNode {
  const texts = useTexts();
  const { say } = texts;
  const { label, state, values, source } = field;
  return (
    <div>
      <dt title={say('app.forms.source', { source })}>
        <HostileText text={label} />
      </dt>
      <dd>
        {state === 'given' ? (
          values.map((value, index) => (
            <p key={index} dir="auto" className={joinClasses(styles['value'])}>
              <HostileText text={value} />
            </p>
          ))
        ) : (
          <Badge tone={state === 'missing' ? 'odd' : 'plain'}>
            {say(state === 'missing' ? 'form.state.missing' : 'form.state.notApplicable')}
          </Badge>
        )}
      </dd>
      {state === 'given' && (
        <dd>
          <CopyButton isSmall label={say('app.forms.copy', { name: label })} text={() => linesOfField(field, texts).join('\n')} />
        </dd>
      )}
    </div>
  );
}

function CheckLine({ check }: { readonly check: FormCheck }): ReactNode {
  const texts = useTexts();
  return (
    <li title={texts.say('app.forms.source', { source: check.source })}>
      <Badge tone={TONES[check.answer]}>{sayAnswer(check, texts)}</Badge>
      <span>
        <HostileText text={check.label} />
        {check.values.map((value, index) => (
          <span key={index} className={joinClasses(styles['says'])}>
            <HostileText text={value} lines={2} />
          </span>
        ))}
      </span>
    </li>
  );
}

function FormTable({
  block,
  title,
}: {
  readonly block: Extract<FormBlock, { readonly type: 'table' }>;
  readonly title: string;
}): ReactNode {
  const { say } = useTexts();
  if (block.rows.length === 0) return <p className={joinClasses(styles['says'])}>{say('form.table.empty')}</p>;
  return (
    <>
      <Table label={title} columns={block.columns.map(({ label }) => label)}>
        {block.rows.slice(0, LISTED).map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>
                {cell === null ? (
                  <span className={joinClasses(styles['says'])}>{say('form.state.unknown')}</span>
                ) : (
                  <HostileText text={cell} lines={2} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </Table>
      {block.rows.length > LISTED && <p>{say('app.forms.more', { count: block.rows.length - LISTED })}</p>}
    </>
  );
}
