import type { CDPSession } from 'puppeteer-core';

/**
 * Guards a page over a session of our own (`root`), and over one on each frame of it that runs in another process, from before that frame's first script:
 * what such a frame does (open a window, a file chooser) is told on its own session only.
 */
export async function watchFrameSessions(root: CDPSession, guard: (session: CDPSession, isRoot: boolean) => Promise<void>): Promise<void> {
  // Sent before anything is waited for: a page that is held answers only once it runs.
  await take(root, true);

  async function take(session: CDPSession, isRoot: boolean): Promise<void> {
    session.on('sessionattached', (child) => void takeChild(child));
    await Promise.all([
      guard(session, isRoot),
      session.send('Target.setAutoAttach', {
        autoAttach: true,
        flatten: true,
        waitForDebuggerOnStart: true,
        filter: [{ type: 'iframe' }],
      }),
    ]);
  }

  async function takeChild(child: CDPSession): Promise<void> {
    // Not awaited before the release: a frame that is held answers some commands only once it runs, all in their order.
    const guarded = take(child, false).catch(() => undefined);
    await child.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
    await guarded;
  }
}
