import { EventEmitter } from 'node:events';
import type { CDPSession, Page } from 'puppeteer-core';
import { startRecording } from '../../src/capture/recorder/start-recording.ts';
import type { Recording } from '../../src/capture/recorder/recording.ts';
import { DEFAULT_CAPTURE_LIMITS, type CaptureLimits } from '../../src/core/model/limits.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import { tempFolder } from './temp-folder.ts';

/** A session that says yes to everything; its events are the test's. */
export class FakeSession extends EventEmitter {
  readonly children = new Map<string, FakeSession>();
  /** Answers to commands, by their names. */
  readonly answers = new Map<string, (params: Readonly<Record<string, unknown>>) => unknown>([
    ['Page.getFrameTree', () => ({ frameTree: { frame: { id: 'main' } } })],
  ]);
  readonly send = async (method: string, params: Readonly<Record<string, unknown>> = {}): Promise<unknown> =>
    (await this.answers.get(method)?.(params)) ?? {};
  readonly connection = (): unknown => ({ session: (id: string) => this.children.get(id) });
  readonly id = (): string => 'session';

  attachWorker(id: string): void {
    this.children.set(id, new FakeSession());
    this.emit('Target.attachedToTarget', { sessionId: id, targetInfo: { targetId: id, type: 'worker', url: '' } });
  }
}

/** A recording of a tab that does what a test says. */
export async function recordFake(
  limits: Partial<CaptureLimits> = {},
): Promise<{ readonly recording: Recording; readonly tab: FakeSession; readonly stream: FakeSession }> {
  const tab = new FakeSession();
  const stream = new FakeSession();
  tab.setMaxListeners(0);
  const page: unknown = {
    createCDPSession: () => Promise.resolve(stream),
    browser: () => ({ target: () => ({ createCDPSession: () => Promise.reject(new Error('none')) }) }),
  };
  const cdp: unknown = tab;
  const recording = await startRecording({
    page: page as Page,
    cdp: cdp as CDPSession,
    spoolFolder: tempFolder(),
    limits: { ...DEFAULT_CAPTURE_LIMITS, ...limits },
    clock: systemClock,
    hashing: nodeHashing,
  });
  return { recording, tab, stream };
}
