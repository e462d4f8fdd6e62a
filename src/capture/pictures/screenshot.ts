import type { CDPSession, Protocol } from 'puppeteer-core';
import { isPugmarkError } from '../../core/errors.ts';
import { withDeadline } from '../browser/deadline.ts';

/** A rectangle of the document in CSS pixels. */
export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ScreenshotOptions {
  readonly session: CDPSession;
  /** Absent: the view as it stands. */
  readonly clip?: Clip;
  /** The clip reaches outside of the view. The browser then lays the page out anew for the moment of the picture. */
  readonly beyondView?: boolean;
  /** How long one try may take; there are two. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * A PNG at native scale, bytes as the browser made them. Throws `deadline-passed` after two tries: a view that is not
 * drawn (hidden, no frames) answers never.
 */
export async function takeScreenshot(options: ScreenshotOptions): Promise<Buffer> {
  try {
    return await tryScreenshot(options);
  } catch (error) {
    if (!isPugmarkError(error, 'deadline-passed') || options.signal.aborted) throw error;
    return await tryScreenshot(options);
  }
}

/** One try of the same. Throws `deadline-passed`. */
export async function tryScreenshot({ session, clip, beyondView = false, timeoutMs, signal }: ScreenshotOptions): Promise<Buffer> {
  const params: Protocol.Page.CaptureScreenshotRequest = {
    format: 'png',
    optimizeForSpeed: true,
    fromSurface: true,
    captureBeyondViewport: beyondView,
    ...(clip === undefined ? {} : { clip: { ...clip, scale: 1 } }),
  };
  const taken = session.send('Page.captureScreenshot', params);
  const { data } = await withDeadline(taken, { ms: timeoutMs, signal, what: 'draw a picture' });
  return Buffer.from(data, 'base64');
}

/**
 * The view as the browser drew it last. It needs nothing of the page, so that also a page in an endless loop is pictured as it stood.
 * Throws `deadline-passed`.
 */
export async function takeLastFrame({
  session,
  timeoutMs,
  signal,
}: Pick<ScreenshotOptions, 'session' | 'timeoutMs' | 'signal'>): Promise<Buffer> {
  const frame = new Promise<Protocol.Page.ScreencastFrameEvent>((resolve) => session.once('Page.screencastFrame', resolve));
  try {
    await withDeadline(session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 }), {
      ms: timeoutMs,
      signal,
      what: 'show a frame',
    });
    const { data } = await withDeadline(frame, { ms: timeoutMs, signal, what: 'show a frame' });
    return Buffer.from(data, 'base64');
  } finally {
    void session.send('Page.stopScreencast').catch(() => undefined);
  }
}
