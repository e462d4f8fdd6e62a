import { hexOf } from '../../core/digest/digest.ts';
import type { FormDocument } from '../../core/forms/form-document.ts';
import { formatUtcShort } from '../texts/quantities.ts';
import { answerField, answerOf } from './answer-field.ts';
import type { FormContext } from './form-context.ts';
import { makeField, makeFields, makeForm } from './form-parts.ts';
import { captureColumns, shownPages } from './parts/capture-table.ts';
import { statementsOf } from './statements/current-statements.ts';
import { makeTableOrMissing, type FormColumn } from './statements/statement-table.ts';
import type { CaptureFacts } from './survey/capture-survey.ts';

/** Asks a platform to keep what it holds until an authority orders it to be handed over. A request: only an authority can order. */
export async function buildPreservationRequest(context: FormContext): Promise<FormDocument> {
  const { texts, input } = context;
  const pages = shownPages(await context.surveyCaptures());
  const digests = new Map(input.exhibits.map(({ exhibit, digest }) => [exhibit, hexOf(digest)]));
  const { address, captured } = captureColumns(texts);
  const columns: readonly FormColumn<CaptureFacts>[] = [
    address,
    captured,
    { id: 'digest', label: texts.say('form.preservation.digest'), source: 'exhibit.digest', cell: ({ exhibit }) => digests.get(exhibit) },
  ];
  return makeForm(context, 'preservation-request', {
    title: texts.say('form.preservation.title'),
    notices: [
      ...(answerOf(input.answers, 'preservation-wanted') === 'yes' ? [] : [texts.say('form.preservation.notWanted')]),
      texts.say('form.preservation.notice'),
    ],
    sections: [
      {
        id: 'parties',
        title: texts.say('form.preservation.parties'),
        blocks: [
          makeFields(
            answerField(context, 'platform-name'),
            answerField(context, 'notifier-name'),
            answerField(context, 'notifier-email'),
            makeField('agency', texts.say('report.case.agency'), 'agency', input.agency),
          ),
        ],
      },
      {
        id: 'request',
        title: texts.say('form.preservation.request'),
        blocks: [{ type: 'text', paragraphs: [texts.say('form.preservation.text'), texts.say('form.preservation.data')] }],
      },
      {
        id: 'range',
        title: texts.say('form.preservation.range'),
        blocks: [
          makeFields(
            answerField(context, 'range-from'),
            answerField(context, 'range-until'),
            answerField(context, 'range-time-zone'),
            makeField('seen', texts.say('form.preservation.seen'), 'record.observation.times.clickedAt', seenBetween(pages)),
          ),
        ],
      },
      {
        id: 'pages',
        title: texts.say('form.preservation.pages'),
        blocks: [makeTableOrMissing({ id: 'pages', label: address.label, source: address.source }, columns, pages)],
      },
      {
        id: 'accounts',
        title: texts.say('form.preservation.accounts'),
        blocks: [accountTable(context)],
      },
    ],
  });
}

/** What the platform finds its own records by: numbers and addresses of accounts, no word of who holds them. */
function accountTable({ texts, input }: FormContext) {
  const label = texts.sayCode('statement.field', 'accountId') ?? 'accountId';
  return makeTableOrMissing(
    { id: 'accounts', label, source: 'statement.account' },
    [
      { id: 'account-id', label, source: 'statement.account.accountId', cell: ({ fields }) => fields.accountId },
      {
        id: 'url',
        label: texts.sayCode('statement.field', 'url') ?? 'url',
        source: 'statement.account.url',
        cell: ({ fields }) => fields.url,
      },
    ],
    statementsOf(input, 'account').filter(({ fields }) => fields.accountId !== undefined || fields.url !== undefined),
  );
}

/** First and last of the captures, for whoever chooses the days. */
function seenBetween(pages: readonly CaptureFacts[]): string | undefined {
  const times = pages.map(({ clickedAt }) => clickedAt).toSorted();
  const [first, last] = [times.at(0), times.at(-1)];
  return first === undefined || last === undefined ? undefined : `${formatUtcShort(first)} UTC – ${formatUtcShort(last)} UTC`;
}
