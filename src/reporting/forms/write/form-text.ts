import type { FormBlock, FormDocument } from '../../../core/forms/form-document.ts';
import { toUtf8 } from '../../../core/digest/encoding.ts';
import { nameHidden } from '../../html/visible-text.ts';
import type { Texts } from '../../texts/texts.ts';
import { wordsOfAnswer, wordsOfCell, wordsOfField, wordsOfNoRows } from './form-words.ts';

/** Before every line of a value: what a page wrote never stands where a label or a heading does. */
const INDENT = '    ';

/**
 * A form as plain text in UTF-8, section by section, to be pasted into the forms of others: lines end as Windows ends them, and none is broken.
 * Every line that somebody else may have written is indented.
 */
export function writeFormText(texts: Texts, form: FormDocument): Uint8Array {
  const banner = form.practice ? [texts.say('report.practice.banner'), ''] : [];
  const sections = form.sections.flatMap(({ title, blocks }, index) => [
    '',
    ...underline(`${index + 1}. ${oneLine(title)}`, '-'),
    ...blocks.flatMap((block) => ['', ...linesOf(texts, block)]),
  ]);
  const head = [...underline(oneLine(form.title), '='), '', ...form.notices.flatMap((notice) => indented(notice))];
  const lines = [...banner, ...head, ...sections, '', ...banner];
  return toUtf8(lines.map((line) => `${line}\r\n`).join(''));
}

function linesOf(texts: Texts, block: FormBlock): readonly string[] {
  if (block.type === 'text') {
    return block.paragraphs.flatMap((paragraph, index) => [...(index === 0 ? [] : ['']), ...indented(paragraph)]);
  }
  if (block.type === 'fields') {
    return block.fields.flatMap((field) => [
      `${oneLine(field.label)}:`,
      ...(field.state === 'given' ? field.values : wordsOfField(texts, field).map((word) => `[${word}]`)).flatMap((value) =>
        indented(value),
      ),
    ]);
  }
  if (block.type === 'checks') {
    return block.checks.flatMap((check) => [
      `[${wordsOfAnswer(texts, check)}] ${oneLine(check.label)}`,
      ...check.values.flatMap((value) => indented(value)),
    ]);
  }
  const rows = block.rows.map((row) => row.map((cell) => asCell(cell ?? `[${wordsOfCell(texts, cell)}]`)).join(' | '));
  return [
    block.columns.map(({ label }) => asCell(label)).join(' | '),
    ...rows.map((row, index) => `${index + 1}. ${row}`),
    ...(rows.length === 0 ? [`${INDENT}[${wordsOfNoRows(texts)}]`] : []),
  ];
}

function underline(title: string, sign: string): readonly string[] {
  return [title, sign.repeat(Math.min(100, Array.from(title).length))];
}

function indented(text: string): readonly string[] {
  return nameHidden(text)
    .replaceAll('\t', '[U+0009]')
    .split('\n')
    .map((line) => `${INDENT}${line}`);
}

function oneLine(text: string): string {
  return nameHidden(text).replaceAll(/\s+/g, ' ').trim();
}

/** One cell of a line: the sign between cells and the ends of lines are named, so that no cell makes another. */
function asCell(text: string): string {
  return nameHidden(text).replaceAll('|', '[U+007C]').replaceAll('\n', '[U+000A]').replaceAll('\t', '[U+0009]');
}
