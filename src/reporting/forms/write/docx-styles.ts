/** A font that word processors have or replace by its like; sizes in half points. */
const FONT = 'Arial';
const BOLD = '<w:b/>';
const SIDES = ['top', 'left', 'bottom', 'right'] as const;

/** The part `word/styles.xml`. */
export function buildStyles(namespace: string, language: string): string {
  return [
    `<w:styles xmlns:w="${namespace}"><w:docDefaults><w:rPrDefault><w:rPr>`,
    `<w:rFonts w:ascii="${FONT}" w:hAnsi="${FONT}" w:eastAsia="${FONT}" w:cs="${FONT}"/>${size(20)}<w:lang w:val="${language}"/>`,
    `</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>${spacing(0, 100)}</w:pPr></w:pPrDefault></w:docDefaults>`,
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
    heading('Title', 'Title', spacing(0, 160), size(36)),
    heading('Heading1', 'heading 1', `<w:keepNext/>${spacing(320, 120)}<w:outlineLvl w:val="0"/>`, size(26)),
    style('Notice', `<w:pBdr>${SIDES.map((side) => border(side, 6, 4)).join('')}</w:pBdr>${spacing(60, 120)}`, ''),
    style('Label', spacing(20, 20), BOLD),
    style('Value', spacing(20, 20), ''),
    style('Missing', spacing(20, 20), '<w:i/><w:color w:val="7A3B00"/>'),
    style('Banner', '<w:jc w:val="center"/>', `${BOLD}<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:color="auto" w:fill="111111"/>`),
    style('Foot', '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>', `<w:color w:val="444444"/>${size(16)}`),
    '<w:style w:type="table" w:default="1" w:styleId="NormalTable"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>',
    '<w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
    '<w:style w:type="table" w:styleId="FormTable"><w:name w:val="Form Table"/><w:basedOn w:val="NormalTable"/>',
    `<w:tblPr><w:tblBorders>${[...SIDES, 'insideH', 'insideV'].map((side) => border(side, 4, 0)).join('')}</w:tblBorders></w:tblPr></w:style>`,
    '</w:styles>',
  ].join('');
}

function heading(id: string, name: string, paragraph: string, run: string): string {
  return buildStyle(id, name, '<w:next w:val="Normal"/>', paragraph, `${BOLD}${run}`);
}

function style(id: string, paragraph: string, run: string): string {
  return buildStyle(id, id, '', paragraph, run);
}

function buildStyle(id: string, name: string, next: string, paragraph: string, run: string): string {
  return `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/>${next}<w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`;
}

/** Before and after a paragraph, in twentieths of a point. */
function spacing(before: number, after: number): string {
  return `<w:spacing w:before="${before}" w:after="${after}"/>`;
}

function size(halfPoints: number): string {
  return `<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`;
}

/** Width in eighths of a point, distance in points. */
function border(side: string, width: number, distance: number): string {
  return `<w:${side} w:val="single" w:sz="${width}" w:space="${distance}" w:color="888888"/>`;
}
