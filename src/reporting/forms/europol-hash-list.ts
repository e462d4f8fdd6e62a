import { hexOf } from '../../core/digest/digest.ts';
import type { FormDocument } from '../../core/forms/form-document.ts';
import type { ReportArtifact } from '../../core/package/report-input.ts';
import type { FormContext } from './form-context.ts';
import { makeForm } from './form-parts.ts';
import { makeTableOrMissing, type FormColumn } from './statements/statement-table.ts';

/** Every file of the exhibits that the package holds, with both digests: what arrives by another way can be compared with it. */
export function buildEuropolHashList(context: FormContext): FormDocument {
  const { texts, input } = context;
  const columns: readonly FormColumn<ReportArtifact>[] = [
    { id: 'file', label: texts.say('form.column.file'), source: 'artifact.path', cell: ({ path }) => path },
    { id: 'size', label: texts.say('form.column.size'), source: 'artifact.sizeBytes', cell: ({ sizeBytes }) => String(sizeBytes) },
    { id: 'sha256', label: 'SHA-256', source: 'artifact.sha256', cell: ({ sha256 }) => hexOf(sha256) },
    { id: 'sha512', label: 'SHA-512', source: 'artifact.sha512', cell: ({ sha512 }) => hexOf(sha512) },
  ];
  const files = [...input.exhibits, ...input.received]
    .toSorted((a, b) => (a.exhibit < b.exhibit ? -1 : 1))
    .flatMap(({ artifacts }) => artifacts);
  const codes = input.handling === undefined ? texts.say('form.state.missing') : input.handling.codes.join(', ');
  return makeForm(context, 'europol-hash-list', {
    title: texts.say('form.europol.hashTitle'),
    notices: [texts.say('form.europol.marking', { codes }), texts.say('form.europol.hashNotice')],
    sections: [
      {
        id: 'files',
        title: texts.say('form.europol.files'),
        blocks: [makeTableOrMissing({ id: 'files', label: texts.say('form.column.file'), source: 'artifact' }, columns, files)],
      },
    ],
  });
}
