import { describe, expect, it, onTestFinished } from 'vitest';
import type { BatchQueue } from '../../../src/core/work-ports.ts';
import { makeFixture } from '../vault-fixture.ts';

const ITEMS = ['a', 'b', 'c'].map((name, index) => ({ case: 'REF', url: `https://${name}.example/`, from: `list.txt:${index + 1}` }));

async function openQueue(): Promise<{ readonly queue: BatchQueue; readonly reopen: () => Promise<BatchQueue> }> {
  const fixture = makeFixture();
  let vault = await fixture.init();
  onTestFinished(() => vault.close());
  return {
    queue: vault.openQueue(),
    reopen: async () => {
      vault.close();
      vault = await fixture.open();
      return vault.openQueue();
    },
  };
}

describe('the queue of batch captures', () => {
  it('hands out what waits in its order, and keeps what came of it', async () => {
    const { queue, reopen } = await openQueue();
    const [first, second, third] = queue.add(ITEMS);
    expect(queue.take()).toMatchObject({ id: first?.id, state: 'running', tries: 1 });
    expect(queue.take()).toMatchObject({ id: second?.id });
    queue.noteExhibit(first?.id ?? '', 'E-0007');
    queue.finish(first?.id ?? '', { state: 'done' });
    queue.finish(second?.id ?? '', { state: 'failed', error: { code: 'dns-failed', message: 'No such host' } });
    const listed = [
      { ...ITEMS[0], state: 'done', exhibit: 'E-0007' },
      { ...ITEMS[1], state: 'failed', error: { code: 'dns-failed', message: 'No such host' } },
      { ...ITEMS[2], state: 'waiting', tries: 0 },
    ];
    expect(queue.list()).toMatchObject(listed);
    const again = await reopen();
    expect(again.list()).toMatchObject(listed);
    expect(again.find(third?.id ?? '')).toMatchObject({ url: 'https://c.example/' });
  });

  it('offers what was running when the program ended for another try', async () => {
    const { queue, reopen } = await openQueue();
    const [first] = queue.add(ITEMS);
    queue.take();
    const again = await reopen();
    expect(again.list().map(({ state }) => state)).toEqual(['interrupted', 'waiting', 'waiting']);
    again.retry(again.list().map(({ id }) => id));
    expect(again.take()).toMatchObject({ id: first?.id, tries: 2 });
  });

  it('hands out nothing while it is paused, also after a restart', async () => {
    const { queue, reopen } = await openQueue();
    queue.add(ITEMS);
    queue.pause();
    expect(queue.take()).toBeUndefined();
    const again = await reopen();
    expect(again.paused).toBe(true);
    again.resume();
    expect(again.take()).toMatchObject({ url: 'https://a.example/' });
  });

  it('removes what is not under way, and ends nothing twice', async () => {
    const { queue } = await openQueue();
    const [first, second] = queue.add(ITEMS);
    queue.take();
    queue.remove([first?.id ?? '', second?.id ?? '']);
    expect(queue.list().map(({ state }) => state)).toEqual(['running', 'waiting']);
    queue.finish(first?.id ?? '', { state: 'done' });
    expect(() => queue.finish(first?.id ?? '', { state: 'failed' })).toThrow(/not being captured/);
    queue.retry([first?.id ?? '']);
    expect(queue.find(first?.id ?? '')?.state).toBe('done');
  });
});
