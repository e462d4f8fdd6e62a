import type { Observation } from '../../core/model/capture-record.ts';
import { buildDomHtml } from '../page/build-dom-html.ts';
import { buildPageFacts } from '../page/build-page-facts.ts';
import { buildText } from '../page/build-text.ts';
import { buildDomTree } from '../page/dom-tree.ts';
import type { DomDocument, DomNode } from '../page/dom-tree.ts';
import { RenderedPage } from '../page/rendered-page.ts';
import { takeSnapshot } from '../page/take-snapshot.ts';
import type { CaptureContext, PageLook } from './capture-context.ts';
import type { StepScope } from './step-runner.ts';

/** Looks at all documents of the page once and makes markup, text and facts of it. Rejects when there is no document to look at. */
export async function lookAtPage(context: CaptureContext, scope: StepScope): Promise<PageLook> {
  const { snapshot, missing } = await takeSnapshot(context.sessions.list());
  for (const { frameId, reason } of missing) scope.note(`frame ${frameId} gave no answer: ${reason}`);
  const tree = buildDomTree(snapshot);
  if (tree === undefined) throw new Error('the page gave no document');
  const page = new RenderedPage(snapshot);
  const { facts, leftOut } = buildPageFacts(tree, page.main);
  if (leftOut > 0) {
    const detail = `${leftOut} statements of the page about itself are too long or too many for the record; they stand in the artifact [dom]`;
    if (!context.warnings.some(({ code }) => code === 'page-facts-cut')) context.warnings.push({ code: 'page-facts-cut', detail });
  }
  return { dom: buildDomHtml(tree), text: buildText(page), page, facts, frames: listFrames(tree) };
}

const MAX_FRAMES = 1_000;

/** Every frame below the main document, in document order. */
function listFrames(tree: DomDocument): Observation['frames'] {
  const frames: Observation['frames'] = [];
  const open: DomNode[] = tree.children.toReversed();
  for (let node = open.pop(); node !== undefined && frames.length < MAX_FRAMES; node = open.pop()) {
    if (node.kind !== 'element') continue;
    const inside: DomNode[] = [...(node.shadow?.children ?? []), ...node.children];
    if (node.frame !== undefined) {
      frames.push({ url: node.frame.url, crossProcess: node.frame.crossProcess, captured: true });
      inside.push(...node.frame.children);
    } else if (node.isFrameOwner) {
      const address = node.attributes.find(([name]) => name === 'src' || name === 'data')?.[1] ?? 'about:blank';
      frames.push({
        url: URL.canParse(address, tree.baseUrl) ? new URL(address, tree.baseUrl).href : address,
        crossProcess: true,
        captured: false,
      });
    }
    for (let i = inside.length - 1; i >= 0; i -= 1) {
      const child = inside[i];
      if (child !== undefined) open.push(child);
    }
  }
  return frames;
}
