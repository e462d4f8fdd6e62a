import type { CDPSession, Protocol } from 'puppeteer-core';
import type { NamedResource, ResourceLists } from '../../core/completeness/build-completeness.ts';
import type { IsolatedWorlds } from '../page-scripts/isolated-worlds.ts';
import { withDeadline } from '../browser/deadline.ts';
import { LIST_RESOURCES } from '../page-scripts/page-script.ts';
import { parseResources } from '../page-scripts/script-results.ts';
import type { FrameSession } from '../page/frame-sessions.ts';
import type { RenderedPage } from '../page/rendered-page.ts';
import { findCssImages, findDrawnFrames, findDrawnImages } from '../page/shown-resources.ts';

/** Lists from looks at the page; drawn at any of them, or in a view that was passed, counts. Absent without a look. */
export function listDrawn(
  looks: readonly RenderedPage[],
  passed: ReadonlySet<string>,
): Pick<ResourceLists, 'drawnImages' | 'cssImages' | 'drawnFrames'> {
  if (looks.length === 0) return {};
  return {
    drawnImages: [...looks.flatMap((look) => findDrawnImages(look)), ...[...passed].map((url) => ({ url, alternatives: [] }))],
    cssImages: looks.flatMap((look) => findCssImages(look)),
    drawnFrames: looks.flatMap((look) => findDrawnFrames(look).map(({ url }) => url)),
  };
}

/** What the frames named, and how many processes gave no answer although their frame is still there. */
export interface ListedResources {
  readonly resources: readonly NamedResource[];
  readonly silent: number;
}

/** Resources of all frames of all processes as the browser's own tree lists them. Rejects when the main document gives no answer. */
export async function readResourceTree(sessions: readonly FrameSession[], frameMs: number): Promise<ListedResources> {
  return askAll(sessions, frameMs, async (session) => listTree(await readTree(session)));
}

/** Resources that the performance timelines of all frames name. Rejects when the main document gives no answer. */
export async function readPerformanceEntries(
  sessions: readonly FrameSession[],
  worlds: IsolatedWorlds,
  frameMs: number,
): Promise<ListedResources> {
  return askAll(sessions, frameMs, async (session) => {
    const frames = listFrames(await readTree(session));
    const lists = await Promise.all(frames.map(async (frameId) => parseResources(await worlds.run({ session, frameId }, LIST_RESOURCES))));
    return lists.flat().map(([url, type]) => ({ url, type }));
  });
}

/** Asks all processes at the same time; the caller bounds the wait for the main document, `frameMs` that for every other. */
async function askAll(
  sessions: readonly FrameSession[],
  frameMs: number,
  ask: (session: CDPSession) => Promise<readonly NamedResource[]>,
): Promise<ListedResources> {
  let silent = 0;
  const lists = await Promise.all(
    sessions.map(async ({ session, frameId }) => {
      if (frameId === undefined) return ask(session);
      try {
        return await withDeadline(ask(session), { ms: frameMs, what: 'list its resources' });
      } catch {
        // A frame that the page took away meanwhile is no longer part of it.
        if (!session.detached) silent += 1;
        return [];
      }
    }),
  );
  return { resources: lists.flat(), silent };
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
