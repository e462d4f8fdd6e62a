import { nameHidden } from '../../html/visible-text.ts';

// WordprocessingML (ISO/IEC 29500-1, chapter 17), as little of it as a form needs.

/** Styles of `docx-styles.ts`. */
export type DocxStyle = 'Title' | 'Heading1' | 'Notice' | 'Label' | 'Value' | 'Missing';

export interface DocxCell {
  /** Before the first line, as no line can look. */
  readonly label?: string;
  readonly lines: readonly string[];
  readonly style: DocxStyle;
}

/** Width of the text of an A4 page with margins of 20 mm, in twentieths of a point. */
const TEXT_WIDTH = 9_638;

export function heading(style: 'Title' | 'Heading1', text: string): string {
  return paragraph([text], { style });
}

interface ParagraphOptions {
  readonly style?: DocxStyle;
  /** On the page of what follows it. */
  readonly isWithNext?: boolean;
  readonly label?: string | undefined;
}

/** One paragraph, in the direction in which its text begins; its texts stand on lines of their own. */
export function paragraph(lines: readonly string[], { style, isWithNext = false, label }: ParagraphOptions = {}): string {
  const properties = [
    style === undefined ? '' : `<w:pStyle w:val="${style}"/>`,
    isWithNext ? '<w:keepNext/>' : '',
    label === undefined && beginsRightToLeft(lines.join(' ')) ? '<w:bidi/>' : '',
  ].join('');
  const named = label === undefined ? '' : `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${escapeXml(label)} </w:t></w:r>`;
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${named}${lines.map(runs).join('<w:r><w:br/></w:r>')}</w:p>`;
}

/**
 * A table; `widths` in percent of the page. A head comes again on every page. A row of one cell in a table of several columns goes over all of them, and stays with
 * the row before it. A paragraph follows, as one must between two tables.
 */
export function table(widths: readonly number[], heads: readonly string[] | undefined, rows: readonly (readonly DocxCell[])[]): string {
  const columns = widths.map((width) => Math.floor((width * TEXT_WIDTH) / 100));
  const hasNext = (index: number): boolean => rows[index + 1]?.[0]?.label !== undefined;
  const head =
    heads === undefined
      ? ''
      : `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${cellsOf(
          columns,
          heads.map((text) => ({ lines: [text], style: 'Label' })),
        )}</w:tr>`;
  return [
    '<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/>',
    `<w:tblW w:w="${TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>`,
    `<w:tblGrid>${columns.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>`,
    head,
    ...rows.map(
      (cells, index) =>
        `<w:tr>${canStayWhole(cells) ? '<w:trPr><w:cantSplit/></w:trPr>' : ''}${cellsOf(columns, cells, canStayWhole(cells) && hasNext(index))}</w:tr>`,
    ),
    '</w:tbl><w:p/>',
  ].join('');
}

function cellsOf(columns: readonly number[], cells: readonly DocxCell[], isWithNext = false): string {
  const span = cells.length === 1 && columns.length > 1 ? `<w:gridSpan w:val="${columns.length}"/>` : '';
  return cells
    .map((cell, index) => {
      const width = span === '' ? (columns[index] ?? 0) : columns.reduce((sum, one) => sum + one, 0);
      return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${span}</w:tcPr>${linesOf(cell, isWithNext)}</w:tc>`;
    })
    .join('');
}

/** A row that is not longer than a page could be stays on one; a longer one would lose its end in some programs. */
function canStayWhole(cells: readonly DocxCell[]): boolean {
  return cells.every(({ lines }) => lines.length <= 12 && lines.join(' ').length <= 600);
}

/** A cell holds at least one paragraph. */
function linesOf({ label, lines, style }: DocxCell, isWithNext: boolean): string {
  return (lines.length === 0 ? [''] : lines)
    .map((line, index) => paragraph([line], { style, isWithNext, label: index === 0 ? label : undefined }))
    .join('');
}

/** Letters of scripts that run from right to left, with their marks. */
const RIGHT_TO_LEFT = String.raw`[[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]&&[\p{L}\p{M}]]`;
const BEGINS_RIGHT_TO_LEFT = new RegExp(String.raw`^\P{L}*${RIGHT_TO_LEFT}`, 'v');
/** Words of such letters with what stands between them; their numbers are not among them. */
const RIGHT_TO_LEFT_WORDS = new RegExp(String.raw`(${RIGHT_TO_LEFT}+(?:[^\p{L}\p{N}\n\t]+${RIGHT_TO_LEFT}+)*)`, 'v');

function beginsRightToLeft(text: string): boolean {
  return BEGINS_RIGHT_TO_LEFT.test(text);
}

/** Word processors take the direction of letters from their run. */
function runs(text: string): string {
  return nameHidden(text)
    .split(RIGHT_TO_LEFT_WORDS)
    .map((piece, index) => run(piece, index % 2 === 1 ? '<w:rPr><w:rtl/></w:rPr>' : ''))
    .join('');
}

function run(text: string, properties: string): string {
  const pieces = text.split(/(\n|\t)/).filter((piece) => piece !== '');
  const inner = pieces.map((piece) =>
    piece === '\n' ? '<w:br/>' : piece === '\t' ? '<w:tab/>' : `<w:t xml:space="preserve">${escapeXml(piece)}</w:t>`,
  );
  return inner.length === 0 ? '' : `<w:r>${properties}${inner.join('')}</w:r>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** For text and for attributes. What XML 1.0 cannot hold at all is hidden text, and has been named before. */
export function escapeXml(text: string): string {
  return nameHidden(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
