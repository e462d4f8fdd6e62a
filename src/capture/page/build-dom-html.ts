import { isSecretField } from './dom-tree.ts';
import type { DomDoctype, DomDocument, DomElement, DomNode } from './dom-tree.ts';

/**
 * The document as one HTML text (docs/formats/dom.md): the HTML fragment serialisation, and beside it what HTML has no words for:
 * shadow roots as `template shadowrootmode`, frames' documents in an inert `template data-pugmark-frame` after their element, live values
 * of form controls as `data-pugmark-*`. Anything of the page that would read as one of these is written under another name, so that
 * nothing in the file can pass for our word.
 */
export function buildDomHtml(document: DomDocument): string {
  const out: string[] = [`<!--pugmark:dom/v1-->\n`];
  // A work list instead of recursion: a page may nest deeper than our stack.
  const work: (string | { readonly node: DomNode; readonly inFrame: boolean })[] = [];
  const push = (nodes: readonly DomNode[], inFrame: boolean): void => {
    for (let i = nodes.length - 1; i >= 0; i -= 1) {
      const node = nodes[i];
      if (node !== undefined) work.push({ node, inFrame });
    }
  };
  push(document.children, false);
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    if (typeof item === 'string') {
      out.push(item);
      continue;
    }
    const { node, inFrame } = item;
    if (node.kind !== 'element') {
      out.push(leafHtml(node));
      continue;
    }
    const { name, oddName } = writtenName(node.name, inFrame);
    out.push(startTag(node, name, oddName));
    if (node.frame !== undefined) {
      work.push('</template>');
      push(node.frame.children, true);
      work.push(frameStart(node.frame));
    } else if (node.isFrameOwner) {
      work.push('<template data-pugmark-frame data-pugmark-not-captured></template>');
    }
    if (VOID_ELEMENTS.has(name)) continue;
    work.push(`</${name}>`);
    const raw = rawText(node, name);
    if (raw !== undefined) {
      out.push(raw);
      continue;
    }
    push(node.children, inFrame);
    if (node.templateHtml !== undefined) work.push(node.templateHtml);
    if (node.shadow !== undefined) {
      work.push('</template>');
      push(node.shadow.children, inFrame);
      work.push(`<template shadowrootmode="${node.shadow.mode}">`);
    }
    if (NEWLINE_EATERS.has(name) && startsWithNewline(node)) out.push('\n');
  }
  return out.join('');
}

const VOID_ELEMENTS = new Set('area base basefont bgsound br col embed hr img input keygen link meta param source track wbr'.split(' '));
/** Their text is written as it is (HTML section 13.3). `plaintext` is not among them: it would swallow the rest of the file. */
const RAW_TEXT_ELEMENTS = new Set('script style xmp iframe noembed noframes noscript'.split(' '));
/** The parser drops a line feed right after their start tag. */
const NEWLINE_EATERS = new Set(['pre', 'textarea', 'listing']);
/** Elements that a parser drops or merges when they stand inside another document's body. */
const DOCUMENT_ELEMENTS = new Set(['html', 'head', 'body']);
const ALWAYS_RENAMED = new Set(['frameset', 'frame', 'plaintext']);

function writtenName(name: string, inFrame: boolean): { readonly name: string; readonly oddName?: string } {
  if (!/^[A-Za-z][^\s"'<>/=`\p{Cc}]*$/u.test(name)) return { name: 'pugmark-odd-element', oddName: name };
  if (/^pugmark-/i.test(name)) return { name: `x-${name}` };
  if (ALWAYS_RENAMED.has(name) || (inFrame && DOCUMENT_ELEMENTS.has(name))) return { name: `pugmark-${name}` };
  return { name };
}

function startTag(element: DomElement, name: string, oddName: string | undefined): string {
  const secret = isSecretField(element.name, element.attributes);
  const parts = [`<${name}`];
  if (oddName !== undefined) parts.push(attribute('data-pugmark-name', oddName));
  const odd: string[] = [];
  for (const [key, value] of element.attributes) {
    if (secret && key.toLowerCase() === 'value') continue;
    if (!/^[^\s"'<>/=\p{Cc}]+$/u.test(key)) odd.push(`${key}=${value}`);
    else parts.push(attribute(isReserved(element.name, key) ? `x-${key}` : key, value));
  }
  odd.forEach((text, i) => parts.push(attribute(`data-pugmark-odd-attribute-${i + 1}`, text)));
  if (secret) parts.push(' data-pugmark-value-left-out');
  if (element.form?.value !== undefined) parts.push(attribute('data-pugmark-value', element.form.value));
  if (element.form?.checked === true) parts.push(' data-pugmark-checked');
  if (element.form?.selected === true) parts.push(' data-pugmark-selected');
  if (textBreaksOut(element, name)) parts.push(' data-pugmark-escaped-text');
  parts.push('>');
  return parts.join('');
}

function isReserved(element: string, key: string): boolean {
  return /^data-pugmark/i.test(key) || (element === 'template' && /^shadowroot/i.test(key));
}

function frameStart(frame: DomDocument): string {
  return `<template data-pugmark-frame${attribute('data-pugmark-url', frame.url)}${frame.crossProcess ? ' data-pugmark-cross-process' : ''}>`;
}

/** Text of an element whose text is not markup; undefined for all others. */
function rawText(element: DomElement, name: string): string | undefined {
  if (!isRawText(element, name)) return undefined;
  const text = textOf(element);
  return textBreaksOut(element, name) ? escapeText(text) : text;
}

function isRawText(element: DomElement, name: string): boolean {
  return !element.isSvg && RAW_TEXT_ELEMENTS.has(name);
}

/** A script may hold the text of its own end tag when it was made by a script: written as it is, the rest of it would become markup. */
function textBreaksOut(element: DomElement, name: string): boolean {
  if (!isRawText(element, name)) return false;
  const text = textOf(element).toLowerCase();
  return text.includes(`</${name}`) || (name === 'script' && text.includes('<!--') && text.includes('<script'));
}

function textOf(element: DomElement): string {
  return element.children.map((child) => (child.kind === 'text' ? child.text : '')).join('');
}

function startsWithNewline(element: DomElement): boolean {
  const first = element.children[0];
  return first?.kind === 'text' && first.text.startsWith('\n');
}

function leafHtml(node: Exclude<DomNode, DomElement>): string {
  if (node.kind === 'text') return node.whole ? escapeText(node.text) : `${escapeText(node.text)}<!--pugmark:cut-->`;
  if (node.kind === 'comment') return isPlainComment(node.text) ? `<!--${node.text}-->` : `<!--pugmark:escaped ${escapeText(node.text)}-->`;
  if (node.kind === 'instruction') return `<!--pugmark:instruction ${escapeText(`${node.target} ${node.text}`)}-->`;
  return doctypeHtml(node);
}

function doctypeHtml({ name, publicId, systemId }: DomDoctype): string {
  const ids = publicId === '' ? (systemId === '' ? '' : ` SYSTEM "${systemId}"`) : ` PUBLIC "${publicId}" "${systemId}"`;
  return /^[A-Za-z]+$/.test(name) && !/[<>]/.test(ids) ? `<!DOCTYPE ${name}${ids}>\n` : '';
}

function isPlainComment(text: string): boolean {
  return !/^-?>|^pugmark:|--!?>|<!--|<!-$|--!?$/.test(text);
}

function attribute(name: string, value: string): string {
  return ` ${name}="${value.replace(/[&"<>\u00a0\r]/g, (character) => ENTITIES[character] ?? character)}"`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>\u00a0\r]/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\u00a0': '&nbsp;',
  '\r': '&#13;',
};
