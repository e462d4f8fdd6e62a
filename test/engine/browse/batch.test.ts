import { describe, expect, it } from 'vitest';
import type { CaptureRequest } from '../../../src/core/capture-ports.ts';
import { PugmarkError } from '../../../src/core/errors.ts';
import type { Observation } from '../../../src/core/model/capture-record.ts';
import { batchSchema, type Batch } from '../../../src/rpc/contract/captures.ts';
import { makeCase } from '../../storage/vault-parts.ts';
import { eventually } from '../../support/eventually.ts';
import { observePage } from '../../support/fake-observation.ts';
import { CALL, CASE, lastTold, makeBrowse, type BrowseFixture } from './browse-fixture.ts';

const A = 'https://ads.test/a';
const B = 'https://ads.test/b';
const C = 'https://ads.test/c';

async function readBatch({ call }: BrowseFixture): Promise<Batch> {
  return batchSchema.parse(await call['batch.read']({}, CALL));
}

async function statesOf(fixture: BrowseFixture): Promise<string[]> {
  return (await readBatch(fixture)).items.map(({ state }) => state);
}

function add({ call }: BrowseFixture, text: string, reference = CASE) {
  return call['batch.add']({ case: reference, text, name: 'list.txt' }, CALL);
}

/** Captures that end when they are told to. */
function gated(): {
  readonly capture: (request: CaptureRequest) => Promise<Observation>;
  readonly asked: string[];
  readonly open: () => void;
} {
  const gate = Promise.withResolvers<void>();
  const asked: string[] = [];
  return {
    asked,
    open: () => gate.resolve(),
    capture: async (request) => {
      asked.push(request.url);
      const given = new Promise<void>((_resolve, reject) =>
        request.cancelled.addEventListener('abort', () => reject(request.cancelled.reason as Error)),
      );
      await Promise.race([gate.promise, given]);
      return await observePage(request);
    },
  };
}

