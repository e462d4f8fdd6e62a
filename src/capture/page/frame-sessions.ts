import type { CDPSession, Protocol } from 'puppeteer-core';
import { withDeadline } from '../browser/deadline.ts';
import type { SteeredPage } from '../browser/tab.ts';

/** A protocol session on one renderer process of the page. */
export interface FrameSession {
  readonly session: CDPSession;
  /** The frame at the root of this process; undefined for the main document. */
  readonly frameId: string | undefined;
}

/** A session on a frame of another process, and where the element that holds the frame is found. */
export interface ChildFrameSession {
  readonly session: CDPSession;
  readonly frameId: string;
  /** As known when the frame was reached; empty before it had an address. */
  readonly url: string;
  readonly parent: { readonly session: CDPSession; /** The document with the holding element. */ readonly frameId: string | undefined };
}

/** Frames in processes of their own; a page that makes more is kept without the rest. */
const MAX_FRAME_SESSIONS = 200;
const FOLLOW_MS = 1_500;

/**
 * Sessions of our own on the page and on every frame that lives in another process, also frames within such frames. They are apart from the
 * recorder's and from puppeteer's, so that enabling a domain for one look disturbs neither.
 */
export class FrameSessions {
  readonly main: CDPSession;
  readonly #frames = new Map<string, ChildFrameSession>();
  readonly #isOwn: boolean;
  #refused = 0;

  private constructor(main: CDPSession, isOwn: boolean) {
    this.main = main;
    this.#isOwn = isOwn;
  }

  /** The main document alone, over a session of somebody else. */
  static withoutFrames(session: CDPSession): FrameSessions {
    return new FrameSessions(session, false);
  }

  static async attach(page: Pick<SteeredPage, 'createCDPSession'>): Promise<FrameSessions> {
    const sessions = new FrameSessions(await page.createCDPSession(), true);
    await sessions.#follow(sessions.main);
    return sessions;
  }

  /** False when frames of other processes could not even be asked for. */
  get isAttached(): boolean {
    return this.#isOwn;
  }

  /** Main document first. */
  list(): readonly FrameSession[] {
    return [{ session: this.main, frameId: undefined }, ...this.#frames.values()];
  }

  /** The frames of other processes alone, parents before children. */
  children(): readonly ChildFrameSession[] {
    return [...this.#frames.values()];
  }

  /** False when there may be frames of other processes that no session reaches. */
  get reachesAll(): boolean {
    return this.#isOwn && this.#refused === 0;
  }

  /** Frames left out because there were too many. */
  get refused(): number {
    return this.#refused;
  }

  async detach(): Promise<void> {
    // Detaching the parent detaches its children.
    if (this.#isOwn) await this.main.detach().catch(() => undefined);
  }

  async #follow(session: CDPSession): Promise<void> {
    const nested: Promise<void>[] = [];
    session.on('Target.attachedToTarget', (event: Protocol.Target.AttachedToTargetEvent) => {
      const child = session.connection()?.session(event.sessionId);
      if (child === undefined || child === null || event.targetInfo.type !== 'iframe') return;
      if (this.#frames.size >= MAX_FRAME_SESSIONS) {
        this.#refused += 1;
        return;
      }
      // The id of such a target is the id of its frame.
      const { targetId: frameId, url, parentFrameId } = event.targetInfo;
      this.#frames.set(frameId, { session: child, frameId, url, parent: { session, frameId: parentFrameId } });
      // A frame that hangs answers nothing; those within it are then not reached either, and its siblings do not wait.
      nested.push(withDeadline(this.#follow(child), { ms: FOLLOW_MS, what: 'reach the frames of a frame' }).catch(() => undefined));
    });
    session.on('Target.detachedFromTarget', (event: Protocol.Target.DetachedFromTargetEvent) => {
      for (const [frameId, child] of this.#frames) if (child.session.id() === event.sessionId) this.#frames.delete(frameId);
    });
    await session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: true,
      filter: [{ type: 'iframe' }],
    });
    await Promise.all(nested);
  }
}
