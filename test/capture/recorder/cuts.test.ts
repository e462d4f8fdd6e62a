import { EventEmitter } from 'node:events';
import type { CDPSession, Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { startRecording } from '../../../src/capture/recorder/start-recording.ts';
import type { Recording } from '../../../src/capture/recorder/recording.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../../src/core/model/limits.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { systemClock } from '../../../src/platform/system-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A session that says yes to everything; its events are the test's. */
class FakeSession extends EventEmitter {
  readonly children = new Map<string, FakeSession>();
  readonly send = (method: string): Promise<unknown> =>
    Promise.resolve(method === 'Page.getFrameTree' ? { frameTree: { frame: { id: 'main' } } } : {});
  readonly connection = (): unknown => ({ session: (id: string) => this.children.get(id) });
  readonly id = (): string => 'session';

  attachWorker(id: string): void {
    this.children.set(id, new FakeSession());
    this.emit('Target.attachedToTarget', { sessionId: id, targetInfo: { targetId: id, type: 'worker', url: '' } });
  }
}

async function record(): Promise<{ readonly recording: Recording; readonly tab: FakeSession }> {
  const tab = new FakeSession();
  tab.setMaxListeners(0);
  const page: unknown = {
    createCDPSession: () => Promise.reject(new Error('one session only')),
    browser: () => ({ target: () => ({ createCDPSession: () => Promise.reject(new Error('none')) }) }),
  };
  const cdp: unknown = tab;
  const recording = await startRecording({
    page: page as Page,
    cdp: cdp as CDPSession,
    spoolFolder: tempFolder(),
    limits: DEFAULT_CAPTURE_LIMITS,
    clock: systemClock,
    hashing: nodeHashing,
  });
  return { recording, tab };
}

const codes = ({ warnings }: Recording): readonly string[] => warnings.map(({ code }) => code);

describe('a page that makes more than is recorded', () => {
  it.each([
    [400, []],
    [401, ['exchange-limit']],
  ])('of workers (%d) hits a limit', async (count, limits) => {
    const { recording, tab } = await record();
    // The tab itself is one of the targets.
    for (let i = 1; i < count; i += 1) tab.attachWorker(`w${i}`);
    expect(recording.limitsHit).toEqual(limits);
    expect(codes(recording).includes('too-many-targets')).toBe(limits.length > 0);
  });

  it.each([
    [2_000, []],
    [2_003, ['exchange-limit']],
  ])('of WebSockets (%d) hits a limit, and says how many are missing', async (count, limits) => {
    const { recording, tab } = await record();
    for (let i = 0; i < count; i += 1) tab.emit('Network.webSocketCreated', { requestId: `s${i}`, url: 'ws://site.example/' });
    await recording.close({ timeoutMs: 100 });
    expect(recording.limitsHit).toEqual(limits);
    const told = recording.warnings.filter(({ code }) => code === 'sockets-dropped').map(({ detail }) => detail);
    expect(told).toEqual(limits.length === 0 ? [] : ['3 WebSockets over the limit are not recorded']);
  });

  it.each([
    [64, 0],
    [67, 3],
  ])('of header lists under one id (%d) is warned of', async (count, dropped) => {
    const { recording, tab } = await record();
    for (let i = 0; i < count; i += 1) tab.emit('Network.requestWillBeSentExtraInfo', { requestId: 'r', headers: { a: 'b' } });
    await recording.close({ timeoutMs: 100 });
    const told = recording.warnings.filter(({ code }) => code === 'heads-left-out').map(({ detail }) => detail.split(' ')[0]);
    expect(told).toEqual(dropped === 0 ? [] : [String(dropped)]);
  });
});
