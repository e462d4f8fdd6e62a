import type { RenderedDocument } from './rendered-page.ts';

/** Whether content that is longer than its box can be scrolled to, by the value of `overflow-x` or `overflow-y`. */
export function isScrollable(overflow: string): boolean {
  return /^(?:auto|scroll|overlay)$/.test(overflow);
}

/**
 * Whether an element scrolls on its own if its inside is larger than itself. The document's own scrolling is none of an element: a root never does, and
 * what a body says of scrolling holds for the document unless the root says something of its own (CSS Overflow 3, section 3.3).
 */
export function scrollsOnItsOwn(document: RenderedDocument, node: number): { readonly x: boolean; readonly y: boolean } {
  const box = document.boxesOf(node)[0];
  const name = document.nameOf(node);
  if (box === undefined || name === '#text' || name === 'html') return { x: false, y: false };
  const root = name === 'body' ? document.parentOf(node) : undefined;
  const isDocuments = root !== undefined && document.boxesOf(root)[0]?.style('overflow-y') === 'visible';
  return isDocuments ? { x: false, y: false } : { x: isScrollable(box.style('overflow-x')), y: isScrollable(box.style('overflow-y')) };
}
