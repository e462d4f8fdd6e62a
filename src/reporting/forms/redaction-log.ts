import { hexOf } from '../../core/digest/digest.ts';
import type { FormDocument } from '../../core/forms/form-document.ts';
import type { ReportRedaction } from '../../core/package/report-input.ts';
import { REDACTION_REASONS, type Mask } from '../../core/redaction/redaction.ts';
import type { FormContext } from './form-context.ts';
import { makeForm, makeText } from './form-parts.ts';
import { makeTable, type FormColumn } from './statements/statement-table.ts';

interface MaskRow {
  readonly copy: ReportRedaction;
  readonly mask: Mask;
}

/** Every mask of every redacted copy in the package, with its reason; then what is withheld of each exhibit. What lies under a mask stands nowhere. */
export function buildRedactionLog(context: FormContext): FormDocument {
  const { texts, input } = context;
  const copies = input.redactions ?? [];
  const disclosed = input.disclosed ?? [];
  const reason = (code: Mask['reason']): string => texts.say(`redaction.reason.${code}`);
  const copyColumns: readonly FormColumn<ReportRedaction>[] = [
    { id: 'exhibit', label: texts.say('report.list.exhibit'), source: 'redaction.exhibit', cell: ({ redaction }) => redaction.exhibit },
    { id: 'copy', label: texts.say('form.redaction.copy'), source: 'redaction.path', cell: ({ path }) => path },
    {
      id: 'copy-sha256',
      label: texts.say('form.redaction.copySha256'),
      source: 'redaction.derivative.sha256',
      cell: ({ redaction }) => hexOf(redaction.derivative.sha256),
    },
    { id: 'original', label: texts.say('form.redaction.original'), source: 'redaction.original', cell: (copy) => describeOriginal(copy) },
    { id: 'record', label: texts.say('form.redaction.record'), source: 'redaction.digest', cell: ({ digest }) => hexOf(digest) },
    { id: 'author', label: texts.say('form.redaction.author'), source: 'entry.actor', cell: ({ author }) => author },
    { id: 'made-at', label: texts.say('form.redaction.madeAt'), source: 'entry.time', cell: ({ madeAt }) => madeAt },
    {
      id: 'masks',
      label: texts.say('form.redaction.masks'),
      source: 'redaction.masks',
      cell: ({ redaction }) =>
        REDACTION_REASONS.map((code) => [code, redaction.masks.filter((mask) => mask.reason === code).length] as const)
          .filter(([, count]) => count > 0)
          .map(([code, count]) => `${reason(code)}: ${count}`)
          .join('; '),
    },
  ];
  const maskColumns: readonly FormColumn<MaskRow>[] = [
    { id: 'copy', label: texts.say('form.redaction.copy'), source: 'redaction.path', cell: ({ copy }) => copy.path },
    { id: 'place', label: texts.say('form.redaction.place'), source: 'redaction.masks', cell: ({ mask }) => describePlace(mask) },
    { id: 'reason', label: texts.say('form.redaction.reason'), source: 'redaction.masks.reason', cell: ({ mask }) => reason(mask.reason) },
  ];
  const withheldColumns: readonly FormColumn<(typeof disclosed)[number]>[] = [
    { id: 'exhibit', label: texts.say('report.list.exhibit'), source: 'disclosed.exhibit', cell: ({ exhibit }) => exhibit },
    { id: 'digest', label: texts.say('form.redaction.sealed'), source: 'disclosed.digest', cell: ({ digest }) => hexOf(digest) },
    {
      id: 'released',
      label: texts.say('form.redaction.released'),
      source: 'disclosed.artifacts',
      cell: ({ artifacts }) => artifacts.map(({ path }) => path).join('; ') || texts.say('form.redaction.none'),
    },
    { id: 'withheld', label: texts.say('form.redaction.withheld'), source: 'disclosed.withheld', cell: ({ withheld }) => String(withheld) },
  ];
  const none = makeText(texts.say('form.redaction.none'));
  return makeForm(context, 'redaction-log', {
    title: texts.say('form.redaction.title'),
    notices: [texts.say('form.redaction.notice')],
    sections: [
      {
        id: 'copies',
        title: texts.say('form.redaction.copies'),
        blocks: [copies.length === 0 ? none : makeTable('copies', copyColumns, copies)],
      },
      {
        id: 'masks',
        title: texts.say('form.redaction.allMasks'),
        blocks: [
          copies.length === 0
            ? none
            : makeTable(
                'masks',
                maskColumns,
                copies.flatMap((copy) => copy.redaction.masks.map((mask) => ({ copy, mask }))),
              ),
        ],
      },
      {
        id: 'withheld',
        title: texts.say('form.redaction.withheldTitle'),
        blocks: [
          disclosed.length === 0 ? none : makeTable('withheld', withheldColumns, disclosed),
          makeText(texts.say('form.redaction.entries', { count: input.seal.scope.withheldEntries })),
        ],
      },
    ],
  });
}

/** Pixels of the picture, or UTF-16 code units of the copied text. */
function describePlace(mask: Mask): string {
  if (mask.kind === 'span') return `${mask.start}-${mask.end}`;
  return `x ${mask.x}, y ${mask.y}, ${mask.width} x ${mask.height}`;
}

/** Of a picture its digest; of a text none, for whoever has all of it but a name could try names until the digest fits. */
function describeOriginal({ redaction: { original } }: ReportRedaction): string {
  return original.sha256 === undefined ? original.name : `${original.name} ${hexOf(original.sha256)}`;
}
