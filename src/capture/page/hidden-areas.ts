import type { HiddenArea } from '../../core/completeness/build-completeness.ts';
import { scrollsOnItsOwn } from './own-scrolling.ts';
import type { RenderedBox, RenderedDocument, RenderedPage, Scrolling } from './rendered-page.ts';

/** Less than this out of sight is rounding, a shadow or an edge. CSS pixels. */
const LEAST_HIDDEN_PX = 40;
/** Smaller boxes show nothing that anyone could read. CSS pixels. */
const LEAST_SIDE_PX = 24;
/** What is in them stands in the text, whole. */
const FIELDS = new Set(['textarea', 'select', 'input', 'option']);

/**
 * Areas of all documents that scroll on their own and show a part of their inside: galleries, lists beside the main one, frames. What is out of sight in
 * them stands in no picture. `pictured`: backend node id of the scroller of the main document that was gone through from top to end.
 */
export function findHiddenAreas(page: RenderedPage, pictured: number | undefined): readonly HiddenArea[] {
  return page.documents.flatMap((document) => {
    const found: HiddenArea[] = [];
    for (let node = 0; node < document.nodeCount; node += 1) {
      const box = document.boxesOf(node)[0];
      if (box === undefined || box.style('visibility') !== 'visible') continue;
      const frame = page.frameOf(document, node);
      if (frame !== undefined) {
        found.push(...ofFrame(frame, box, document.scrollingOf(node)));
        continue;
      }
      const isPictured = document === page.main && pictured !== undefined && document.backendNodeId(node) === pictured;
      found.push(...ofElement(document, node, isPictured));
    }
    return found;
  });
}

function ofFrame(frame: RenderedDocument, { box }: RenderedBox, inside: Scrolling | undefined): readonly HiddenArea[] {
  const { width, height } = inside ?? box;
  return areas(
    { url: frame.url, what: 'a frame', isPictured: false },
    { width, height, scrollWidth: frame.contentWidth, scrollHeight: frame.contentHeight },
    { x: true, y: true },
  );
}

function ofElement(document: RenderedDocument, node: number, isPictured: boolean): readonly HiddenArea[] {
  if (FIELDS.has(document.nameOf(node))) return [];
  const { x, y } = scrollsOnItsOwn(document, node);
  const size = x || y ? document.scrollingOf(node) : undefined;
  return size === undefined ? [] : areas({ url: document.url, what: 'an inner area', isPictured }, size, { x, y });
}

function areas(
  { url, what, isPictured }: { readonly url: string; readonly what: string; readonly isPictured: boolean },
  size: Scrolling,
  scroll: { readonly x: boolean; readonly y: boolean },
): readonly HiddenArea[] {
  if (size.width < LEAST_SIDE_PX || size.height < LEAST_SIDE_PX) return [];
  const hidden: HiddenArea[] = [];
  if (scroll.y && !isPictured && size.scrollHeight - size.height > LEAST_HIDDEN_PX) {
    hidden.push({ url, what, side: 'height', picturedPx: size.height, totalPx: size.scrollHeight });
  }
  if (scroll.x && size.scrollWidth - size.width > LEAST_HIDDEN_PX) {
    hidden.push({ url, what, side: 'width', picturedPx: size.width, totalPx: size.scrollWidth });
  }
  return hidden;
}
