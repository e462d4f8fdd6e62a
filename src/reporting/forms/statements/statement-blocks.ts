import type { FormBlock, FormField } from '../../../core/forms/form-document.ts';
import type { StatementKind } from '../../../core/statements/statement.ts';
import type { FormContext } from '../form-context.ts';
import { makeField, makeText } from '../form-parts.ts';
import { nameEntities, statementsOf, type MadeStatement } from './current-statements.ts';
import { linesOfEvidence, linesOfStatement, wordsOfEvaluation, wordsOfHandling } from './statement-words.ts';
import { makeTable, type FormColumn } from './statement-table.ts';

/** Fields of the kinds that forms ask for one by one, in the order of the forms; what nobody said is to be completed. */
const ASKED = {
  person: [
    'status',
    'names',
    'aliases',
    'sex',
    'born',
    'birthPlace',
    'nationality',
    'address',
    'identifiers',
    'occupation',
    'isIdentified',
  ],
  organisation: ['legalName', 'tradeName', 'activity', 'registrationNumber', 'vat', 'country', 'address'],
} as const;

/** One block of fields for each person or organisation, with evidence and codes; nobody: one field that is to be completed. */
export function entityBlocks(context: FormContext, kind: keyof typeof ASKED): readonly FormBlock[] {
  const { texts, input } = context;
  const nameOf = nameEntities(input);
  const found = statementsOf<StatementKind>(input, kind);
  const heading = texts.sayCode('statement.kind', kind) ?? kind;
  if (found.length === 0) return [{ type: 'fields', fields: [makeField(kind, heading, `statement.${kind}`, undefined)] }];
  return found.map(({ made }, index) => {
    const lines = linesOfStatement(texts, made.statement.content, nameOf);
    const field = (name: string, label: string, source: string, value: string | readonly string[] | undefined): FormField =>
      makeField(`${kind}-${index + 1}-${name}`, label, source, value);
    return {
      type: 'fields',
      fields: [
        ...ASKED[kind].map((name) => {
          const line = lines.find((one) => one.field === name);
          const label = line?.label ?? texts.sayCode(`statement.field.${kind}`, name) ?? texts.sayCode('statement.field', name) ?? name;
          return field(asId(name), label, `statement.${kind}.${name}`, line?.value);
        }),
        field('nature', texts.say('form.column.nature'), 'statement.nature', texts.sayCode('statement.nature', made.statement.nature)),
        field('evidence', texts.say('form.column.evidence'), 'statement.evidence', linesOfEvidence(texts, made)),
        field(
          'handling',
          texts.say('form.column.handling'),
          'statement.handling',
          wordsOfHandling(texts, { handling: made.statement.handling, text: made.statement.handlingText }),
        ),
        field('evaluation', texts.say('form.column.evaluation'), 'statement.evaluation', wordsOfEvaluation(texts, made) ?? undefined),
      ],
    };
  });
}

/**
 * A table of the current statements of a kind under its name: a column for each field or for several that belong together, then nature, evidence and
 * codes. No statement: one field that is to be completed.
 */
export function statementTable<K extends StatementKind>(
  context: FormContext,
  kind: K,
  {
    fields,
    keep = () => true,
  }: { readonly fields: readonly (string | readonly string[])[]; readonly keep?: (one: MadeStatement<K>) => boolean },
): readonly FormBlock[] {
  const { texts, input } = context;
  const label = texts.sayCode('statement.kind', kind) ?? kind;
  const rows = statementsOf(input, kind).filter(keep);
  if (rows.length === 0) return [{ type: 'fields', fields: [makeField(kind, label, `statement.${kind}`, undefined)] }];
  const columns = [
    ...fields.map((names) => fieldColumn<K>(context, kind, typeof names === 'string' ? [names] : names)),
    ...codeColumns<K>(context),
  ];
  return [makeText(label), makeTable(kind, columns, rows)];
}

/** What stands in several fields is one cell: `1200 EUR`. */
function fieldColumn<K extends StatementKind>(
  { texts, input }: FormContext,
  kind: K,
  names: readonly string[],
): FormColumn<MadeStatement<K>> {
  const nameOf = nameEntities(input);
  const labels = names.map((name) => texts.sayCode(`statement.field.${kind}`, name) ?? texts.sayCode('statement.field', name) ?? name);
  return {
    id: names.map(asId).join('-'),
    label: labels.join(', '),
    source: names.map((name) => `statement.${kind}.${name}`).join(', '),
    cell: ({ made }) => {
      const lines = linesOfStatement(texts, made.statement.content, nameOf);
      return names.flatMap((name) => lines.find((line) => line.field === name)?.value ?? []).join(', ');
    },
  };
}

function codeColumns<K extends StatementKind>({ texts }: FormContext): readonly FormColumn<MadeStatement<K>>[] {
  return [
    {
      id: 'nature',
      label: texts.say('form.column.nature'),
      source: 'statement.nature',
      cell: ({ made }) => texts.sayCode('statement.nature', made.statement.nature),
    },
    {
      id: 'evidence',
      label: texts.say('form.column.evidence'),
      source: 'statement.evidence',
      cell: ({ made }) => linesOfEvidence(texts, made).join(texts.say('report.clauseSeparator')),
    },
    {
      id: 'codes',
      label: texts.say('form.column.codes'),
      source: 'statement.handling, statement.evaluation',
      cell: ({ made }) =>
        [wordsOfHandling(texts, { handling: made.statement.handling, text: made.statement.handlingText }), wordsOfEvaluation(texts, made)]
          .filter((part) => part !== null)
          .join(texts.say('report.clauseSeparator')),
    },
  ];
}

/** `birthPlace` → `birth-place`. */
function asId(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
