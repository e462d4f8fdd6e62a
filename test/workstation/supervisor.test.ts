import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { RpcPort } from '../../src/rpc/port.ts';
import { portOfWebSocket } from '../../src/rpc/transports/web-socket.ts';
import { startSupervisor, type Supervisor, type SupervisorOptions } from '../../src/workstation/supervisor.ts';
import { clientOver } from '../rpc/connected.ts';
import { eventually } from '../support/eventually.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { ask, rendererFolder, type Answered } from './running.ts';

interface Supervised {
  readonly supervisor: Supervisor;
  readonly said: readonly string[];
}

function optionsIn(folder: string, said: string[]): SupervisorOptions {
  return {
    vaultFolder: join(folder, 'vault'),
    stateFolder: join(folder, 'state'),
    rendererFolder: rendererFolder(folder),
    engineModule: pathToFileURL(join(import.meta.dirname, 'engine-child.ts')).href,
    say: (line) => said.push(line),
  };
}

async function supervised(options: Partial<SupervisorOptions> = {}): Promise<Supervised> {
  const said: string[] = [];
  const supervisor = await startSupervisor({ ...optionsIn(tempFolder(), said), ...options });
  onTestFinished(() => supervisor.close());
  return { supervisor, said };
}

/** Exchanges the token of a printed address, as the page behind it does. */
function exchange(port: number, url: string): Promise<Answered> {
  const { origin, hash } = new URL(url);
  return ask(port, '/session', { method: 'POST', headers: { origin }, body: hash.slice(1) });
}

async function session(port: number, url: string): Promise<{ readonly cookie: string; readonly origin: string }> {
  const { headers } = await exchange(port, url);
  return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '', origin: new URL(url).origin };
}

function connectWith(port: number, headers: Record<string, string>): Promise<RpcPort> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers });
    socket.on('open', () => resolve(portOfWebSocket(socket)));
    socket.on('error', reject);
  });
}

describe('the engine in its own process', () => {
  it('is started again when it is killed: same port, same session, windows connect again, used tokens stay used', async () => {
    const { supervisor, said } = await supervised();
    const { port, enginePid } = supervisor;
    const [used, unused] = [supervisor.issueUrl(), supervisor.issueUrl()];
    const own = await session(port, used);
    const client = clientOver(() => connectWith(port, own));
    const states: string[] = [];
    client.onConnection((state) => states.push(state));
    expect((await client.call('station.read', {})).vaultFolder).toMatch(/vault$/);
    process.kill(enginePid, 'SIGKILL');
    await eventually(() => expect(states).toEqual(['open', 'lost', 'open']));
    expect((await client.call('station.read', {})).vaultFolder).toMatch(/vault$/);
    expect(supervisor.enginePid).not.toBe(enginePid);
    expect(said).toEqual([expect.stringContaining('SIGKILL')]);
    expect((await exchange(port, used)).status).toBe(403);
    expect((await exchange(port, unused)).status).toBe(204);
    client.close();
    await supervisor.close();
    await expect(supervisor.ended).resolves.toBeUndefined();
    expect(() => process.kill(supervisor.enginePid, 0)).toThrow(/ESRCH/);
    expect(said).toHaveLength(1);
  });

  it('has its port taken meanwhile: sessions made before are worth nothing to who took it', async () => {
    let thief: Server | undefined;
    let port = 0;
    const waits: number[] = [];
    const { supervisor, said } = await supervised({
      // Before the first new start the port is taken; before the second it is free again.
      wait: async (ms) => {
        waits.push(ms);
        if (thief === undefined) {
          thief = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
          await once(thief, 'listening');
        } else if (thief.listening) {
          thief.close();
          await once(thief, 'close');
        }
      },
    });
    ({ port } = supervisor);
    const own = await session(port, supervisor.issueUrl());
    expect((await ask(port, '/session', { headers: own })).status).toBe(204);
    process.kill(supervisor.enginePid, 'SIGKILL');
    await eventually(async () => expect((await ask(port, '/session', { headers: own })).status).toBe(401));
    expect(said).toEqual([expect.stringContaining('SIGKILL'), expect.stringContaining('EADDRINUSE')]);
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
    const anew = await session(port, supervisor.issueUrl());
    expect((await ask(port, '/session', { headers: anew })).status).toBe(204);
  });

  it('that does not start is told in its own words', async () => {
    const folder = tempFolder();
    const options = optionsIn(folder, []);
    await expect(startSupervisor({ ...options, vaultFolder: join(folder, 'broken') })).rejects.toMatchObject({
      code: 'engine-lost',
      message: 'The folder cannot be read',
    });
  });
});
