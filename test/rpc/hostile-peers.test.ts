import { describe, expect, it } from 'vitest';
import type { CallName } from '../../src/rpc/contract.ts';
import type { Handlers } from '../../src/rpc/handlers.ts';
import { RpcServer, type RpcIncident } from '../../src/rpc/server.ts';
import type { RpcPort } from '../../src/rpc/port.ts';
import { eventually } from '../support/eventually.ts';
import { FAKE_STATION, fakeHandlers } from '../support/fake-engine.ts';
import { memoryPorts } from '../support/memory-ports.ts';
import { bareEnd, clientOver, connected, TRANSPORTS } from './connected.ts';

const { memory } = TRANSPORTS;
const LIMITS = { calls: 3, messageLength: 1000, backlog: 1000 };
const SECRET = 'word of a page, /home/path';

function serverOf(handlers: Partial<Handlers>): { readonly server: RpcServer; readonly incidents: RpcIncident[] } {
  const incidents: RpcIncident[] = [];
  const onIncident = (incident: RpcIncident): void => void incidents.push(incident);
  return { server: new RpcServer({ handlers: fakeHandlers(handlers), limits: LIMITS, onIncident }), incidents };
}

describe('a window that speaks', () => {
  const good = JSON.stringify({ call: 'station.read', id: 1, input: {} });

  it.each([
    ['no JSON', '{"call":'],
    ['no object', '[]'],
    ['an unknown field', JSON.stringify({ call: 'station.read', id: 1, input: {}, as: 'root' })],
    ['an id that is no number', JSON.stringify({ call: 'station.read', id: '1', input: {} })],
    ['a negative id', JSON.stringify({ call: 'station.read', id: -1, input: {} })],
  ])('%s is let go, and told of', async (_what, text) => {
    const { server, incidents } = serverOf({ 'station.read': () => FAKE_STATION });
    const { port, heard, isEnded } = await bareEnd(server);
    port.send(good);
    await eventually(() => expect(heard).toEqual([{ id: 1, output: FAKE_STATION }]));
    port.send(text);
    await eventually(() => expect(isEnded()).toBe(true));
    expect(incidents.map(({ code }) => code)).toEqual(['message-malformed']);
  });

  it('bytes instead of text is let go', async () => {
    const { server, incidents } = serverOf({});
    const { port1, port2 } = new MessageChannel();
    const { portOfMessagePort } = await import('../../src/rpc/transports/message-port.ts');
    server.attach(portOfMessagePort(port1));
    port2.postMessage(new Uint8Array(8));
    await eventually(() => expect(incidents).toEqual([{ code: 'message-malformed', detail: 'no text' }]));
    port2.close();
  });

  it('too long a message is let go; one of the length allowed is served', async () => {
    const { server, incidents } = serverOf({ 'station.read': () => FAKE_STATION });
    const { port, heard, isEnded } = await bareEnd(server);
    port.send(good.padEnd(LIMITS.messageLength));
    await eventually(() => expect(heard).toHaveLength(1));
    port.send(good.padEnd(LIMITS.messageLength + 1));
    await eventually(() => expect(isEnded()).toBe(true));
    expect(incidents).toEqual([{ code: 'message-too-long', detail: '1001 characters' }]);
  });

  it('an id that is in use is let go, and its call aborted', async () => {
    let aborted = false;
    const { server, incidents } = serverOf({
      'cases.list': (_input, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            aborted = true;
          });
        }),
    });
    const { port, isEnded } = await bareEnd(server);
    const text = JSON.stringify({ call: 'cases.list', id: 7, input: {} });
    port.send(text);
    port.send(text);
    await eventually(() => expect([isEnded(), aborted]).toEqual([true, true]));
    expect(incidents).toEqual([{ code: 'message-malformed', detail: 'id in use' }]);
  });

  it('more calls than are allowed gets `engine-busy`, and is served again when they have ended', async () => {
    const ends: (() => void)[] = [];
    const { server, incidents } = serverOf({
      'cases.list': () => new Promise((resolve) => void ends.push(() => resolve([]))),
      'station.read': () => FAKE_STATION,
    });
    const client = clientOver(() => memory((port) => server.attach(port)));
    const calls = Array.from({ length: LIMITS.calls }, () => client.call('cases.list', {}));
    await eventually(() => expect(ends).toHaveLength(LIMITS.calls));
    await expect(client.call('station.read', {})).rejects.toMatchObject({ code: 'engine-busy' });
    expect(incidents).toEqual([{ code: 'too-many-calls', detail: 'station.read' }]);
    for (const end of ends) end();
    await Promise.all(calls);
    expect(await client.call('station.read', {})).toEqual(FAKE_STATION);
  });

  it.each(['cases.steal', 'constructor', '__proto__', 'toString'])('a call named %s gets `call-refused`', async (call) => {
    const { server, incidents } = serverOf({ 'station.read': () => FAKE_STATION });
    const { port, heard } = await bareEnd(server);
    port.send(JSON.stringify({ call, id: 1, input: {} }));
    await eventually(() => expect(heard).toMatchObject([{ id: 1, error: { code: 'call-refused' } }]));
    port.send(JSON.stringify({ call: 'station.read', id: 2, input: {} }));
    await eventually(() => expect(heard).toHaveLength(2));
    expect(incidents.map(({ code }) => code)).toEqual(['call-refused']);
  });

  it('an input that the contract does not know gets `call-refused`, naming places and no values', async () => {
    let asked = 0;
    const { server, incidents } = serverOf({
      'exhibits.at': () => {
        asked += 1;
        return [];
      },
    });
    const { port, heard } = await bareEnd(server);
    port.send(JSON.stringify({ call: 'exhibits.at', id: 1, input: { url: 5, [SECRET]: 1 } }));
    port.send(JSON.stringify({ call: 'exhibits.at', id: 2, input: { url: 'https://a.example/' } }));
    await eventually(() => expect(heard).toHaveLength(2));
    expect(heard).toMatchObject([{ error: { code: 'call-refused' } }, { output: [] }]);
    expect(asked).toBe(1);
    expect(JSON.stringify([heard, incidents])).not.toContain(SECRET);
  });
});

