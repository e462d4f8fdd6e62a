import { PRACTICE_META } from '../../core/model/practice.ts';
import { markup, trusted, type Markup, type MarkupValue } from '../server/markup.ts';

export interface DocumentParts {
  readonly language: string;
  readonly title: string;
  /** Name for a `<meta charset>`; absent: the document does not say. */
  readonly charset?: string;
  readonly head?: MarkupValue;
  readonly body: MarkupValue;
  readonly bodyClass?: string;
}

/** A document of the market. Every one carries the marker of the practice market. */
export function buildDocument(parts: DocumentParts): Markup {
  return markup`<!doctype html>
<html lang="${parts.language}">
<head>
${parts.charset !== undefined && markup`<meta charset="${parts.charset}">\n`}<meta name="${PRACTICE_META}" content="1">
<title>${parts.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
${parts.head}
</head>
<body${parts.bodyClass !== undefined && markup` class="${parts.bodyClass}"`}>
${parts.body}
</body>
</html>
`;
}

/** Style and text of the strip that says on every page that nothing here is real. */
export const RIBBON_STYLE = `.pm-ribbon{position:absolute;top:0;left:50%;transform:translateX(-50%);z-index:5;padding:3px 16px 4px;border-radius:0 0 9px 9px;background:#1d1d1f;color:#ffd84d;font:600 11px/1.3 system-ui,sans-serif;letter-spacing:.06em;text-transform:uppercase;white-space:nowrap}`;

const RIBBON_TEXTS: Readonly<Record<string, string>> = {
  fr: 'annonces fictives, images dessinées',
  nl: 'verzonnen advertenties, getekende beelden',
  en: 'made-up ads, drawn pictures',
};

export function buildRibbon(language: string): Markup {
  return markup`<div class="pm-ribbon">Practice market &middot; ${RIBBON_TEXTS[language] ?? 'made-up ads, drawn pictures'}</div>`;
}

/** An inline drawing for logos and icons. */
export function icon(viewBox: string, content: string, size: number): Markup {
  return trusted(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" width="${size}" height="${size}" aria-hidden="true">${content}</svg>`,
  );
}
