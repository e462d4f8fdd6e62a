import type { FormDocument } from '../../../src/core/forms/form-document.ts';
import type { FORM_CALLS } from '../../../src/rpc/contract/forms.ts';
import type { Handlers } from '../../../src/rpc/handlers.ts';

/** One form with every kind of piece, and one without anything. */
export function makeFormHandlers(): Pick<Handlers, keyof typeof FORM_CALLS> {
  return {
    'forms.preview': ({ language, answers = {} }) => {
      const head = { format: 'form/v1', language, practice: false, madeAt: '2026-11-22T09:00:00.000Z' } as const;
      const ncb = answers['ncb'];
      const form: FormDocument = {
        ...head,
        form: 'ecomessage-draft',
        title: 'Draft content for an environmental-crime message',
        notices: ['A draft. It is completed and sent by the national bureau.'],
        sections: [
          {
            id: 'sender',
            title: 'Sender',
            blocks: [
              {
                type: 'fields',
                fields: [
                  {
                    id: 'ncb',
                    label: 'NCB',
                    state: ncb === undefined ? 'missing' : 'given',
                    values: ncb === undefined ? [] : [ncb],
                    source: 'answer.ncb',
                  },
                  { id: 'reference', label: 'Reference', state: 'given', values: ['K-2026-014'], source: 'case.reference' },
                  { id: 'seized', label: 'Seized goods', state: 'not-applicable', values: [], source: 'statement.event.type' },
                  {
                    id: 'title',
                    label: 'Title of the ad',
                    state: 'given',
                    values: ['Invoice \u202Egpj.exe <b>now</b>', 'سلاحف برية'],
                    source: 'record.title',
                  },
                ],
              },
            ],
          },
          {
            id: 'precautions',
            title: 'Precautions',
            blocks: [
              { type: 'text', paragraphs: ['As the record has them.'] },
              {
                type: 'checks',
                checks: [
                  { id: 'clock', label: 'Clock compared', answer: 'done', values: ['ntp.example, 12 ms'], source: 'record.clock' },
                  { id: 'cache', label: 'Cache emptied', answer: 'not-done', values: [], source: 'record.browser' },
                  { id: 'proxy', label: 'Proxy named', answer: 'not-applicable', values: [], source: 'record.proxy' },
                  { id: 'virus', label: 'Scan for viruses', answer: 'not-known', values: [], source: 'record.station' },
                ],
              },
              {
                type: 'table',
                id: 'goods',
                columns: [
                  { id: 'taxon', label: 'Taxon', source: 'statement.item.taxon' },
                  { id: 'quantity', label: 'Quantity', source: 'statement.item.quantity' },
                ],
                rows: [
                  ['Testudo hermanni', '2'],
                  ['Psittacus erithacus', null],
                ],
              },
            ],
          },
        ],
      };
      return [form, { ...head, form: 'data-processing-block', title: 'Data processing', notices: [], sections: [] }];
    },
  };
}
