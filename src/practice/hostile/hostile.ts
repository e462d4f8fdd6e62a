import { buildDocument, buildRibbon, RIBBON_STYLE } from '../platforms/document.ts';
import { markup, trusted, type Markup, type MarkupValue } from '../server/markup.ts';
import { documentReply, type PracticeRequest, type Reply } from '../server/reply.ts';

/** Answers under `/hostile/<name>`. */
export type HostileAnswer = (request: PracticeRequest) => Reply;

const STYLE = `${RIBBON_STYLE}
body{margin:0;font:16px/1.6 system-ui,sans-serif;color:#222}main{max-width:760px;margin:0 auto;padding:50px 24px}h1{font-size:28px}`;

/** A hostile document: honest words, and what it does to whoever looks at it. */
export function hostileDocument(
  title: string,
  parts: { readonly body?: MarkupValue; readonly script?: string; readonly head?: MarkupValue },
): Markup {
  return buildDocument({
    language: 'en',
    title,
    charset: 'utf-8',
    head: markup`<style>${trusted(STYLE)}</style>${parts.head}`,
    body: markup`${buildRibbon('en')}<main><h1>${title}</h1><p id="truth">The true text of this page.</p>${parts.body}</main>${parts.script !== undefined && markup`<script>${trusted(parts.script)}</script>`}`,
  });
}

export function hostilePage(
  title: string,
  parts: { readonly body?: MarkupValue; readonly script?: string; readonly head?: MarkupValue } = {},
  status = 200,
): Reply {
  return documentReply(hostileDocument(title, parts), { status });
}

/** A whole number of the query within bounds. */
export function numberOf(request: PracticeRequest, name: string, otherwise: number, max: number): number {
  const text = request.query.get(name);
  const value = text === null ? otherwise : Number(text);
  return Number.isFinite(value) ? Math.min(max, Math.max(0, Math.floor(value))) : otherwise;
}
