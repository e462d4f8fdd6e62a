import type { CDPSession, Protocol } from 'puppeteer-core';
import { withDeadline } from '../browser/deadline.ts';
import type { FrameSession } from './frame-sessions.ts';
import { NODE_TEXT_LIMIT, SNAPSHOT_STYLES } from './snapshot.ts';
import type { PageSnapshot, TargetSnapshot } from './snapshot.ts';

/** Templates and long texts that are asked for one by one; a page that has more keeps the rest cut. */
const MAX_LOOKUPS = 500;

export interface SnapshotResult {
  readonly snapshot: PageSnapshot;
  /** Frames of other processes that gave no answer, with the reason. */
  readonly missing: readonly {
    readonly frameId: string;
    readonly reason: string;
    /** The page took the frame away meanwhile: there is nothing of it to be looked at. */
    readonly isGone: boolean;
  }[];
}

export interface SnapshotOptions {
  /** Ask how large the inside of every element is. It doubles the time that the browser needs. Default true. */
  readonly measuresInside?: boolean;
}

/**
 * Looks once at all documents of the page. Rejects when the main document gives no answer; a frame that gives none is told in `missing`.
 * The caller bounds the wait for the main document. `frameMs`: how long every other may take, all at the same time.
 */
export async function takeSnapshot(
  sessions: readonly FrameSession[],
  frameMs: number,
  { measuresInside = true }: SnapshotOptions = {},
): Promise<SnapshotResult> {
  const [main, ...frames] = sessions;
  if (main === undefined) throw new Error('No session to look through');
  const missing: SnapshotResult['missing'][number][] = [];
  const [first, ...others] = await Promise.all([
    snapshotTarget(main.session, measuresInside),
    ...frames.map(async ({ session, frameId }) => {
      try {
        return await withDeadline(snapshotTarget(session, measuresInside), { ms: frameMs, what: 'show its documents' });
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        missing.push({ frameId: frameId ?? '', reason, isGone: session.detached });
        return undefined;
      }
    }),
  ]);
  return { snapshot: { targets: [first, ...others.filter((target) => target !== undefined)] }, missing };
}

async function snapshotTarget(session: CDPSession, includeDOMRects: boolean): Promise<TargetSnapshot> {
  // Sent in one go: the renderer answers them one right after the other, so that the two views are of (nearly) one moment.
  const enabled = session.send('DOM.enable', { includeWhitespace: 'all' });
  const listed = session.send('DOM.getFlattenedDocument', { depth: -1, pierce: true });
  const drawn = session.send('DOMSnapshot.captureSnapshot', { computedStyles: [...SNAPSHOT_STYLES], includeDOMRects });
  try {
    const [, { nodes }, rendered] = await Promise.all([enabled, listed, drawn]);
    const owners = nodes.filter((node) => (node.templateContent?.childNodeCount ?? 0) > 0);
    const cut = findCutTexts(nodes, rendered);
    const [templates, longTexts] = await Promise.all([readTemplates(session, owners), readLongTexts(session, cut)]);
    const textsLeftCut = Math.max(0, owners.length - MAX_LOOKUPS) + Math.max(0, cut.length - MAX_LOOKUPS);
    return { nodes, rendered, templates, longTexts, textsLeftCut };
  } finally {
    // While it is enabled, every change of the page is reported to us.
    void session.send('DOM.disable').catch(() => undefined);
  }
}

/** Contents of `template` elements are documents of their own, which the node list names but does not show. */
async function readTemplates(session: CDPSession, owners: readonly Protocol.DOM.Node[]): Promise<ReadonlyMap<number, string>> {
  const found = await Promise.all(
    owners.slice(0, MAX_LOOKUPS).map(async ({ backendNodeId }) => {
      const html = await outerHtml(session, backendNodeId);
      const body = html === undefined ? undefined : /^<template\b(?:"[^"]*"|[^"<>])*>(.*)<\/template>$/s.exec(html)?.[1];
      return body === undefined ? [] : [[backendNodeId, body] as const];
    }),
  );
  return new Map(found.flat());
}

/** Long texts are cut in the node list and whole in the rendered tree, which lacks what no slot shows. */
function findCutTexts(
  nodes: readonly Protocol.DOM.Node[],
  rendered: Protocol.DOMSnapshot.CaptureSnapshotResponse,
): readonly Protocol.DOM.Node[] {
  const inRendered = new Set(rendered.documents.flatMap((document) => document.nodes.backendNodeId ?? []));
  return nodes.filter((node) => node.nodeType === 3 && node.nodeValue.length > NODE_TEXT_LIMIT && !inRendered.has(node.backendNodeId));
}

async function readLongTexts(session: CDPSession, cut: readonly Protocol.DOM.Node[]): Promise<ReadonlyMap<number, string>> {
  const found = await Promise.all(
    cut.slice(0, MAX_LOOKUPS).map(async ({ backendNodeId }) => {
      const html = await outerHtml(session, backendNodeId);
      return html === undefined ? [] : [[backendNodeId, unescapeText(html)] as const];
    }),
  );
  return new Map(found.flat());
}

async function outerHtml(session: CDPSession, backendNodeId: number): Promise<string | undefined> {
  try {
    return (await session.send('DOM.getOuterHTML', { backendNodeId })).outerHTML;
  } catch {
    // The page removed it meanwhile.
    return undefined;
  }
}

function unescapeText(html: string): string {
  return html.replace(/&(amp|lt|gt|nbsp);/g, (_, name: string) =>
    name === 'amp' ? '&' : name === 'lt' ? '<' : name === 'gt' ? '>' : '\u00a0',
  );
}
