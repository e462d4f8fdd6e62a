import type { FormBlock, FormDocument } from '../../../core/forms/form-document.ts';
import type { Texts } from '../../texts/texts.ts';
import { heading, paragraph, table, type DocxCell } from './docx-body.ts';
import { writeDocx } from './docx-file.ts';
import { boundRows, wordsOfAnswer, wordsOfCell, wordsOfField, wordsOfNoRows } from './form-words.ts';
import { layOutTable } from './table-layout.ts';

/**
 * A form as a document for word processors, to be filled in and changed by whoever sends it. The same form gives the same bytes. Without a `reference` its
 * foot says nothing of the case.
 */
export async function writeFormDocx(texts: Texts, form: FormDocument, reference: string | undefined): Promise<Uint8Array> {
  const notices = [...(form.practice ? [texts.say('report.practice.notice')] : []), ...form.notices];
  const [before = '', between = '', after = ''] = texts.say('report.foot.page', { page: '\u0000', pages: '\u0000' }).split('\u0000');
  const body = [
    heading('Title', form.title),
    ...notices.map((notice) => paragraph([notice], { style: 'Notice' })),
    ...form.sections.flatMap(({ title, blocks }) => [
      heading('Heading1', title),
      ...blocks.flatMap((block, index) => partsOf(texts, form, block, blocks[index + 1])),
    ]),
  ];
  return writeDocx({
    title: form.title,
    language: texts.language,
    createdAt: form.madeAt,
    ...(form.practice ? { banner: texts.say('report.practice.banner') } : {}),
    foot: {
      text: reference === undefined ? '' : `${texts.say('report.foot.case', { reference: '' }).trim()} ${reference}`,
      page: [before, between, after],
    },
    body: body.join(''),
  });
}

function partsOf(texts: Texts, form: FormDocument, block: FormBlock, next: FormBlock | undefined): readonly string[] {
  if (block.type === 'text') {
    // The name of a table stays with it.
    const isName = next !== undefined && next.type !== 'text';
    return block.paragraphs.map((text, index) => paragraph([text], { isWithNext: isName && index === block.paragraphs.length - 1 }));
  }
  if (block.type === 'fields') {
    const rows = block.fields.map((field): readonly DocxCell[] => [
      { lines: [field.label], style: 'Label' },
      { lines: wordsOfField(texts, field), style: field.state === 'given' ? 'Value' : 'Missing' },
    ]);
    return [table([30, 70], undefined, rows)];
  }
  if (block.type === 'checks') {
    const heads = [texts.say('form.check.item'), texts.say('form.check.answer'), texts.say('form.check.record')];
    const rows = block.checks.map((check): readonly DocxCell[] => [
      { lines: [check.label], style: 'Value' },
      { lines: [wordsOfAnswer(texts, check)], style: 'Label' },
      { lines: check.values, style: 'Value' },
    ]);
    return [table([38, 16, 46], heads, rows)];
  }
  return tableParts(texts, form, block);
}

function tableParts(texts: Texts, form: FormDocument, block: Extract<FormBlock, { type: 'table' }>): readonly string[] {
  const { rows, rest } = boundRows(texts, form, block);
  if (rows.length === 0) return [paragraph([wordsOfNoRows(texts)], { style: 'Missing' })];
  const heads = block.columns.map(({ label }) => label);
  const { beside, widths, below } = layOutTable([heads, ...rows.map((row) => row.map((cell) => wordsOfCell(texts, cell)))]);
  const cellOf = (row: readonly (string | null)[], index: number): DocxCell => {
    const cell = row[index] ?? null;
    return { lines: [wordsOfCell(texts, cell)], style: cell === null ? 'Missing' : 'Value' };
  };
  const cells = rows.flatMap((row) => [
    beside.map((index) => cellOf(row, index)),
    ...below.map((index) => [{ ...cellOf(row, index), label: `${heads[index] ?? ''}${texts.say('report.colon')}` }]),
  ]);
  return [
    table(
      widths,
      beside.map((index) => heads[index] ?? ''),
      cells,
    ),
    ...(rest === undefined ? [] : [paragraph([rest])]),
  ];
}
