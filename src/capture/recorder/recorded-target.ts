import type { CDPSession } from 'puppeteer-core';

/** A page, frame or worker that is being recorded, with the sessions that listen to it. */
export interface RecordedTarget {
  readonly kind: 'page' | 'frame' | 'worker' | 'shared-worker' | 'service-worker';
  readonly targetId: string | undefined;
  readonly session: CDPSession;
  /** A second session without durable messages: there the browser hands out what it has of a body still under way. */
  streamSession: CDPSession | undefined;
  /** Loader of the tab's document that this frame or worker belongs to; undefined: whichever the tab shows. */
  readonly ownerLoaderId: string | undefined;
  /** The target will tell nothing more. */
  gone: boolean;
  /** False for a shared worker of which it is not known that this tab asked for it: another tab's traffic is none of ours. */
  claimed: boolean;
}
