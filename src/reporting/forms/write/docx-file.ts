import { PassThrough } from 'node:stream';
import { ZipFile } from 'yazl';
import { concatBytes, toUtf8 } from '../../../core/digest/encoding.ts';
import type { UtcTime } from '../../../core/clock.ts';
import { escapeXml } from './docx-body.ts';
import { buildStyles } from './docx-styles.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const WORD_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
/** Every entry: the document says itself when it was made, and the time of a ZIP entry has no zone. */
const ENTRY_TIME = new Date(1980, 0, 1);

export interface DocxParts {
  readonly title: string;
  readonly language: string;
  readonly createdAt: UtcTime;
  /** In the head of every page. */
  readonly banner?: string;
  /** In the foot of every page: a text, and what stands before, between and after the number of the page and that of all pages. */
  readonly foot: { readonly text: string; readonly page: readonly [before: string, between: string, after: string] };
  /** Markup of paragraphs and tables. */
  readonly body: string;
}

/**
 * An Office Open XML document (ISO/IEC 29500): no macros, no pictures, no links, nothing that is fetched or run when it is opened. No clock and no
 * chance in it, so that the same parts give the same bytes; the libraries that write such files put both in.
 */
export async function writeDocx(parts: DocxParts): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, markup] of filesOf(parts)) {
    // Stored, not packed: the bytes of deflate change with the version of zlib.
    zip.addBuffer(Buffer.from(toUtf8(`${XML}${markup}`)), name, {
      mtime: ENTRY_TIME,
      mode: 0o100644,
      compress: false,
      forceDosTimestamp: true,
    });
  }
  zip.end();
  const output = new PassThrough();
  zip.outputStream.pipe(output);
  zip.on('error', (cause: Error) => output.destroy(cause));
  const pieces: Uint8Array[] = [];
  for await (const piece of output as AsyncIterable<Uint8Array>) pieces.push(piece);
  return concatBytes(...pieces);
}

function filesOf({ title, language, createdAt, banner, foot, body }: DocxParts): readonly (readonly [name: string, markup: string])[] {
  const hasBanner = banner !== undefined;
  const references = `${hasBanner ? '<w:headerReference w:type="default" r:id="rId3"/>' : ''}<w:footerReference w:type="default" r:id="rId2"/>`;
  const page =
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>';
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[
        override('word/document.xml', `${WORD_TYPE}.document.main+xml`),
        override('word/styles.xml', `${WORD_TYPE}.styles+xml`),
        override('word/settings.xml', `${WORD_TYPE}.settings+xml`),
        override('word/footer1.xml', `${WORD_TYPE}.footer+xml`),
        ...(hasBanner ? [override('word/header1.xml', `${WORD_TYPE}.header+xml`)] : []),
        override('docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'),
      ].join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${relation(1, `${OFFICE}/officeDocument`, 'word/document.xml')}${relation(2, `${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml')}</Relationships>`,
    ],
    [
      'docProps/core.xml',
      `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:language>${language}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${createdAt.slice(0, 19)}Z</dcterms:created></cp:coreProperties>`,
    ],
    [
      'word/_rels/document.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${relation(1, `${OFFICE}/styles`, 'styles.xml')}${relation(2, `${OFFICE}/footer`, 'footer1.xml')}${hasBanner ? relation(3, `${OFFICE}/header`, 'header1.xml') : ''}${relation(4, `${OFFICE}/settings`, 'settings.xml')}</Relationships>`,
    ],
    [
      'word/document.xml',
      `<w:document xmlns:w="${WORD}" xmlns:r="${OFFICE}"><w:body>${body}<w:sectPr>${references}${page}</w:sectPr></w:body></w:document>`,
    ],
    ['word/styles.xml', buildStyles(WORD, language)],
    // Laid out as word processors do since 2013: without it they take the rules of 2007, and tables stand out of the margin.
    [
      'word/settings.xml',
      `<w:settings xmlns:w="${WORD}"><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`,
    ],
    ['word/footer1.xml', `<w:ftr xmlns:w="${WORD}">${buildFoot(foot)}</w:ftr>`],
    ...(hasBanner
      ? [
          [
            'word/header1.xml',
            `<w:hdr xmlns:w="${WORD}"><w:p><w:pPr><w:pStyle w:val="Banner"/></w:pPr>${text(banner)}</w:p></w:hdr>`,
          ] as const,
        ]
      : []),
  ];
}

function buildFoot({ text: line, page: [before, between, after] }: DocxParts['foot']): string {
  return `<w:p><w:pPr><w:pStyle w:val="Foot"/></w:pPr>${text(line)}<w:r><w:tab/></w:r>${text(before)}${number('PAGE')}${text(between)}${number('NUMPAGES')}${text(after)}</w:p>`;
}

function text(words: string): string {
  return words === '' ? '' : `<w:r><w:t xml:space="preserve">${escapeXml(words).replaceAll(/\s+/g, ' ')}</w:t></w:r>`;
}

function override(part: string, type: string): string {
  return `<Override PartName="/${part}" ContentType="${type}"/>`;
}

function relation(id: number, type: string, target: string): string {
  return `<Relationship Id="rId${id}" Type="${type}" Target="${target}"/>`;
}

/** A number that the word processor counts. */
function number(field: 'PAGE' | 'NUMPAGES'): string {
  return `<w:fldSimple w:instr=" ${field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`;
}
