import { open } from 'node:fs/promises';
import type { OpenedDocument } from '../core/capture-ports.ts';
import { PugmarkError } from '../core/errors.ts';
import { PRACTICE_META } from '../core/model/practice.ts';
import { withDeadline } from './browser/deadline.ts';
import type { CaptureTab } from './browser/tab.ts';

const ASK_MS = 2_000;
/** A marker further down than this is no marker of a document's head. */
const HEAD_BYTES = 256 * 1024;

/** A page that has led on so often while it was judged does not come to rest. */
const MAX_JUDGED = 5;

type JudgedTab = Pick<CaptureTab, 'cdp' | 'recording' | 'lost'>;

/**
 * Has the document judged that the tab shows when this resolves: one that leads on to another while it is judged has the other one judged
 * as well. Throws whatever `judge` throws; `navigation-failed` when the page leads on without end.
 */
export async function judgeShownDocument(tab: JudgedTab, judge: (document: OpenedDocument) => void): Promise<void> {
  for (let judged = 0; judged < MAX_JUDGED; judged += 1) {
    const before = tab.recording.currentDocument()?.loaderId;
    judge(await readOpenedDocument(tab));
    if (tab.recording.currentDocument()?.loaderId === before) return;
  }
  const { shownUrl = 'an empty page' } = tab.recording.currentDocument() ?? {};
  throw new PugmarkError('navigation-failed', `The page leads on to another each time it is looked at, last to ${shownUrl}`);
}

/**
 * What the document in a tab is: its address, its headers as received, and the names of its meta elements, both as served
 * and as the document stands now. No script runs in the page for it. Never throws because of the page: one that cannot be
 * asked (it blocks in dialogs, it is gone) is known by what was served, and what it costs the capture is for the capture to say.
 */
async function readOpenedDocument(tab: JudgedTab): Promise<OpenedDocument> {
  const load = tab.recording.currentDocument();
  const served = tab.recording
    .exchangesOfDocument(load?.loaderId)
    .findLast(
      (exchange) => exchange.resourceType === 'Document' && exchange.frameId === load?.mainFrameId && exchange.redirectedTo === undefined,
    );
  const isMarked = await hasMarker(tab).catch(() => false);
  const servedNames = await readServedMetaNames(served?.response?.body?.path);
  const metaNames = isMarked ? [PRACTICE_META, ...servedNames] : servedNames;
  return { url: load?.documentUrl ?? '', headers: served?.response?.headers ?? [], metaNames };
}

/** Asks for the marker alone: a page may have any number of meta elements. */
async function hasMarker(tab: JudgedTab): Promise<boolean> {
  const ask = <T>(answer: Promise<T>): Promise<T> => withDeadline(answer, { ms: ASK_MS, signal: tab.lost, what: 'read the document' });
  const { root } = await ask(tab.cdp.send('DOM.getDocument', { depth: 0 }));
  const { nodeId } = await ask(tab.cdp.send('DOM.querySelector', { nodeId: root.nodeId, selector: `meta[name="${PRACTICE_META}" i]` }));
  await ask(tab.cdp.send('DOM.disable'));
  return nodeId !== 0;
}

/** A script may have taken a meta element out of the document; what was served still has it. */
async function readServedMetaNames(bodyPath: string | undefined): Promise<readonly string[]> {
  if (bodyPath === undefined) return [];
  const file = await open(bodyPath);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead).toString('latin1');
    return [...head.matchAll(/<meta\b[^>]*?\bname\s*=\s*["']?([^"'\s>]+)/gi)].map((match) => match[1] ?? '');
  } finally {
    await file.close();
  }
}
