import type { FormDocument } from '../../core/forms/form-document.ts';
import { answerField } from './answer-field.ts';
import type { FormContext } from './form-context.ts';
import { makeField, makeFields, makeForm, makeText } from './form-parts.ts';
import { handlingField } from './parts/handling-field.ts';
import { linesOfEvidence } from './statements/statement-words.ts';
import { statementsOf, type MadeStatement } from './statements/current-statements.ts';
import { makeTableOrMissing, type FormColumn } from './statements/statement-table.ts';

/** What INTERPOL's Rules on the Processing of Data (III/IRPD/GA/2011) ask a sender to say: purpose, source, status of each person, restrictions, time limits. */
export function buildDataProcessingBlock(context: FormContext): FormDocument {
  const { texts, input } = context;
  return makeForm(context, 'data-processing-block', {
    title: texts.say('form.rpd.title'),
    notices: [texts.say('form.rpd.notice'), texts.say('form.rpd.limits')],
    sections: [
      {
        id: 'processing',
        title: texts.say('form.rpd.processing'),
        blocks: [
          makeFields(
            answerField(context, 'processing-purpose'),
            answerField(context, 'legal-basis'),
            makeField('case-basis', texts.say('report.case.basis'), 'case.basis', input.caseBasis),
            makeField('case-reference', texts.say('report.case.reference'), 'seal.case.reference', input.seal.case.reference),
          ),
        ],
      },
      {
        id: 'source',
        title: texts.say('form.rpd.source'),
        blocks: [
          makeFields(
            answerField(context, 'originating-agency'),
            makeField('agency', texts.say('report.case.agency'), 'agency', input.agency),
            makeField('data-source', texts.say('form.rpd.dataSource'), 'record, statement', texts.say('form.rpd.dataSourceIs')),
            answerField(context, 'last-verified'),
          ),
        ],
      },
      {
        id: 'persons',
        title: texts.say('form.rpd.persons'),
        blocks: [makeText(texts.say('form.rpd.statusNote')), personTable(context), accountTable(context)],
      },
      {
        id: 'restrictions',
        title: texts.say('form.rpd.restrictions'),
        blocks: [
          makeFields(
            answerField(context, 'allowed-countries'),
            answerField(context, 'excluded-countries'),
            answerField(context, 'onward-transfer'),
            answerField(context, 'confidentiality'),
            handlingField(context),
          ),
        ],
      },
      {
        id: 'limits',
        title: texts.say('form.rpd.timeLimits'),
        blocks: [makeFields(answerField(context, 'retention-until'), answerField(context, 'review-date'))],
      },
    ],
  });
}

function personTable(context: FormContext) {
  const { texts, input } = context;
  type Row = MadeStatement<'person'>;
  const columns: readonly FormColumn<Row>[] = [
    {
      ...head(context, 'person', 'names'),
      cell: ({ fields }) => [...fields.names, ...(fields.aliases ?? [])].join(texts.say('report.clauseSeparator')),
    },
    { ...head(context, 'person', 'status'), cell: ({ fields }) => texts.sayCode('statement.status', fields.status) },
    { ...head(context, 'person', 'isIdentified'), cell: ({ fields }) => texts.say(fields.isIdentified ? 'form.yes' : 'form.no') },
    ...commonColumns<'person'>(context),
  ];
  const label = texts.sayCode('statement.kind', 'person') ?? 'person';
  return makeTableOrMissing({ id: 'person', label, source: 'statement.person' }, columns, statementsOf(input, 'person'));
}

function accountTable(context: FormContext) {
  const { texts, input } = context;
  type Row = MadeStatement<'account'>;
  const columns: readonly FormColumn<Row>[] = [
    { ...head(context, 'account', 'displayName'), cell: ({ fields }) => fields.displayName ?? fields.accountId ?? fields.url },
    { ...head(context, 'account', 'platform'), cell: ({ fields }) => fields.platform },
    { ...head(context, 'account', 'status'), cell: ({ fields }) => texts.sayCode('statement.status', fields.status) },
    ...commonColumns<'account'>(context),
  ];
  const label = texts.sayCode('statement.kind', 'account') ?? 'account';
  return makeTableOrMissing({ id: 'account', label, source: 'statement.account' }, columns, statementsOf(input, 'account'));
}

function head({ texts }: FormContext, kind: string, field: string): Pick<FormColumn<unknown>, 'id' | 'label' | 'source'> {
  const id = field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return { id, label: texts.sayCode('statement.field', field) ?? field, source: `statement.${kind}.${field}` };
}

/** Who says so, when, and by what it can be seen. */
function commonColumns<K extends 'person' | 'account'>({ texts }: FormContext): readonly FormColumn<MadeStatement<K>>[] {
  return [
    {
      id: 'evidence',
      label: texts.say('form.column.evidence'),
      source: 'statement.evidence',
      cell: ({ made }) => linesOfEvidence(texts, made).join(texts.say('report.clauseSeparator')),
    },
    {
      id: 'author',
      label: texts.say('form.column.author'),
      source: 'statement.author',
      cell: ({ made }) => `${made.author}, ${made.madeAt.slice(0, 10)}`,
    },
  ];
}
