import { boundAddress } from '../../core/completeness/bound-items.ts';
import type { Observation } from '../../core/model/capture-record.ts';
import { isSecretField } from './dom-tree.ts';
import type { DomDocument, DomElement, DomNode } from './dom-tree.ts';

/** As many as Chromium gives a page. */
const MAX_FRAMES = 1_000;

/** Every frame below the main document, in document order, and what else only a walk over all elements tells. */
export function surveyTree(tree: DomDocument): {
  readonly frames: Observation['frames'];
  /** In [dom], and not in the list. */
  readonly framesLeftOut: number;
  readonly passwordsInMarkup: number;
} {
  const frames: Observation['frames'] = [];
  let passwordsInMarkup = 0;
  const open: DomNode[] = tree.children.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind !== 'element') continue;
    if (isSecretField(node.name, node.attributes) && (attribute(node, 'value') ?? '') !== '') passwordsInMarkup += 1;
    const inside: DomNode[] = [...(node.shadow?.children ?? []), ...node.children];
    if (node.frame !== undefined) {
      frames.push({ url: boundAddress(node.frame.url), crossProcess: node.frame.crossProcess, captured: true });
      inside.push(...node.frame.children);
    } else if (node.isFrameOwner) {
      const address = attribute(node, 'src') ?? attribute(node, 'data') ?? 'about:blank';
      const url = URL.canParse(address, tree.baseUrl) ? new URL(address, tree.baseUrl).href : address;
      frames.push({ url: boundAddress(url), crossProcess: true, captured: false });
    }
    for (let i = inside.length - 1; i >= 0; i -= 1) {
      const child = inside[i];
      if (child !== undefined) open.push(child);
    }
  }
  // Those that were not looked at are told before those that were.
  const listed =
    frames.length <= MAX_FRAMES ? frames : frames.toSorted((a, b) => Number(a.captured) - Number(b.captured)).slice(0, MAX_FRAMES);
  return { frames: listed, framesLeftOut: frames.length - listed.length, passwordsInMarkup };
}

function attribute(element: DomElement, wanted: string): string | undefined {
  return element.attributes.find(([name]) => name === wanted)?.[1];
}
