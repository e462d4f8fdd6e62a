import { hexOf } from '../../core/digest/digest.ts';
import type { FormDocument } from '../../core/forms/form-document.ts';
import type { ReportRedaction } from '../../core/package/report-input.ts';
import type { Mask } from '../../core/redaction/redaction.ts';
import type { FormContext } from './form-context.ts';
import { makeForm, makeText } from './form-parts.ts';
import { makeTable, type FormColumn } from './statements/statement-table.ts';

/** Every redacted copy that the package holds, with both digests, author and time; and every mask of each, with its place and its reason. */
export function buildRedactionLog(context: FormContext): FormDocument {
  const { texts, input } = context;
  const copies = input.redactions ?? [];
  const masks = copies.flatMap(({ redaction, path }) => redaction.masks.map((mask) => ({ mask, path })));
  const none = makeText(texts.say('form.redaction.none'));
  return makeForm(context, 'redaction-log', {
    title: texts.say('form.redaction.title'),
    notices: [texts.say('form.redaction.notice'), texts.say('form.redaction.digestNotice')],
    sections: [
      {
        id: 'copies',
        title: texts.say('form.redaction.copies'),
        blocks: [copies.length === 0 ? none : makeTable('copies', listCopyColumns(context), copies)],
      },
      {
        id: 'masks',
        title: texts.say('form.redaction.masks'),
        blocks: [masks.length === 0 ? none : makeTable('masks', listMaskColumns(context), masks)],
      },
    ],
  });
}

function listCopyColumns({ texts }: FormContext): readonly FormColumn<ReportRedaction>[] {
  return [
    { id: 'copy', label: texts.say('form.redaction.copy'), source: 'redaction.derivative.name', cell: ({ path }) => path },
    {
      id: 'original',
      label: texts.say('form.redaction.original'),
      source: 'redaction.original.name',
      cell: ({ redaction: { exhibit, original } }) => `${exhibit} ${original.name}`,
    },
    {
      id: 'original-sha256',
      label: texts.say('form.redaction.originalDigest'),
      source: 'redaction.original.sha256',
      cell: ({ redaction: { original } }) =>
        original.sha256 === undefined ? texts.say('form.redaction.committed') : hexOf(original.sha256),
    },
    {
      id: 'copy-sha256',
      label: texts.say('form.redaction.copyDigest'),
      source: 'redaction.derivative.sha256',
      cell: ({ redaction: { derivative } }) => hexOf(derivative.sha256),
    },
    { id: 'author', label: texts.say('form.redaction.author'), source: 'derivative.made.actor', cell: ({ author }) => author },
    { id: 'made-at', label: texts.say('form.redaction.madeAt'), source: 'derivative.made.time', cell: ({ madeAt }) => madeAt },
  ];
}

function listMaskColumns({ texts }: FormContext): readonly FormColumn<{ readonly mask: Mask; readonly path: string }>[] {
  return [
    { id: 'copy', label: texts.say('form.redaction.copy'), source: 'redaction.derivative.name', cell: ({ path }) => path },
    {
      id: 'place',
      label: texts.say('form.redaction.place'),
      source: 'redaction.masks',
      cell: ({ mask }) =>
        mask.kind === 'box' ? `x ${mask.x}, y ${mask.y}, ${mask.width} × ${mask.height} px` : `${mask.start}–${mask.end}`,
    },
    {
      id: 'reason',
      label: texts.say('form.redaction.reason'),
      source: 'redaction.masks.reason',
      cell: ({ mask }) => texts.say(`form.redaction.reason.${mask.reason}`),
    },
  ];
}
