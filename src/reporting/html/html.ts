import { splitVisible } from './visible-text.ts';

/** Markup that came out of `html`, and nothing else: a string never becomes markup by itself. */
export class Html {
  readonly markup: string;

  /** Only for markup that holds no text of others. Everything else goes through `html`. */
  constructor(markup: string) {
    this.markup = markup;
  }
}

export type HtmlValue = string | number | Html | undefined | readonly HtmlValue[];

/**
 * A template whose values are escaped, and in which characters that hide or reorder text become visible: most of what a report
 * shows was written by the owner of a hostile page. Values may stand between tags, or in attributes in double quotes;
 * anywhere else (names, unquoted attributes, comments, style) the template throws, because no escaping is right there.
 * Undefined yields nothing.
 */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = '';
  for (const [index, literal] of literals.entries()) {
    markup += literal;
    if (index === values.length) break;
    markup += placeOf(literals.slice(0, index + 1)) === 'text' ? asText(values[index]) : asAttribute(values[index]);
  }
  return new Html(markup);
}

/** Where the hole after these literals stands. Values cannot move it: what they bring is escaped. */
function placeOf(before: readonly string[]): 'text' | 'attribute' {
  const markup = before.join('');
  const open = markup.lastIndexOf('<');
  if (markup.lastIndexOf('<style') > markup.lastIndexOf('</style') || markup.lastIndexOf('<!--') > markup.lastIndexOf('-->')) {
    throw new Error('A template has a value where nothing can be escaped');
  }
  if (markup.lastIndexOf('>') > open || open < 0) return 'text';
  const quotes = markup.slice(open).split('"').length - 1;
  if (quotes % 2 === 0) throw new Error('A template has a value in a tag outside double quotes');
  return 'attribute';
}

function asText(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map(asText).join('');
  return splitVisible(String(value))
    .map((part) => (part.kind === 'text' ? escape(part.text) : `<span class="hidden-sign">${escape(part.name)}</span>`))
    .join('');
}

function asAttribute(value: HtmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'object') throw new Error('An attribute holds one text or number');
  return splitVisible(String(value))
    .map((part) => escape(part.kind === 'text' ? part.text : `[${part.name}]`))
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}
