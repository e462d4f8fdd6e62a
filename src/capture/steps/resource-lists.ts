import type { CDPSession, Protocol } from 'puppeteer-core';
import type { NamedResource, ResourceLists } from '../../core/completeness/build-completeness.ts';
import type { IsolatedWorlds } from '../page-scripts/isolated-worlds.ts';
import { LIST_RESOURCES } from '../page-scripts/page-script.ts';
import { parseResources } from '../page-scripts/script-results.ts';
import type { FrameSession } from '../page/frame-sessions.ts';
import type { RenderedPage } from '../page/rendered-page.ts';
import { findCssImages, findDrawnFrames, findDrawnImages } from '../page/shown-resources.ts';

/** Lists from looks at the page; drawn at any of them counts. Absent without a look. */
export function listDrawn(looks: readonly RenderedPage[]): Pick<ResourceLists, 'drawnImages' | 'cssImages' | 'drawnFrames'> {
  if (looks.length === 0) return {};
  return {
    drawnImages: looks.flatMap((look) => findDrawnImages(look)),
    cssImages: looks.flatMap((look) => findCssImages(look)),
    drawnFrames: looks.flatMap((look) => findDrawnFrames(look).map(({ url }) => url)),
  };
}

/** Resources of all frames of all processes as the browser's own tree lists them. Rejects when one process gives no answer. */
export async function readResourceTree(sessions: readonly FrameSession[]): Promise<readonly NamedResource[]> {
  const trees = await Promise.all(sessions.map(async ({ session }) => readTree(session)));
  return trees.flatMap((tree) => listTree(tree));
}

/** Resources that the performance timelines of all frames name. Rejects when one frame gives no answer. */
export async function readPerformanceEntries(sessions: readonly FrameSession[], worlds: IsolatedWorlds): Promise<readonly NamedResource[]> {
  const lists = await Promise.all(
    sessions.map(async ({ session }) => {
      const frames = listFrames(await readTree(session));
      return Promise.all(frames.map(async (frameId) => parseResources(await worlds.run({ session, frameId }, LIST_RESOURCES))));
    }),
  );
  return lists.flat(2).map(([url, type]) => ({ url, type }));
}

async function readTree(session: CDPSession): Promise<Protocol.Page.FrameResourceTree> {
  await session.send('Page.enable');
  return (await session.send('Page.getResourceTree')).frameTree;
}

function listTree(tree: Protocol.Page.FrameResourceTree): readonly NamedResource[] {
  const own = tree.frame.unreachableUrl === undefined ? [{ url: tree.frame.url, type: 'Document', loaderId: tree.frame.loaderId }] : [];
  return [...own, ...tree.resources.map(({ url, type }) => ({ url, type })), ...(tree.childFrames ?? []).flatMap(listTree)];
}

function listFrames(tree: Protocol.Page.FrameResourceTree): readonly string[] {
  return [tree.frame.id, ...(tree.childFrames ?? []).flatMap(listFrames)];
}
