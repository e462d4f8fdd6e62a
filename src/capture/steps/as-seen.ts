import type { UtcTime } from '../../core/clock.ts';
import { isPugmarkError } from '../../core/errors.ts';
import { READ_VIEW } from '../page-scripts/page-script.ts';
import { parseView } from '../page-scripts/script-results.ts';
import { takeLastFrame, tryScreenshot } from '../pictures/screenshot.ts';
import { keepText } from './artifact-writer.ts';
import { assertSameDocument } from './capture-context.ts';
import type { CaptureContext } from './capture-context.ts';
import { lookAtPage } from './look-at-page.ts';
import type { StepScope } from './step-runner.ts';

const STAGE = 'as-seen';
const FIRST_PICTURE_MS = 2_500;
const LAST_FRAME_MS = 1_500;

/** Phase A begins: what the person had before them, as a picture, before anything else is looked at. */
export async function keepFirstPicture(context: CaptureContext): Promise<void> {
  const { runner, tab, artifacts, found, worlds, main, clock } = context;
  worlds.stage = STAGE;
  tab.recording.setPhase('seen');
  await runner.run({ stage: STAGE, name: 'lock input', budgetMs: 1_000, needs: 'browser' }, () => tab.lockInput(true));
  // What the view is, and its picture, in one breath: neither waits for the other.
  const pictured = runner.run(
    { stage: STAGE, name: 'picture of the view', budgetMs: FIRST_PICTURE_MS + LAST_FRAME_MS, graceMs: 500, sameDocument: true },
    async (scope) => {
      const png = await pictureView(context, scope);
      assertSameDocument(context);
      // Now, and not when the disk has it: what is looked at is the page.
      return { png, takenAt: clock.now() };
    },
  );
  const measured = runner.run({ stage: STAGE, name: 'size of the view', budgetMs: FIRST_PICTURE_MS, sameDocument: true }, async () => {
    const view = parseView(await worlds.run(main, READ_VIEW));
    assertSameDocument(context);
    return view;
  });
  const [picture, view] = await Promise.all([pictured, measured]);
  if (view !== undefined) found.view = view;
  if (picture === undefined) return;
  const { png, takenAt } = picture;
  const kept = artifacts.keep({ role: 'screenshot-viewport', name: 'screenshot-viewport.png', mediaType: 'image/png' }, png);
  void tellSeen(context, kept, takenAt).catch(() => undefined);
}

async function tellSeen({ found, input }: CaptureContext, kept: Promise<unknown>, takenAt: UtcTime): Promise<void> {
  await kept;
  found.seenAt = takenAt;
  input.onProgress?.({ stage: STAGE, seenAt: takenAt });
}

/** The view as it is drawn anew; of a page that hangs, as it was drawn last. */
async function pictureView({ tab }: CaptureContext, scope: StepScope): Promise<Buffer> {
  try {
    return await tryScreenshot({ session: tab.cdp, timeoutMs: FIRST_PICTURE_MS, signal: scope.signal });
  } catch (error) {
    if (!isPugmarkError(error, 'deadline-passed')) throw error;
    const png = await takeLastFrame({ session: tab.cdp, timeoutMs: LAST_FRAME_MS, signal: scope.signal });
    scope.note('the page did not answer: the picture is the last one that the browser had drawn');
    return png;
  }
}

/** Phase A goes on: documents, text and MHTML of what was shown. Nothing is scrolled and nothing is asked for. */
export async function keepAsSeen(context: CaptureContext): Promise<void> {
  const { runner, tab, limits, artifacts, found, clock } = context;
  const startedMs = clock.monotonicMs();
  const leftMs = (): number => Math.max(1_000, limits.seenMs - (clock.monotonicMs() - startedMs));
  const look = await runner.run({ stage: STAGE, name: 'documents and text', budgetMs: leftMs(), sameDocument: true }, (scope) =>
    lookAtPage(context, scope),
  );
  if (look !== undefined) {
    found.asSeen = look;
    context.warnings.push(...look.warnings);
    keepText(artifacts, { role: 'dom', name: 'dom.html', mediaType: 'text/html; charset=utf-8' }, look.dom);
    keepText(artifacts, { role: 'text', name: 'text.txt', mediaType: 'text/plain; charset=utf-8' }, look.text);
  }
  const mhtml = await runner.run({ stage: STAGE, name: 'MHTML', budgetMs: leftMs(), sameDocument: true }, async () => {
    const { data } = await tab.cdp.send('Page.captureSnapshot', { format: 'mhtml' });
    assertSameDocument(context);
    return data;
  });
  if (mhtml !== undefined) keepText(artifacts, { role: 'mhtml', name: 'page.mhtml', mediaType: 'multipart/related' }, mhtml);
  // A phase of which a part is missing was never complete, whenever it ended.
  const isComplete = runner.steps.every(({ stage, outcome }) => stage !== STAGE || outcome === 'done');
  if (isComplete) found.seenCompleteAt = clock.now();
}
