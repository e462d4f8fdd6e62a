import { HTML_REPORT_POLICY } from '../core/package/html-report-policy.ts';
import { cutText, splitVisible } from './html/visible-text.ts';
import { html, Html } from './html/html.ts';
import type { Medium } from './report-context.ts';
import { localeOf, type Texts } from './texts/texts.ts';

const REFERENCE_CHARACTERS = 60;
const TITLE_CHARACTERS = 200;

export interface DocumentFrame {
  readonly title: string;
  /** Case reference, at the left of the foot of every page; absent where nothing of the case may be said. */
  readonly reference: string | undefined;
  /** A page that belongs to an exhibit says so in its foot. */
  readonly exhibits: readonly string[];
  readonly volume?: string;
  readonly practice: boolean;
  /** Absent: for paper. */
  readonly medium?: Medium;
  readonly fontFaces: string;
  readonly styleSheet: string;
}

/** Nothing is loaded but pictures and fonts beside the document that is printed, or what lies in the file itself. Verbatim: verifiers read it so. */
const POLICIES: Readonly<Record<Medium, string>> = {
  paper: "default-src 'none'; img-src 'self' file:; font-src 'self' file:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  screen: HTML_REPORT_POLICY,
};

/**
 * A whole document: it says itself that nothing may be loaded but pictures and fonts beside it and that nothing may run. Whoever
 * prints it says the same to the browser.
 */
export function buildDocument(texts: Texts, frame: DocumentFrame, body: Html): Html {
  const banner = texts.say('report.practice.banner');
  const style = `${frame.fontFaces}\n${frame.styleSheet}\n${pageRules(texts, frame)}`;
  return html`<!doctype html>
    <html lang="${localeOf(texts.language)}">
      <head>
        <meta charset="utf-8" />
        ${new Html(`<meta http-equiv="Content-Security-Policy" content="${POLICIES[frame.medium ?? 'paper']}" />`)}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${plainText(frame.title, TITLE_CHARACTERS)}</title>
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body class="${frame.practice ? 'practice' : 'evidence'}">
        ${frame.medium === 'screen' && frame.practice ? html`<p class="screen-banner">${banner}</p>` : undefined} ${body}
      </body>
    </html>`;
}

/** Name of the page box of an exhibit; also a class of its sections. */
export function pageNameOf(exhibit: string): string {
  return `exhibit-${exhibit.replace(/[^0-9]/g, '')}`;
}

/** Running head and foot: margin boxes, which a tagged PDF keeps out of what is read aloud. */
function pageRules(texts: Texts, { reference, exhibits, volume, practice }: DocumentFrame): string {
  const [before = '', between = '', after = ''] = texts.say('report.foot.page', { page: '\u0000', pages: '\u0000' }).split('\u0000');
  const numbers = `${cssString(before)} counter(page) ${cssString(between)} counter(pages) ${cssString(after)}`;
  const left =
    reference === undefined
      ? ''
      : [texts.say('report.foot.case', { reference: '' }).trim(), plainText(reference, REFERENCE_CHARACTERS)].join(' ');
  const banner = practice
    ? `@top-center { content: ${cssString(texts.say('report.practice.banner'))}; color: #fff; background: #111; }`
    : '';
  return [
    `@page { @bottom-left { content: ${cssString(left)}; } @bottom-right { content: ${volume === undefined ? '' : `${cssString(`${volume} · `)} `}${numbers}; } ${banner} }`,
    ...exhibits.map((exhibit) => {
      const name = pageNameOf(exhibit);
      return `@page ${name} { @bottom-center { content: ${cssString(exhibit)}; } } .${name} { page: ${name}; }`;
    }),
  ].join('\n');
}

/** One line without anything hidden. */
function plainText(text: string, characters: number): string {
  const { text: shown, leftOut } = cutText(text.replaceAll(/\s+/g, ' ').trim(), characters);
  const visible = splitVisible(shown).map((part) => (part.kind === 'text' ? part.text : `[${part.name}]`));
  return `${visible.join('')}${leftOut === 0 ? '' : ' …'}`;
}

/** A CSS string that can end neither itself nor the style sheet: everything but letters, digits and spaces by its number. */
function cssString(text: string): string {
  return `"${text.replaceAll(/[^\p{L}\p{N} ]/gu, (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `)}"`;
}
