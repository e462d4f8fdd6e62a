import { EventEmitter } from 'node:events';
import { setImmediate as nextTask } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DebuggerTransport, type DebuggerTransportOptions } from '../../../src/capture/transport/debugger-transport.ts';
import type { ShellDebugger } from '../../../src/capture/transport/shell-debugger.ts';

class FakeDebugger extends EventEmitter implements ShellDebugger {
  readonly sent: unknown[][] = [];
  attached = true;
  answer: (method: string) => Promise<unknown> = () => Promise.resolve({});
  attach(): void {
    this.attached = true;
  }
  detach(): void {
    this.attached = false;
    this.emit('detach', {}, 'target closed');
  }
  isAttached(): boolean {
    return this.attached;
  }
  sendCommand(...words: unknown[]): Promise<unknown> {
    this.sent.push(words);
    return this.answer(String(words[0]));
  }
}

function connected(more: Partial<DebuggerTransportOptions> = {}) {
  const fake = new FakeDebugger();
  const closedViews: number[] = [];
  const transport = new DebuggerTransport(fake, {
    targetId: 'REAL',
    version: { product: 'Chrome/1', userAgent: 'native' },
    closeView: () => Promise.resolve(void closedViews.push(1)),
    ...more,
  });
  const heard: Record<string, unknown>[] = [];
  let closed = 0;
  const onmessage = (text: string): void => void heard.push(JSON.parse(text) as Record<string, unknown>);
  const onclose = (): void => void (closed += 1);
  Object.assign(transport, { onmessage, onclose });
  const say = async (command: object): Promise<Record<string, unknown>[]> => {
    heard.length = 0;
    transport.send(JSON.stringify({ id: 7, ...command }));
    for (let i = 0; i < 4; i += 1) await nextTask();
    return [...heard];
  };
  return { fake, transport, heard, say, closedViews, closed: () => closed };
}

