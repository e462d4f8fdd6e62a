import { pause } from '../browser/deadline.ts';
import { READ_VIEW, SCROLL_DOCUMENT } from '../page-scripts/page-script.ts';
import { NOTE_VIEW, WAIT_FOR_FADES } from '../page-scripts/view-scripts.ts';
import { parseDocumentScroll, parseNoted, parseView } from '../page-scripts/script-results.ts';
import type { DocumentScroll } from '../page-scripts/script-results.ts';
import type { CaptureContext } from './capture-context.ts';
import { assertSameDocument } from './capture-context.ts';
import type { StepScope } from './step-runner.ts';

/** Long enough for scripts that watch scrolling at intervals; pictures on their way are waited for besides. */
const DWELL_MS = 90;
const STEP_QUIET = { quietMs: 40, timeoutMs: 300 };
const END_QUIET = { quietMs: 150, timeoutMs: 4_000 };
/** Before the page is pictured: what is on its way belongs into the picture. */
const PICTURE_QUIET = { quietMs: 200, timeoutMs: 4_000 };
/** A page needs this long to notice that it stands at an end and to ask for more. */
const NOTICE_MS = 200;
/** A page may grow by a trickle for ever; so often in a row it is believed that more is coming. */
const MAX_GROWTHS = 1_000;

/** Scrolls the document to a place at once. */
export async function scrollDocument({ worlds, main }: CaptureContext, x: number, y: number): Promise<DocumentScroll> {
  return parseDocumentScroll(await worlds.run(main, SCROLL_DOCUMENT, x, y));
}

/** How much patience a place deserves: a step on the way, an end where more may come, the page before it is pictured. */
export type Patience = 'step' | 'end' | 'picture';

/** Waits for what scrolling made the page ask for. */
export async function settle({ tab }: CaptureContext, scope: StepScope, patience: Patience): Promise<void> {
  const { quietMs, timeoutMs } = patience === 'step' ? STEP_QUIET : patience === 'end' ? END_QUIET : PICTURE_QUIET;
  if (patience !== 'step') await pause(NOTICE_MS, scope.signal);
  await tab.recording.waitForQuiet({ quietMs, timeoutMs: Math.min(timeoutMs, scope.remainingMs()), signal: scope.signal });
}

/** So many are remembered; a page that has more is higher than what is pictured. */
const MAX_VIEWS = 1_000;
const MAX_PICTURES = 20_000;

/**
 * A page may take away what is out of sight: what stood in this view (of a held scroller: in what it showed) is compared with what is there
 * afterwards. How many pictures stand in it that the page has not asked for yet.
 */
export async function noteView({ worlds, main, found }: CaptureContext, scroller?: string): Promise<number> {
  const noted = await (scroller === undefined
    ? worlds.run(main, NOTE_VIEW, MAX_VIEWS)
    : worlds.runOn(main, scroller, NOTE_VIEW, MAX_VIEWS));
  const { pictures, pending } = parseNoted(noted);
  for (const url of pictures) if (found.passedPictures.size < MAX_PICTURES) found.passedPictures.add(url);
  return pending;
}

/** Many pages ask for a picture only when its place has been in view for a while, so that nothing is loaded for those who hurry past. */
const LINGER_MS = 400;
const MAX_LINGERS = 2;
/** So often in vain, and what is missing waits for something else than time. */
const MAX_VAIN = 4;

/** Waits in views whose pictures the page has not asked for, as a person would who looks at them. */
class Lingering {
  #vain = 0;

  async in(context: CaptureContext, scope: StepScope): Promise<void> {
    let pending = await noteView(context);
    for (let tries = 0; pending > 0 && tries < MAX_LINGERS && this.#vain < MAX_VAIN && !scope.signal.aborted; tries += 1) {
      await pause(LINGER_MS, scope.signal);
      await settle(context, scope, 'step');
      const left = await noteView(context);
      this.#vain = left < pending ? 0 : this.#vain + 1;
      pending = left;
    }
  }
}

/** What fades in when it comes into view is pictured once it is there. */
const FADE_MS = 1_500;

export async function waitForFades({ worlds, main }: CaptureContext): Promise<void> {
  await worlds.run(main, WAIT_FOR_FADES, FADE_MS);
}

/**
 * Goes down the document view by view, so that what loads when it comes into view is loaded, and follows lists that grow up to the height
 * limit. Where it stands afterwards is for the caller to restore.
 */
export async function passDocument(context: CaptureContext, scope: StepScope): Promise<void> {
  const { limits, worlds, main, clock } = context;
  const start = parseView(await worlds.run(main, READ_VIEW));
  await noteView(context);
  if (start.documentHeight <= start.height + 1) {
    scope.note('nothing to scroll');
    return;
  }
  let at: DocumentScroll = { scrollX: start.scrollX, scrollY: 0, height: start.height, documentHeight: start.documentHeight };
  const lingering = new Lingering();
  let steps = 0;
  let growths = 0;
  let next = start.scrollY === 0 ? at.height : 0;
  for (;;) {
    if (scope.signal.aborted)
      return scope.limitByStop(`scrolled to ${Math.round(at.scrollY + at.height)} of ${Math.round(at.documentHeight)} px`);
    assertSameDocument(context);
    const steppedMs = clock.monotonicMs();
    const before = at;
    at = await scrollDocument(context, start.scrollX, next);
    steps += 1;
    await pause(Math.max(0, DWELL_MS - (clock.monotonicMs() - steppedMs)), scope.signal);
    await settle(context, scope, 'step');
    await lingering.in(context, scope);
    if (at.scrollY + at.height >= limits.heightPx) {
      if (at.documentHeight > limits.heightPx)
        scope.limit('height-limit', `scrolled to ${limits.heightPx} of ${Math.round(at.documentHeight)} px`);
      break;
    }
    const isAtEnd = at.scrollY + at.height >= at.documentHeight - 1 || (steps > 1 && at.scrollY <= before.scrollY);
    if (isAtEnd) {
      await settle(context, scope, 'end');
      const again = await scrollDocument(context, start.scrollX, at.scrollY);
      growths += 1;
      if (again.documentHeight <= at.documentHeight + 1 || growths > MAX_GROWTHS) break;
      at = again;
    }
    next = at.scrollY + at.height;
  }
  scope.note(`scrolled in ${steps} steps to ${Math.round(at.scrollY + at.height)} of ${Math.round(at.documentHeight)} px`);
}
