import { scrollsOnItsOwn } from './own-scrolling.ts';
import type { RenderedDocument } from './rendered-page.ts';

/** An element that may scroll on its own, by the look of its styles. */
export interface ScrollArea {
  readonly backendNodeId: number;
  /** CSS pixels of the view that it covers. */
  readonly areaPx: number;
}

/** Smaller ones are menus and text fields. Part of the view. */
const LEAST_SHARE = 0.12;
const MOST_CANDIDATES = 8;

/**
 * Elements of the main document (closed shadow roots included) whose inside may be higher than themselves, the largest in the view first.
 * Whether they scroll is for the element itself to say.
 */
export function findScrollAreas(
  document: RenderedDocument,
  view: { readonly widthPx: number; readonly heightPx: number },
): readonly ScrollArea[] {
  const found: ScrollArea[] = [];
  for (let node = 0; node < document.nodeCount; node += 1) {
    const name = document.nameOf(node);
    if (name === '#text' || name === 'html' || name === 'textarea' || name === 'select') continue;
    const box = document.boxesOf(node)[0];
    const backendNodeId = document.backendNodeId(node);
    if (box === undefined || backendNodeId === undefined || !scrollsOnItsOwn(document, node).y) continue;
    if (box.style('visibility') !== 'visible') continue;
    const areaPx = Math.min(box.box.width, view.widthPx) * Math.min(box.box.height, view.heightPx);
    if (areaPx >= LEAST_SHARE * view.widthPx * view.heightPx) found.push({ backendNodeId, areaPx });
  }
  return found.toSorted((a, b) => b.areaPx - a.areaPx).slice(0, MOST_CANDIDATES);
}