describe('DebuggerTransport', () => {
  it('plays a browser with a tab with the real page', async () => {
    const { say, fake } = connected();
    expect(await say({ method: 'Target.getBrowserContexts' })).toEqual([{ id: 7, result: { browserContextIds: [] } }]);
    expect(await say({ method: 'Browser.getVersion' })).toMatchObject([{ id: 7, result: { product: 'Chrome/1', userAgent: 'native' } }]);
    const discovered = await say({ method: 'Target.setDiscoverTargets' });
    expect(discovered.map(({ method }) => method)).toEqual(['Target.targetCreated', 'Target.targetCreated', undefined]);
    const [tab] = await say({ method: 'Target.setAutoAttach' });
    const tabSession = 'pugmark-tab';
    expect(tab).toMatchObject({ method: 'Target.attachedToTarget', params: { sessionId: tabSession, targetInfo: { type: 'tab' } } });
    const [page, answer] = await say({ method: 'Target.setAutoAttach', sessionId: tabSession });
    expect(page).toMatchObject({
      method: 'Target.attachedToTarget',
      sessionId: tabSession,
      params: { targetInfo: { targetId: 'REAL', type: 'page' } },
    });
    expect(answer).toEqual({ id: 7, sessionId: tabSession, result: {} });
    expect(await say({ method: 'Runtime.runIfWaitingForDebugger', sessionId: tabSession })).toEqual([
      { id: 7, sessionId: tabSession, result: {} },
    ]);
    expect(fake.sent).toEqual([]);
  });

  it('sends the page’s own commands without a session id, those of frames and workers with theirs', async () => {
    const { say, fake } = connected();
    expect(await say({ method: 'Page.enable', sessionId: 'pugmark-page' })).toEqual([{ id: 7, sessionId: 'pugmark-page', result: {} }]);
    await say({ method: 'Network.enable', params: { a: 1 }, sessionId: 'ABC' });
    await say({ method: 'Target.attachToTarget', params: { targetId: 'REAL' } });
    expect(fake.sent).toEqual([
      ['Page.enable', {}, undefined],
      ['Network.enable', { a: 1 }, 'ABC'],
      ['Target.attachToTarget', { targetId: 'REAL' }, undefined],
    ]);
  });

  it('gives events of the page to the page’s session, with an empty session id or none', async () => {
    const { fake, heard } = connected();
    fake.emit('message', {}, 'Page.loadEventFired', { n: 1 }, '');
    fake.emit('message', {}, 'Page.loadEventFired', { n: 2 });
    fake.emit('message', {}, 'Network.loadingFinished', { n: 3 }, 'ABC');
    // Each in a task of its own: none has arrived yet.
    expect(heard).toEqual([]);
    await nextTask();
    await nextTask();
    expect(heard).toEqual([
      { method: 'Page.loadEventFired', params: { n: 1 }, sessionId: 'pugmark-page' },
      { method: 'Page.loadEventFired', params: { n: 2 }, sessionId: 'pugmark-page' },
      { method: 'Network.loadingFinished', params: { n: 3 }, sessionId: 'ABC' },
    ]);
  });

  it.for([
    'Target.createTarget',
    'Emulation.setDeviceMetricsOverride',
    'Emulation.clearDeviceMetricsOverride',
    'Page.printToPDF',
    'Browser.setWindowBounds',
  ])('never lets %s reach the debugger, and answers with an error at once', async (method) => {
    const { say, fake } = connected();
    expect(await say({ method, sessionId: 'pugmark-page' })).toMatchObject([
      { id: 7, sessionId: 'pugmark-page', error: { message: expect.any(String) } },
    ]);
    expect(await say({ method })).toMatchObject([{ id: 7, error: { message: expect.any(String) } }]);
    expect(fake.sent).toEqual([]);
  });

  it.for(['Target.closeTarget', 'Browser.close'])('lets the shell close its view on %s', async (method) => {
    const { say, fake, closedViews } = connected();
    expect(await say({ method })).toEqual([{ id: 7, result: { success: true } }]);
    expect(closedViews).toHaveLength(1);
    expect(fake.sent).toEqual([]);
  });

  it('lets the shell print where it can', async () => {
    const printed: unknown[] = [];
    const { say } = connected({
      printToPdf: (options) => {
        printed.push(options);
        return Promise.resolve(Buffer.from('%PDF'));
      },
    });
    expect(await say({ method: 'Page.printToPDF', params: { landscape: true }, sessionId: 'pugmark-page' })).toEqual([
      { id: 7, sessionId: 'pugmark-page', result: { data: Buffer.from('%PDF').toString('base64') } },
    ]);
    expect(printed).toEqual([{ landscape: true }]);
  });

  it('passes on the message of an error', async () => {
    const { say, fake } = connected();
    fake.answer = (method) => Promise.reject(new Error(`'${method}' wasn't found`));
    expect(await say({ method: 'Nothing.such', sessionId: 'ABC' })).toEqual([
      { id: 7, sessionId: 'ABC', error: { code: -32_000, message: "'Nothing.such' wasn't found" } },
    ]);
  });

  it('closes once when the debugger is taken away, drops what comes after, and does not detach a second time', async () => {
    const { fake, heard, closed } = connected();
    fake.attached = false;
    fake.emit('detach', {}, 'target closed');
    fake.emit('detach', {}, 'target closed');
    fake.emit('message', {}, 'Page.loadEventFired', {}, '');
    await nextTask();
    await nextTask();
    expect(closed()).toBe(1);
    expect(heard.map(({ method }) => method)).toEqual(['Target.detachedFromTarget', 'Target.detachedFromTarget']);
    expect(fake.listenerCount('message')).toBe(0);
  });

  it('lets go of the debugger when closed', async () => {
    const { fake, transport, closed } = connected();
    transport.close();
    await nextTask();
    await nextTask();
    expect(fake.attached).toBe(false);
    expect(closed()).toBe(1);
  });
});