describe('a window that does not read', () => {
  it('is let go; one that reads hears the event', () => {
    const { server, incidents } = serverOf({});
    const told: string[] = [];
    const portWith = (backlog: number, name: string): RpcPort => ({
      backlog,
      send: () => void told.push(name),
      listen: () => undefined,
      close: () => void told.push(`${name} ends`),
    });
    server.attach(portWith(LIMITS.backlog + 1, 'slow'));
    server.attach(portWith(LIMITS.backlog, 'quick'));
    server.tell('tab.closed', { tab: 't' });
    expect(told.toSorted()).toEqual(['quick', 'slow ends']);
    expect(incidents.map(({ code }) => code)).toEqual(['window-too-slow']);
  });
});

describe('a fault of ours', () => {
  it.each([
    ['a foreign error', new TypeError(SECRET)],
    ['a foreign error of several lines', new Error(`x\n    at ${SECRET}`)],
    ['something that is no error', SECRET],
  ])('%s is told as `program-fault`, and no word of it', async (_what, thrown) => {
    const { client, incidents } = connected(memory, {
      'cases.list': () => {
        throw thrown;
      },
    });
    await expect(client.call('cases.list', {})).rejects.toMatchObject({ code: 'program-fault', details: {} });
    expect(incidents.map(({ code }) => code)).toEqual(['program-fault']);
    expect(JSON.stringify([incidents, await client.call('cases.list', {}).catch((error: unknown) => error)])).not.toContain(SECRET);
  });

  it('an output that the contract does not know does not leave the engine', async () => {
    const { client, incidents } = connected(memory, {
      'station.read': () => ({ ...FAKE_STATION, passphrase: SECRET }),
      'settings.read': () => ({ language: SECRET }) as never,
    });
    for (const call of ['station.read', 'settings.read'] satisfies CallName[]) {
      await expect(client.call(call, {})).rejects.toMatchObject({ code: 'program-fault' });
    }
    expect(incidents.map(({ code }) => code)).toEqual(['program-fault', 'program-fault']);
    expect(JSON.stringify(incidents)).not.toContain(SECRET);
  });

  it('an event that the contract does not know stays here', async () => {
    const { client, server, incidents, faults } = connected(memory, { 'station.read': () => FAKE_STATION });
    const heard: unknown[] = [];
    client.on('tab.closed', (data) => heard.push(data));
    await client.call('station.read', {});
    server.tell('tab.closed', { tab: 'not an id!' });
    server.tell('tab.closed', { tab: 'id' });
    await eventually(() => expect(heard).toEqual([{ tab: 'id' }]));
    expect(incidents.map(({ code }) => code)).toEqual(['program-fault']);
    expect(faults).toEqual([]);
  });
});

describe('an engine that speaks', () => {
  it('what the contract does not know is not believed by the window', async () => {
    const [engine, window] = memoryPorts();
    const faults: string[] = [];
    const asked: { id: number }[] = [];
    engine.listen({ message: (data) => asked.push(JSON.parse(data as string) as { id: number }), end: () => undefined });
    let connections = 0;
    const client = clientOver(
      () => ((connections += 1) === 1 ? Promise.resolve(window) : Promise.resolve('ended' as const)),
      (what) => faults.push(what),
    );
    const heard: unknown[] = [];
    client.on('tab.closed', (data) => heard.push(data));
    const call = client.call('station.read', {});
    call.catch(() => undefined);
    await eventually(() => expect(asked).toHaveLength(1));
    const events = [
      { event: 'tab.closed', data: { tab: 5 } },
      { event: 'toString', data: {} },
      { hello: 1 },
      { event: 'tab.closed', data: { tab: 'a' } },
    ];
    for (const event of events) engine.send(JSON.stringify(event));
    engine.send('{');
    await eventually(() => expect([heard.length, faults.length]).toEqual([1, 4]));
    engine.send(JSON.stringify({ id: asked[0]?.id, output: { version: 7 } }));
    await expect(call).rejects.toMatchObject({ code: 'program-fault' });
    engine.close();
    await eventually(() => expect(client.connection).toBe('ended'));
  });

  it('is not asked what the contract does not know', async () => {
    const { client } = connected(memory, { 'exhibits.at': () => [] });
    await expect(client.call('exhibits.at', { url: 5 } as never)).rejects.toMatchObject({ code: 'call-refused' });
    expect(await client.call('exhibits.at', { url: 'https://a.example/' })).toEqual([]);
  });
});
