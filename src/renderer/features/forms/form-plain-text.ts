import type { FormBlock, FormCheck, FormDocument, FormField, FormSection } from '../../../core/forms/form-document.ts';
import type { Texts } from '../../i18n/use-texts.ts';

/** What a field holds, or that nobody filled it, as lines. */
export function linesOfField({ state, values }: FormField, { say }: Texts): readonly string[] {
  if (state === 'given') return values;
  return [`[${say(state === 'missing' ? 'form.state.missing' : 'form.state.notApplicable')}]`];
}

export function sayAnswer({ answer }: FormCheck, { say }: Texts): string {
  return say(`form.answer.${answer}`);
}

/** A section as text for the clipboard: every line of a value stands indented below the name of its field. */
export function sectionText({ title, blocks }: FormSection, texts: Texts): string {
  return [title, ...blocks.flatMap((block) => linesOfBlock(block, texts))].join('\n');
}

/** The whole form, with what must be read first. */
export function formText({ title, notices, practice, sections }: FormDocument, texts: Texts): string {
  const head = [...(practice ? [texts.say('report.practice.banner')] : []), title, ...notices];
  return [head.join('\n'), ...sections.map((section) => sectionText(section, texts))].join('\n\n');
}

function linesOfBlock(block: FormBlock, texts: Texts): readonly string[] {
  switch (block.type) {
    case 'text':
      return block.paragraphs;
    case 'fields':
      return block.fields.flatMap((field) => [`${field.label}:`, ...indent(linesOfField(field, texts))]);
    case 'checks':
      return block.checks.flatMap((check) => [`[${sayAnswer(check, texts)}] ${check.label}`, ...indent(check.values)]);
    case 'table':
    default:
      return [
        block.columns.map(({ label }) => label).join('\t'),
        ...block.rows.map((row) => row.map((cell) => (cell ?? `[${texts.say('form.state.unknown')}]`).replaceAll(/\s+/g, ' ')).join('\t')),
      ];
  }
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split('\n')).map((line) => `    ${line}`);
}
