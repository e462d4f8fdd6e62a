import { describe, expect, it } from 'vitest';
import { PugmarkError } from '../../src/core/errors.ts';
import { eventually } from '../support/eventually.ts';
import { FAKE_STATION } from '../support/fake-engine.ts';
import { connected, TRANSPORTS } from './connected.ts';

/** A handler that ends only when it is told to give up. */
function untilAborted(seen: { signal?: AbortSignal }): (input: unknown, context: { readonly signal: AbortSignal }) => Promise<never> {
  return (_input, { signal }) =>
    new Promise((_resolve, reject) => {
      seen.signal = signal;
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
}

describe.each(Object.entries(TRANSPORTS))('calls over %s', (_name, transport) => {
  it('come back with what the handler gave, defaults filled in', async () => {
    const asked: unknown[] = [];
    const { client } = connected(transport, {
      'station.read': () => FAKE_STATION,
      'exhibits.search': (input) => {
        asked.push(input);
        return { total: 0, rows: [], facets: { case: [], host: [], state: [], day: [], seller: [], species: [] } };
      },
    });
    expect(await client.call('station.read', {})).toEqual(FAKE_STATION);
    expect((await client.call('exhibits.search', { text: 'žako 🦜' })).total).toBe(0);
    expect(asked).toMatchObject([{ text: 'žako 🦜', sort: 'newest', limit: 100 }]);
    expect(client.connection).toBe('open');
  });

  it('reject with the code, message and details of our errors', async () => {
    const { client, incidents } = connected(transport, {
      'exhibits.at': () => {
        throw new PugmarkError('case-unknown', 'No such case', { details: { case: 'C-9' } });
      },
    });
    const error: unknown = await client.call('exhibits.at', { url: 'https://a.example/' }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(PugmarkError);
    expect(error).toMatchObject({ code: 'case-unknown', message: 'No such case', details: { case: 'C-9' } });
    expect(incidents).toEqual([]);
  });

  it('abort the handler when the window gives up, and the next call is answered', async () => {
    const seen: { signal?: AbortSignal } = {};
    const { client } = connected(transport, { 'cases.list': untilAborted(seen), 'station.read': () => FAKE_STATION });
    const giveUp = new AbortController();
    const call = client.call('cases.list', {}, { signal: giveUp.signal });
    await eventually(() => expect(seen.signal?.aborted).toBe(false));
    giveUp.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await eventually(() => expect(seen.signal?.aborted).toBe(true));
    expect(await client.call('station.read', {})).toEqual(FAKE_STATION);
  });

  it('are aborted when the window is gone', async () => {
    const seen: { signal?: AbortSignal } = {};
    const { client } = connected(transport, { 'cases.list': untilAborted(seen) });
    const call = client.call('cases.list', {});
    call.catch(() => undefined);
    await eventually(() => expect(seen.signal?.aborted).toBe(false));
    client.close();
    await expect(call).rejects.toMatchObject({ code: 'engine-lost' });
    await eventually(() => expect(seen.signal?.aborted).toBe(true));
  });

  it('carry events to the window until it does not want them any more', async () => {
    const { client, server } = connected(transport, { 'station.read': () => FAKE_STATION });
    const heard: string[] = [];
    const end = client.on('tab.closed', ({ tab }) => heard.push(tab));
    await client.call('station.read', {});
    server.tell('tab.closed', { tab: 't-1' });
    await eventually(() => expect(heard).toEqual(['t-1']));
    end();
    server.tell('tab.closed', { tab: 't-2' });
    await client.call('station.read', {});
    expect(heard).toEqual(['t-1']);
  });
});

describe('a connection', () => {
  it('that is lost rejects what was asked, is made again, and says so', async () => {
    const seen: { signal?: AbortSignal } = {};
    const { client, server } = connected(TRANSPORTS.webSocket, { 'cases.list': untilAborted(seen), 'station.read': () => FAKE_STATION });
    const states: string[] = [];
    client.onConnection((state) => states.push(state));
    const early = client.call('station.read', {});
    expect(client.connection).toBe('connecting');
    expect(await early).toEqual(FAKE_STATION);
    const call = client.call('cases.list', {});
    await eventually(() => expect(seen.signal?.aborted).toBe(false));
    server.close();
    await expect(call).rejects.toMatchObject({ code: 'engine-lost' });
    await eventually(() => expect(states).toEqual(['open', 'lost', 'open']));
    expect(await client.call('station.read', {})).toEqual(FAKE_STATION);
    client.close();
    expect(states).toEqual(['open', 'lost', 'open', 'ended']);
    await expect(client.call('station.read', {})).rejects.toMatchObject({ code: 'engine-lost' });
  });
});