describe('the batch', () => {
  it('captures a list in its order, as many side by side as set, and tells each one', async () => {
    const { capture, asked, open } = gated();
    const fixture = await makeBrowse({ capture });
    fixture.settings.concurrency = 2;
    expect(await add(fixture, `${A}\n${B}\nnonsense\n${A}\n${C}\n`)).toEqual({
      added: 3,
      refused: [
        expect.objectContaining({ url: 'nonsense', from: 'list.txt:3', code: 'url-malformed' }),
        expect.objectContaining({ url: A, from: 'list.txt:4' }),
      ],
    });
    await eventually(() => expect(asked).toEqual([A, B]));
    const { items } = await readBatch(fixture);
    expect(items.map(({ state, tries, exhibit }) => [state, tries, exhibit])).toEqual([
      ['running', 1, 'E-0001'],
      ['running', 1, 'E-0002'],
      ['waiting', 0, undefined],
    ]);
    expect(items[0]?.job).toMatchObject({ url: A, exhibit: 'E-0001', state: 'running' });
    open();
    await eventually(async () => expect(await statesOf(fixture)).toEqual(['done', 'done', 'done']));
    await eventually(() =>
      expect(lastTold(fixture.told, 'batch.changed')?.items.map(({ state }) => state)).toEqual(['done', 'done', 'done']),
    );
    expect(fixture.vault.readCase(CASE).countByState()).toEqual({ sealed: 3 });
  });

  it('takes addresses of several cases, each into its own', async () => {
    const fixture = await makeBrowse();
    makeCase(fixture.vault, { reference: 'OTHER', practice: true });
    expect(await add(fixture, A, 'OTHER')).toMatchObject({ added: 0, refused: [{ code: 'practice-host-required' }] });
    await add(fixture, A);
    await add(fixture, 'http://practice-attic.localhost:1/', 'OTHER');
    await add(fixture, B);
    await eventually(async () => expect(await statesOf(fixture)).toEqual(['done', 'done', 'done']));
    expect(fixture.vault.readCase(CASE).countByState()).toEqual({ sealed: 2 });
    expect(fixture.vault.readCase('OTHER').countByState()).toEqual({ sealed: 1 });
  });

  it('pauses after what is under way, goes on when resumed, and takes what is added meanwhile', async () => {
    const { capture, asked, open } = gated();
    const fixture = await makeBrowse({ capture });
    await add(fixture, `${A}\n${B}`);
    await eventually(() => expect(asked).toEqual([A]));
    await fixture.call['batch.pause']({}, CALL);
    open();
    await eventually(async () => expect(await statesOf(fixture)).toEqual(['done', 'waiting']));
    await add(fixture, C);
    expect(asked).toEqual([A]);
    await fixture.call['batch.resume']({}, CALL);
    await eventually(async () => expect(await statesOf(fixture)).toEqual(['done', 'done', 'done']));
    expect(asked).toEqual([A, B, C]);
  });

  it('goes on after an address that fails; a failed one can be tried again, others cannot', async () => {
    let isDown = true;
    const fixture = await makeBrowse({
      capture: async (request) => {
        if (request.url === A && isDown) throw new PugmarkError('browser-lost', 'gone');
        return await observePage(request);
      },
    });
    await add(fixture, `${A}\n${B}`);
    await eventually(async () => expect(await statesOf(fixture)).toEqual(['failed', 'done']));
    const { items } = await readBatch(fixture);
    expect(items[0]).toMatchObject({ tries: 1, exhibit: 'E-0001', error: { code: 'browser-lost' } });
    isDown = false;
    await fixture.call['batch.retry']({ items: items.map(({ id }) => id) }, CALL);
    await eventually(async () => expect(await statesOf(fixture)).toEqual(['done', 'done']));
    expect((await readBatch(fixture)).items[0]).toMatchObject({ tries: 2, exhibit: 'E-0003' });
    expect(fixture.vault.readCase(CASE).countByState()).toEqual({ failed: 1, sealed: 2 });
  });

  it('pauses when the machine gives out: the next address would fare no better', async () => {
    const fixture = await makeBrowse({ capture: () => Promise.reject(new PugmarkError('disk-full', 'No room left')) });
    await add(fixture, `${A}\n${B}`);
    await eventually(async () => expect(await readBatch(fixture)).toMatchObject({ paused: true }));
    expect(await statesOf(fixture)).toEqual(['failed', 'waiting']);
  });

  it('cancels what is removed while it is captured', async () => {
    const { capture, asked } = gated();
    const fixture = await makeBrowse({ capture });
    await add(fixture, A);
    await eventually(() => expect(asked).toEqual([A]));
    const { items } = await readBatch(fixture);
    await fixture.call['batch.remove']({ items: items.map(({ id }) => id) }, CALL);
    expect(await statesOf(fixture)).toEqual([]);
    expect(fixture.vault.readCase(CASE).countByState()).toEqual({ cancelled: 1 });
  });

  it('survives a restart: what was under way is offered again and not captured by itself, what waited waits for a person', async () => {
    const first = gated();
    const fixture = await makeBrowse({ capture: first.capture });
    await add(fixture, `${A}\n${B}`);
    await eventually(() => expect(first.asked).toEqual([A]));
    await fixture.browse.leaveVault();
    expect(fixture.vault.readCase(CASE).countByState()).toEqual({ interrupted: 1 });
    const again = await fixture.restart();
    first.open();
    const batch = await readBatch(again);
    expect(batch.paused).toBe(true);
    expect(batch.items.map(({ state, exhibit }) => [state, exhibit])).toEqual([
      ['interrupted', 'E-0001'],
      ['waiting', undefined],
    ]);
    await again.call['batch.resume']({}, CALL);
    await eventually(async () => expect(await statesOf(again)).toEqual(['interrupted', 'done']));
    await again.call['batch.retry']({ items: batch.items.map(({ id }) => id) }, CALL);
    await eventually(async () => expect(await statesOf(again)).toEqual(['done', 'done']));
    expect(again.vault.readCase(CASE).countByState()).toEqual({ interrupted: 1, sealed: 2 });
  });

  it('does not offer again what was sealed right before the program was killed', async () => {
    const fixture = await makeBrowse();
    await add(fixture, A);
    await eventually(async () => expect(await statesOf(fixture)).toEqual(['done']));
    // As a kill between the sealing and the queue's writing leaves it.
    const queue = fixture.vault.openQueue();
    const [item] = queue.add([{ case: CASE, url: B, from: 'x' }]);
    queue.take();
    queue.noteExhibit(item?.id ?? '', 'E-0001');
    const again = await fixture.restart();
    expect(await statesOf(again)).toEqual(['done', 'done']);
    await again.call['batch.retry']({ items: [item?.id ?? ''] }, CALL);
    expect(await statesOf(again)).toEqual(['done', 'done']);
    expect(again.vault.readCase(CASE).countByState()).toEqual({ sealed: 1 });
  });

  it('is empty, and refuses, while the vault is closed', async () => {
    const fixture = await makeBrowse();
    await fixture.browse.leaveVault();
    expect(await readBatch(fixture)).toEqual({ paused: false, items: [] });
    expect(() => fixture.call['batch.pause']({}, CALL)).toThrow('queue');
  });
});
