import { FORM_IDS, type FormDocument } from '../../src/core/forms/form-document.ts';
import { FORM_QUESTIONS } from '../../src/core/forms/form-questions.ts';
import { PROFILES } from '../../src/core/package/profiles.ts';
import { createFormContext } from '../../src/reporting/forms/build-forms.ts';
import { FORM_BUILDERS, PROFILE_FORMS } from '../../src/reporting/forms/form-registry.ts';
import { createTexts } from '../../src/reporting/texts/texts.ts';
import { makeExampleInput } from './example-input.ts';

type Row = readonly [section: string, field: string, label: string, source: string];

/**
 * The tables of docs/forms.md: every field, check and column of every form that is built, with its source, as the builders give them for an example case;
 * then the questions of every profile.
 */
export async function buildFormTables(): Promise<string> {
  const parts: string[] = [];
  for (const id of FORM_IDS) {
    const build = FORM_BUILDERS[id];
    const profiles = PROFILES.filter((profile) => PROFILE_FORMS[profile].includes(id));
    const [profile] = profiles;
    if (build === undefined || profile === undefined) continue;
    const form = await build(createFormContext(makeExampleInput(profile)));
    const bare = await build(createFormContext(makeExampleInput(profile, 'en', { statements: [], exhibits: [] })));
    parts.push(
      `### \`${id}\``,
      `${form.title}. Profile: ${profiles.map((name) => `\`${name}\``).join(', ')}.`,
      table(['Section', 'Field', 'Label', 'Source'], mergeRows(rowsOf(form), rowsOf(bare))),
    );
  }
  parts.push('## Questions');
  parts.push(
    'What only a person can say. Every one that is not answered is written as “to be completed”; without a required one no package is made.',
  );
  parts.push(table(['Profile', 'Id', 'Kind', 'Question'], questionRows()));
  return `${parts.join('\n\n')}\n`;
}

function rowsOf(form: FormDocument): readonly Row[] {
  const rows = form.sections.flatMap(({ title, blocks }) =>
    blocks.flatMap((block): readonly Row[] => {
      switch (block.type) {
        case 'text':
          return [];
        case 'fields':
          return block.fields.map(({ id, label, source }) => [title, id, label, source]);
        case 'checks':
          return block.checks.map(({ id, label, source }) => [title, id, label, source]);
        case 'table':
          return block.columns.map(({ id, label, source }) => [title, `${block.id} / ${id}`, label, source]);
        default:
          return block satisfies never;
      }
    }),
  );
  return rows.map(([title, id, label, source]) => [title, `\`${id}\``, label, `\`${source}\``]);
}

/** In a case that has nothing to say of something, one field that is to be completed stands in the place of a table: last in its section. */
function mergeRows(rows: readonly Row[], bare: readonly Row[]): readonly Row[] {
  const known = new Set(rows.map(([section, field]) => `${section} ${field}`));
  const more = bare.filter(([section, field]) => !known.has(`${section} ${field}`));
  const isLast = (index: number): boolean => rows[index + 1]?.[0] !== rows[index]?.[0];
  return rows.flatMap((row, index) => (isLast(index) ? [row, ...more.filter(([section]) => section === row[0])] : [row]));
}

function questionRows(): readonly Row[] {
  const texts = createTexts('en');
  return PROFILES.flatMap((profile) =>
    FORM_QUESTIONS[profile].map(({ id, kind, choices = [], required }): Row => {
      const kinds = [
        kind,
        choices.length === 0 ? undefined : choices.map((one) => `\`${one}\``).join(' '),
        required ? 'required' : undefined,
      ];
      return [`\`${profile}\``, `\`${id}\``, kinds.filter((one) => one !== undefined).join(', '), texts.sayCode('form.question', id) ?? id];
    }),
  );
}

/** Padded as the formatter of the project pads tables, so that both print the same. */
function table(head: Row, rows: readonly Row[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[], fill: string): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [line(first, ' '), line([], '-'), ...rest.map((row) => line(row, ' '))].join('\n');
}
