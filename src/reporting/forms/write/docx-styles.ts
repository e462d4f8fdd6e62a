/** A font that word processors have or replace by its like; sizes in half points. */
const FONT = 'Arial';

/** The part `word/styles.xml`. */
export function buildStyles(namespace: string, language: string): string {
  const style = (id: string, name: string, paragraph: string, run: string, next = ''): string =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/>${next}<w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`;
  const spacing = (before: number, after: number): string => `<w:spacing w:before="${before}" w:after="${after}"/>`;
  const bold = '<w:b/>';
  const line = (side: string, colour = '999999'): string => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="${colour}"/>`;
  const box = ['top', 'left', 'bottom', 'right']
    .map((side) => `<w:${side} w:val="single" w:sz="6" w:space="4" w:color="444444"/>`)
    .join('');
  const follow = '<w:next w:val="Normal"/>';
  return [
    `<w:styles xmlns:w="${namespace}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="${FONT}" w:hAnsi="${FONT}" w:eastAsia="${FONT}" w:cs="${FONT}"/>`,
    `<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="${language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>${spacing(0, 100)}</w:pPr></w:pPrDefault></w:docDefaults>`,
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
    style('Title', 'Title', spacing(0, 160), `${bold}<w:sz w:val="36"/><w:szCs w:val="36"/>`, follow),
    style(
      'Heading1',
      'heading 1',
      `<w:keepNext/>${spacing(320, 120)}<w:outlineLvl w:val="0"/>`,
      `${bold}<w:sz w:val="26"/><w:szCs w:val="26"/>`,
      follow,
    ),
    style('Notice', 'Notice', `<w:pBdr>${box}</w:pBdr>${spacing(60, 120)}`, ''),
    style('Label', 'Label', spacing(20, 20), bold),
    style('Value', 'Value', spacing(20, 20), ''),
    style('Missing', 'Missing', spacing(20, 20), '<w:i/><w:color w:val="7A3B00"/>'),
    style(
      'Banner',
      'Banner',
      '<w:jc w:val="center"/>',
      `${bold}<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:color="auto" w:fill="111111"/>`,
    ),
    style(
      'Foot',
      'Foot',
      '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>',
      '<w:color w:val="444444"/><w:sz w:val="16"/><w:szCs w:val="16"/>',
    ),
    '<w:style w:type="table" w:default="1" w:styleId="NormalTable"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
    `<w:style w:type="table" w:styleId="FormTable"><w:name w:val="Form Table"/><w:basedOn w:val="NormalTable"/><w:tblPr><w:tblBorders>${['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((side) => line(side)).join('')}</w:tblBorders></w:tblPr></w:style>`,
    '</w:styles>',
  ].join('');
}
