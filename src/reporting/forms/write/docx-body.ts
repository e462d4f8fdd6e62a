import { nameHidden } from '../../html/visible-text.ts';

// WordprocessingML (ISO/IEC 29500-1, chapter 17), as little of it as a form needs.

/** Styles of `docx-styles.ts`. */
export type DocxStyle = 'Title' | 'Heading1' | 'Notice' | 'Label' | 'Value' | 'Missing';

export interface DocxCell {
  readonly lines: readonly string[];
  readonly style: DocxStyle;
}

/** Width of the text of an A4 page with margins of 20 mm, in twentieths of a point. */
const TEXT_WIDTH = 9_638;

export function heading(style: 'Title' | 'Heading1', text: string): string {
  return paragraph([text], style);
}

/** One paragraph; its texts stand on lines of their own. `isWithNext`: on the page of what follows it. */
export function paragraph(lines: readonly string[], style?: DocxStyle, isWithNext = false): string {
  const properties = `${style === undefined ? '' : `<w:pStyle w:val="${style}"/>`}${isWithNext ? '<w:keepNext/>' : ''}`;
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${lines.map(run).join('<w:r><w:br/></w:r>')}</w:p>`;
}

/** A table; `widths` in percent of the page. A head comes again on every page. A paragraph follows, as one must between two tables. */
export function table(widths: readonly number[], heads: readonly string[] | undefined, rows: readonly (readonly DocxCell[])[]): string {
  const columns = widths.map((width) => Math.floor((width * TEXT_WIDTH) / 100));
  const cellsOf = (cells: readonly DocxCell[]): string =>
    cells
      .map(
        ({ lines, style }, index) =>
          `<w:tc><w:tcPr><w:tcW w:w="${columns[index] ?? 0}" w:type="dxa"/></w:tcPr>${linesOf(lines, style)}</w:tc>`,
      )
      .join('');
  const head =
    heads === undefined
      ? ''
      : `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${cellsOf(heads.map((text) => ({ lines: [text], style: 'Label' })))}</w:tr>`;
  return [
    '<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/>',
    `<w:tblW w:w="${TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>`,
    `<w:tblGrid>${columns.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>`,
    head,
    ...rows.map((cells) => `<w:tr>${canStayWhole(cells) ? '<w:trPr><w:cantSplit/></w:trPr>' : ''}${cellsOf(cells)}</w:tr>`),
    '</w:tbl><w:p/>',
  ].join('');
}

/** A row that is not longer than a page could be stays on one; a longer one would lose its end in some programs. */
function canStayWhole(cells: readonly DocxCell[]): boolean {
  return cells.every(({ lines }) => lines.length <= 12 && lines.join(' ').length <= 600);
}

/** A cell holds at least one paragraph. */
function linesOf(lines: readonly string[], style: DocxStyle): string {
  return (lines.length === 0 ? [''] : lines).map((line) => paragraph([line], style)).join('');
}

function run(text: string): string {
  if (text === '') return '';
  const pieces = nameHidden(text)
    .split(/(\n|\t)/)
    .filter((piece) => piece !== '');
  const inner = pieces.map((piece) =>
    piece === '\n' ? '<w:br/>' : piece === '\t' ? '<w:tab/>' : `<w:t xml:space="preserve">${escapeXml(piece)}</w:t>`,
  );
  return `<w:r>${inner.join('')}</w:r>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** For text and for attributes. What XML 1.0 cannot hold at all is hidden text, and has been named before. */
export function escapeXml(text: string): string {
  return nameHidden(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
