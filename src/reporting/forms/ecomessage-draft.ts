import type { FormBlock, FormDocument, FormField } from '../../core/forms/form-document.ts';
import type { TextKey } from '../texts/texts.ts';
import { answerField } from './answer-field.ts';
import type { FormContext } from './form-context.ts';
import { makeField, makeFields, makeForm, makeInapplicableField, makeText } from './form-parts.ts';
import { captureTable } from './parts/capture-table.ts';
import { handlingField } from './parts/handling-field.ts';
import { entityBlocks, statementTable } from './statements/statement-blocks.ts';
import { nameEntities, statementsOf } from './statements/current-statements.ts';

type Section = readonly [id: string, title: TextKey, blocks: readonly FormBlock[]];

/**
 * What an ECOMESSAGE asks for, by the sections that public copies of it have, so that an officer of the NCB can paste it. It is not one: the current form is
 * not public, and an NCB alone can send it.
 */
export async function buildEcomessageDraft(context: FormContext): Promise<FormDocument> {
  const { texts } = context;
  const survey = await context.surveyCaptures();
  const sections: readonly Section[] = [
    ['subject', 'form.ecomessage.subject', [makeFields(...subjectFields(context))]],
    ['contents', 'form.ecomessage.contents', contentBlocks(context)],
    ['discovery', 'form.ecomessage.discovery', [captureTable(texts, survey), ...discoveryBlocks(context)]],
    ['dates', 'form.ecomessage.dates', statementTable(context, 'event', { fields: ['type', ['when', 'shown'], 'description'] })],
    ['persons', 'form.ecomessage.persons', personBlocks(context)],
    ['companies', 'form.ecomessage.companies', entityBlocks(context, 'organisation')],
    ['transport', 'form.ecomessage.transport', transportBlocks(context)],
    ['documents', 'form.ecomessage.documents', documentBlocks(context)],
    ['agency', 'form.ecomessage.agency', [makeFields(...agencyFields(context))]],
    ['modus-operandi', 'form.ecomessage.modusOperandi', [makeFields(answerField(context, 'modus-operandi'))]],
    [
      'further',
      'form.ecomessage.further',
      [makeFields(answerField(context, 'further-information'), answerField(context, 'linked-cases'), handlingField(context))],
    ],
    ['requests', 'form.ecomessage.requests', [makeFields(answerField(context, 'requests'))]],
  ];
  return makeForm(context, 'ecomessage-draft', {
    title: texts.say('form.ecomessage.title'),
    notices: [texts.say('form.ecomessage.notice'), texts.say('form.ecomessage.sectionsNotice'), texts.say('form.statementsNotice')],
    sections: sections.map(([id, title, blocks]) => ({ id, title: texts.say(title), blocks: [...blocks] })),
  });
}

function subjectFields(context: FormContext): readonly FormField[] {
  const { texts, input } = context;
  return [
    makeField('case-title', texts.say('form.case.title'), 'case.title', input.caseTitle),
    answerField(context, 'offence-type'),
    makeField('case-reference', texts.say('report.case.reference'), 'seal.case.reference', input.seal.case.reference),
    answerField(context, 'priority'),
  ];
}

function contentBlocks(context: FormContext): readonly FormBlock[] {
  return [
    ...statementTable(context, 'item', {
      fields: [['taxon', 'commonName'], ['term', 'source'], ['quantity', 'unit'], 'live', ['price', 'currency'], ['marks', 'description']],
      keep: ({ fields: { kind } }) => kind !== 'permit' && kind !== 'parcel',
    }),
    ...statementTable(context, 'identification', { fields: [['taxon', 'qualifier'], ['by', 'method'], 'listing'] }),
  ];
}

function discoveryBlocks(context: FormContext): readonly FormBlock[] {
  const { texts, input } = context;
  const platforms = [...new Set(statementsOf(input, 'account').map(({ fields: { platform } }) => platform))];
  return [
    makeFields(
      makeField('platform', texts.say('form.ecomessage.platform'), 'statement.account.platform', platforms),
      makeField('platform-country', texts.say('form.ecomessage.platformCountry'), 'not-recorded', undefined),
      answerField(context, 'how-found'),
    ),
    ...statementTable(context, 'location', { fields: ['shown', ['country', 'region'], 'origin'] }),
  ];
}

function personBlocks(context: FormContext): readonly FormBlock[] {
  return [
    makeText(context.texts.say('form.ecomessage.statusNote')),
    ...entityBlocks(context, 'person'),
    ...statementTable(context, 'account', { fields: ['platform', ['displayName', 'accountId'], 'url', 'status'] }),
    ...statementTable(context, 'means-of-communication', { fields: ['type', ['shown', 'normalised'], 'platform'] }),
  ];
}

function transportBlocks(context: FormContext): readonly FormBlock[] {
  const { texts, input } = context;
  const nameOf = nameEntities(input);
  const relations = statementsOf(input, 'relation');
  const destinations = relations.flatMap(({ fields: { type, from, to } }) =>
    type === 'ships-to' ? [`${nameOf(from)} → ${nameOf(to)}`] : [],
  );
  const origins = relations.flatMap(({ fields: { type, from, to } }) => (type === 'located-at' ? [`${nameOf(from)} – ${nameOf(to)}`] : []));
  return [
    makeFields(
      answerField(context, 'transport-route'),
      makeField('located-at', texts.say('form.ecomessage.locatedAt'), 'statement.relation.located-at', origins),
      makeField('ships-to', texts.say('form.ecomessage.shipsTo'), 'statement.relation.ships-to', destinations),
    ),
    ...itemsApart(context, 'parcel'),
  ];
}

function documentBlocks(context: FormContext): readonly FormBlock[] {
  const { texts, input } = context;
  const given = input.received.map(({ exhibit, record }) => `${exhibit}: ${record.givenName}`);
  const label = texts.say('form.ecomessage.received');
  const received =
    given.length === 0
      ? makeInapplicableField('received-files', label, 'received.givenName')
      : makeField('received-files', label, 'received.givenName', given);
  return [...itemsApart(context, 'permit'), makeFields(received)];
}

/** Parcels and permits are items that a form asks for apart. */
function itemsApart(context: FormContext, kind: 'parcel' | 'permit'): readonly FormBlock[] {
  const name = context.texts.sayCode('statement.item', kind) ?? kind;
  // As the names of the other tables are written.
  const label = name.charAt(0).toLocaleUpperCase(context.texts.language) + name.slice(1);
  const blocks = statementTable(context, 'item', { fields: ['marks', 'description'], keep: ({ fields }) => fields.kind === kind });
  return blocks.map((block) => {
    if (block.type === 'table') return { ...block, id: kind };
    return block.type === 'text' ? makeText(label) : makeFields(makeField(kind, label, 'statement.item.kind', undefined));
  });
}

function agencyFields(context: FormContext): readonly FormField[] {
  const { texts, input } = context;
  return [
    answerField(context, 'originating-agency'),
    makeField('agency', texts.say('report.case.agency'), 'agency', input.agency),
    answerField(context, 'officer-contact'),
    makeField('operator', texts.say('report.case.operator'), 'seal.operator', input.seal.operator),
    makeField('own-reference', texts.say('report.case.reference'), 'seal.case.reference', input.seal.case.reference),
    answerField(context, 'ncb'),
  ];
}
