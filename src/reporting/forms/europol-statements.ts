import type { FormDocument, FormSection } from '../../core/forms/form-document.ts';
import { HANDLING_CODES, INFORMATION_CODES, SOURCE_CODES } from '../../core/statements/codes.ts';
import type { CaseStatement } from '../../core/statements/case-statement.ts';
import { formatUtcShort } from '../texts/quantities.ts';
import type { TextKey } from '../texts/texts.ts';
import type { FormContext } from './form-context.ts';
import { makeForm } from './form-parts.ts';
import { currentStatements, nameEntities } from './statements/current-statements.ts';
import { linesOfEvidence, linesOfStatement, sayLines, wordsOfEvaluation, wordsOfHandling } from './statements/statement-words.ts';
import { makeTable, type FormColumn } from './statements/statement-table.ts';

/**
 * One row per statement that stands, with evidence, handling and 4x4 codes: what pages showed, what an author says, and whether it is held to be true
 * are three tables, since an ad that offers ivory shows that it offers it and nothing more.
 */
export function buildEuropolStatements(context: FormContext): FormDocument {
  const { texts, input } = context;
  const all = currentStatements(input);
  const nature = (name: 'displayed' | 'asserted') => all.filter((one) => !isTruth(one) && one.statement.nature === name);
  const section = (id: string, title: TextKey, rows: readonly CaseStatement[]): FormSection => ({
    id,
    title: texts.say(title),
    blocks: [makeTable(id, columnsOf(context, all), rows)],
  });
  const codes = input.handling === undefined ? texts.say('form.state.missing') : input.handling.codes.join(', ');
  return makeForm(context, 'europol-statements', {
    title: texts.say('form.europol.statementsTitle'),
    notices: [texts.say('form.europol.marking', { codes }), texts.say('form.europol.statementsNotice')],
    sections: [
      section('displayed', 'form.europol.displayed', nature('displayed')),
      section('asserted', 'form.europol.asserted', nature('asserted')),
      section('truth', 'form.europol.truth', all.filter(isTruth)),
      { id: 'codes', title: texts.say('form.europol.codes'), blocks: [codeTable(context)] },
    ],
  });
}

function isTruth({ statement }: CaseStatement): boolean {
  return statement.content.kind === 'truth';
}

function columnsOf({ texts, input }: FormContext, all: readonly CaseStatement[]): readonly FormColumn<CaseStatement>[] {
  const numbers = new Map(all.map(({ statement }, index) => [statement.id, String(index + 1)]));
  const entityName = nameEntities(input);
  // A statement about a statement names it by its row.
  const nameOf = (id: string): string => {
    const row = numbers.get(id);
    return row === undefined ? entityName(id) : texts.say('form.europol.row', { row });
  };
  return [
    { id: 'row', label: texts.say('form.column.row'), source: 'statement', cell: ({ statement }) => numbers.get(statement.id) },
    {
      id: 'kind',
      label: texts.say('form.column.kind'),
      source: 'statement.content.kind',
      cell: ({ statement }) => texts.sayCode('statement.kind', statement.content.kind),
    },
    {
      id: 'says',
      label: texts.say('form.column.says'),
      source: 'statement.content.fields',
      cell: ({ statement }) => sayLines(texts, linesOfStatement(texts, statement.content, nameOf)),
    },
    {
      id: 'evidence',
      label: texts.say('form.column.evidence'),
      source: 'statement.evidence',
      cell: (made) => linesOfEvidence(texts, made).join(texts.say('report.clauseSeparator')),
    },
    {
      id: 'handling',
      label: texts.say('form.column.handling'),
      source: 'statement.handling',
      cell: ({ statement }) => wordsOfHandling(texts, { handling: statement.handling, text: statement.handlingText }),
    },
    {
      id: 'evaluation',
      label: texts.say('form.column.evaluation'),
      source: 'statement.evaluation',
      cell: (made) => wordsOfEvaluation(texts, made),
    },
    {
      id: 'author',
      label: texts.say('form.column.author'),
      source: 'statement.author, statement.madeAt',
      cell: ({ author, madeAt }) => `${author}, ${formatUtcShort(madeAt)} UTC`,
    },
  ];
}

/** What the codes mean, for whoever reads the print alone. */
function codeTable({ texts }: FormContext): FormSection['blocks'][number] {
  const rows = [
    ...HANDLING_CODES.map((code) => texts.sayCode('statement.handling', code)),
    ...SOURCE_CODES.map((code) => texts.sayCode('statement.source', code)),
    ...INFORMATION_CODES.map((code) => texts.sayCode('statement.information', code)),
  ];
  return makeTable('codes', [{ id: 'code', label: texts.say('form.column.codes'), source: 'code lists', cell: (row) => row }], rows);
}
