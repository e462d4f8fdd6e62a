import { toUtf8 } from '../../core/digest/encoding.ts';
import { withDeadline } from '../browser/deadline.ts';
import { READ_VIEW } from '../page-scripts/page-script.ts';
import { parseView } from '../page-scripts/script-results.ts';
import { takeScreenshot } from '../pictures/screenshot.ts';
import type { CaptureContext } from './capture-context.ts';
import { lookAtPage } from './look-at-page.ts';

const STAGE = 'as-seen';
const FIRST_PICTURE_MS = 2_500;

/** Phase A begins: what the person had before them, as a picture, before anything else is looked at. */
export async function keepFirstPicture(context: CaptureContext): Promise<void> {
  const { runner, tab, artifacts, found, worlds, main, clock } = context;
  worlds.stage = STAGE;
  tab.recording.setPhase('seen');
  await runner.run({ stage: STAGE, name: 'lock input', budgetMs: 1_000 }, () => tab.lockInput(true));
  await runner.run({ stage: STAGE, name: 'picture of the view', budgetMs: 2 * FIRST_PICTURE_MS, graceMs: 500 }, async ({ signal }) => {
    // What the view is, and its picture, in one breath: neither waits for the other.
    const view = worlds.run(main, READ_VIEW).then(parseView);
    view.catch(() => undefined);
    const png = await takeScreenshot({ session: tab.cdp, timeoutMs: FIRST_PICTURE_MS, signal });
    void artifacts.keep({ role: 'screenshot-viewport', name: 'screenshot-viewport.png', mediaType: 'image/png' }, png).then(
      () => (found.seenAt = clock.now()),
      () => undefined,
    );
    found.view = await withDeadline(view, { ms: FIRST_PICTURE_MS, signal, what: 'read the size of the view' });
  });
}

/** Phase A goes on: documents, text and MHTML of what was shown. Nothing is scrolled and nothing is asked for. */
export async function keepAsSeen(context: CaptureContext): Promise<void> {
  const { runner, tab, limits, artifacts, found, clock } = context;
  await runner.run({ stage: STAGE, name: 'documents and text', budgetMs: limits.seenMs }, async (scope) => {
    const look = await lookAtPage(context, scope);
    found.asSeen = look;
    void artifacts.keep({ role: 'dom', name: 'dom.html', mediaType: 'text/html; charset=utf-8' }, toUtf8(look.dom)).catch(() => undefined);
    void artifacts
      .keep({ role: 'text', name: 'text.txt', mediaType: 'text/plain; charset=utf-8' }, toUtf8(look.text))
      .catch(() => undefined);
  });
  await runner.run({ stage: STAGE, name: 'MHTML', budgetMs: limits.seenMs }, async () => {
    const { data } = await tab.cdp.send('Page.captureSnapshot', { format: 'mhtml' });
    void artifacts.keep({ role: 'mhtml', name: 'page.mhtml', mediaType: 'multipart/related' }, toUtf8(data)).catch(() => undefined);
  });
  found.seenCompleteAt = clock.now();
}
