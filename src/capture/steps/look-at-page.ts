import type { Observation } from '../../core/model/capture-record.ts';
import { MEASURE_DOCUMENT } from '../page-scripts/page-script.ts';
import { parseDocumentSize } from '../page-scripts/script-results.ts';
import { buildDomHtml } from '../page/build-dom-html.ts';
import { buildPageFacts } from '../page/build-page-facts.ts';
import { buildText } from '../page/build-text.ts';
import { buildDomTree } from '../page/dom-tree.ts';
import { RenderedPage } from '../page/rendered-page.ts';
import { surveyTree } from '../page/survey-tree.ts';
import { takeSnapshot, type SnapshotResult } from '../page/take-snapshot.ts';
import { assertSameDocument } from './capture-context.ts';
import type { CaptureContext, PageLook } from './capture-context.ts';
import type { StepScope } from './step-runner.ts';

/** Looks at all documents of the page once and makes markup, text and facts of it. Rejects when there is no document to look at. */
export async function lookAtPage(context: CaptureContext, scope: StepScope): Promise<PageLook> {
  const measuresInside = (await assertReadable(context)) <= MAX_MEASURED_NODES;
  const frameMs = Math.min(FRAME_MS, scope.remainingMs() / 2);
  const { snapshot, missing } = await takeSnapshot(context.sessions.list(), frameMs, { measuresInside });
  assertSameDocument(context);
  const textsLeftCut = snapshot.targets.reduce((sum, target) => sum + target.textsLeftCut, 0);
  const tree = buildDomTree(snapshot);
  if (tree === undefined) throw new Error('the page gave no document');
  const page = new RenderedPage(snapshot);
  const { facts, leftOut } = buildPageFacts(tree, page.main);
  const { frames, framesLeftOut, passwordsInMarkup } = surveyTree(tree);
  tellMissing(context, scope, missing, frames);
  const warnings = [
    ...(measuresInside
      ? []
      : [{ code: 'inner-areas-not-measured', detail: `of more than ${MAX_MEASURED_NODES} nodes it is not asked whether they scroll` }]),
    ...tell('page-facts-cut', leftOut, 'statements of the page about itself are too long or too many for the record; they stand in [dom]'),
    ...tell('frames-left-out', framesLeftOut, 'more frames are not listed; those that were looked at stand in [dom]'),
    ...tell('texts-cut', textsLeftCut, 'templates and long texts that no box draws are cut in [dom]'),
    ...tell(
      'password-in-markup',
      passwordsInMarkup,
      'password fields have what stands in them in the markup of the page: [mhtml] and the web archive may hold it',
    ),
  ];
  return { dom: buildDomHtml(tree), text: buildText(page), page, facts, frames, warnings };
}

function tell(code: string, count: number, detail: string): Observation['warnings'] {
  return count === 0 ? [] : [{ code, detail: `${count} ${detail}` }];
}

/** All frames are asked at the same time: one that hangs costs no other anything, and the step not more than half of its time. */
const FRAME_MS = 3_000;
/** Frames told one by one; the rest by their number. */
const MAX_NOTES = 10;

/** A frame that was not looked at is content that nobody saw; one that the page took away meanwhile is not. */
function tellMissing({ sessions }: CaptureContext, scope: StepScope, missing: SnapshotResult['missing'], frames: PageLook['frames']): void {
  for (const { frameId, reason, isGone } of missing.slice(0, MAX_NOTES)) {
    scope.note(isGone ? `frame ${frameId} went away` : `frame ${frameId} gave no answer: ${reason.slice(0, 200)}`);
  }
  const silent = missing.filter(({ isGone }) => !isGone).length;
  if (silent > 0) scope.limit('document-incomplete', `${silent} frames of other sites gave no answer and were not looked at`);
  if (sessions.refused > 0)
    scope.limit('document-incomplete', `${sessions.refused} frames of other sites above the limit were not looked at`);
  const unseen = frames.filter(({ captured }) => !captured).length;
  if (!sessions.isAttached && unseen > 0)
    scope.limit('document-incomplete', `${unseen} frames could not be reached and were not looked at`);
}

/** Above it the browser would be busy for minutes with an answer that nobody can take; pictures and archive do without. */
const MAX_NODES = 1_000_000;
/** Of more it would take the browser too long to tell how large the inside of each is. */
const MAX_MEASURED_NODES = 50_000;
const MAX_CHARACTERS = 40_000_000;

/** How many nodes the document has. Rejects when those are too many to be looked at. */
async function assertReadable({ worlds, main }: CaptureContext): Promise<number> {
  const { nodes, characters } = parseDocumentSize(await worlds.run(main, MEASURE_DOCUMENT, MAX_NODES, MAX_CHARACTERS));
  if (nodes > MAX_NODES) throw new Error(`the document has more than ${MAX_NODES} nodes`);
  if (characters > MAX_CHARACTERS) throw new Error(`the document has more than ${MAX_CHARACTERS} characters`);
  return nodes;
}
