import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BodySpool } from '../../../src/capture/recorder/body-spool.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { recordFake, type FakeSession } from '../../support/fake-recording.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function startSpool(
  bodyBytes: number,
  totalBytes: number,
  folder = tempFolder(),
): { readonly spool: BodySpool; readonly failures: unknown[] } {
  const failures: unknown[] = [];
  const limits = { bodyBytes, totalBytes };
  return { spool: new BodySpool({ folder, limits, hashing: nodeHashing, onFailure: (cause) => failures.push(cause) }), failures };
}

describe('the bytes of a recording', () => {
  it('are cut above their limits, and not at them', async () => {
    const { spool } = startSpool(10, 15);
    expect(await spool.keep(Buffer.alloc(10, 1))).toMatchObject({ body: { sizeBytes: 10 }, cut: undefined });
    expect(await spool.keep(Buffer.alloc(11, 2))).toMatchObject({ body: { sizeBytes: 5 }, cut: 'total-limit' });
    const { spool: other } = startSpool(10, 100);
    expect(await other.keep(Buffer.alloc(11, 2))).toMatchObject({ body: { sizeBytes: 10 }, cut: 'body-limit' });
  });

  it('that are kept already need no room', async () => {
    const { spool } = startSpool(10, 12);
    await spool.keep(Buffer.alloc(10, 1));
    expect(await spool.keep(Buffer.alloc(10, 1))).toMatchObject({ body: { sizeBytes: 10 }, cut: undefined });
    expect(await spool.keep(Buffer.alloc(10, 2))).toMatchObject({ body: { sizeBytes: 2 }, cut: 'total-limit' });
    expect(spool.storedBytes).toBe(12);
  });

  it('that come both ways at once are counted once', async () => {
    const { spool } = startSpool(100, 100);
    const stream = spool.stream();
    stream.append(Buffer.alloc(10, 1));
    const kept = spool.keep(Buffer.alloc(10, 1));
    stream.finish();
    await kept;
    expect(spool.storedBytes).toBe(10);
  });

  it('of a stream that ends in nothing are given back', async () => {
    const folder = tempFolder();
    const { spool, failures } = startSpool(100, 100, folder);
    const dropped = spool.stream();
    dropped.append(Buffer.alloc(10, 1));
    dropped.discard();
    const broken = spool.stream();
    broken.append(Buffer.alloc(10, 2));
    // Where its file should go stands a folder.
    const hex = Buffer.from(nodeHashing.sha256(Buffer.alloc(10, 2))).toString('hex');
    mkdirSync(join(folder, hex, 'full'), { recursive: true });
    expect(broken.finish()).toBeUndefined();
    expect(failures).toHaveLength(1);
    expect(spool.storedBytes).toBe(0);
    expect(readdirSync(folder)).toEqual([hex]);
  });
});

/** A request with a body, and its answer. */
function post(tab: FakeSession, requestId: string, postData?: string): void {
  const request = {
    url: 'https://site.example/post',
    method: 'POST',
    headers: {},
    hasPostData: true,
    ...(postData === undefined ? {} : { postData }),
  };
  tab.emit('Network.requestWillBeSent', { requestId, request, type: 'Fetch' });
  tab.emit('Network.responseReceived', { requestId, type: 'Fetch', response: { url: request.url, status: 204 } });
  tab.emit('Network.loadingFinished', { requestId, encodedDataLength: 1 });
}

describe('bodies of requests', () => {
  it('of unknown length are taken one at a time, and short ones do not wait for them', async () => {
    const { recording, tab } = await recordFake();
    let underWay = 0;
    let most = 0;
    const order: unknown[] = [];
    tab.answers.set('Network.getRequestPostData', async ({ requestId }) => {
      if (requestId === 'short') {
        order.push('short');
        return { postData: 'short' };
      }
      underWay += 1;
      most = Math.max(most, underWay);
      await sleep(5);
      underWay -= 1;
      order.push('long');
      return { postData: `long ${String(requestId)}` };
    });
    for (let i = 0; i < 5; i += 1) post(tab, `long-${i}`);
    post(tab, 'short', 'short');
    await recording.close({ timeoutMs: 5_000 });
    expect(most).toBe(1);
    expect(order[0]).toBe('short');
    expect(recording.allExchanges().map(({ request, problem }) => [request.body?.sizeBytes, problem])).toEqual([
      ...Array.from({ length: 5 }, () => [11, undefined]),
      [5, undefined],
    ]);
  });

  it('that do not come in time are told, and change nothing when they come later', async () => {
    const { recording, tab } = await recordFake();
    const late = Promise.withResolvers<unknown>();
    tab.answers.set('Network.getRequestPostData', () => late.promise);
    post(tab, 'r');
    await recording.close({ timeoutMs: 20 });
    const told = [{ problem: { kind: 'not-captured', detail: 'the browser did not give the request body in time' } }];
    expect(recording.allExchanges()).toMatchObject(told);
    late.resolve({ postData: 'late' });
    await sleep(20);
    expect(recording.allExchanges()).toMatchObject(told);
    expect(recording.allExchanges()[0]?.request).not.toHaveProperty('body');
  });
});

it('a body that comes over a stream and by asking counts once against the limit of all', async () => {
  const { recording, tab, stream } = await recordFake({ totalBytes: 1_000 });
  const body = 'x'.repeat(600);
  stream.answers.set('Network.streamResourceContent', () => ({ bufferedData: '' }));
  tab.answers.set('Network.getResponseBody', () => ({ body, base64Encoded: false }));
  tab.emit('Network.requestWillBeSent', {
    requestId: 'r',
    request: { url: 'https://site.example/a', method: 'GET', headers: {} },
    type: 'Fetch',
  });
  tab.emit('Network.responseReceived', {
    requestId: 'r',
    type: 'Fetch',
    response: { url: 'https://site.example/a', status: 200, headers: {} },
  });
  await sleep(5);
  tab.emit('Network.dataReceived', { requestId: 'r', dataLength: 600 });
  stream.emit('Network.dataReceived', { requestId: 'r', dataLength: 600, data: Buffer.from(body).toString('base64') });
  for (const session of [stream, tab]) session.emit('Network.loadingFinished', { requestId: 'r', encodedDataLength: 600 });
  await recording.close({ timeoutMs: 5_000 });
  expect(recording.allExchanges()).toMatchObject([{ response: { body: { sizeBytes: 600 } } }]);
  expect(recording.limitsHit).toEqual([]);
});
