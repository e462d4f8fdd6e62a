import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askInstance, serveInstance } from '../../src/workstation/instance-handshake.ts';
import { claimInstance, type Claim } from '../../src/workstation/single-instance.ts';
import { makeSecret } from '../../src/workstation/access.ts';
import { eventually } from '../support/eventually.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { ask, rendererFolder } from './running.ts';

async function claimed(state: string, vault: string, url = 'http://127.0.0.1:1/start#a'): Promise<Claim> {
  const claim = await claimInstance(state, vault, () => Promise.resolve(url));
  if (claim.kind === 'ours') onTestFinished(claim.release);
  return claim;
}

function lockIn(state: string): string {
  const folder = join(state, 'workstation');
  const [name = ''] = readdirSync(folder).filter((one) => one.endsWith('.lock.json'));
  return join(folder, name);
}

describe('a second instance', () => {
  it('gets the address of the first, once it runs; another vault is nobody’s', async () => {
    const state = tempFolder();
    const vault = tempFolder();
    const first = await claimed(state, vault, 'http://127.0.0.1:1/start#first');
    expect(first.kind).toBe('ours');
    expect(await claimed(state, vault)).toEqual({ kind: 'running', url: 'http://127.0.0.1:1/start#first' });
    symlinkSync(vault, join(state, 'other-name'));
    expect((await claimed(state, join(state, 'other-name'))).kind).toBe('running');
    expect((await claimed(state, join(state, 'other-vault'))).kind).toBe('ours');
  });

  it('is the first when the first has ended', async () => {
    const [state, vault] = [tempFolder(), tempFolder()];
    const first = await claimed(state, vault);
    if (first.kind === 'ours') await first.release();
    expect((await claimed(state, vault)).kind).toBe('ours');
  });

  it('started together with others, is one of many that gets the vault', async () => {
    const [state, vault] = [tempFolder(), tempFolder()];
    const claims = await Promise.all(Array.from({ length: 5 }, () => claimed(state, vault)));
    expect(claims.map(({ kind }) => kind).toSorted()).toEqual(['ours', ...Array.from({ length: 4 }, () => 'running')]);
  });
});

describe('a lock that nobody holds', () => {
  it.each([
    ['of a port that nobody has', async () => ({ pid: process.pid, port: await freePort(), secret: makeSecret() })],
    ['of a port that another program has', async () => ({ pid: process.pid, port: await echoPort(), secret: makeSecret() })],
    ['of an instance with another secret', async () => ({ pid: process.pid, port: await otherInstance(), secret: makeSecret() })],
    ['that says nothing', () => Promise.resolve({})],
  ])('%s is taken over', async (_what, makeLock) => {
    const [state, vault] = [tempFolder(), tempFolder()];
    const first = await claimed(state, vault);
    const path = lockIn(state);
    if (first.kind === 'ours') await first.release();
    writeFileSync(path, JSON.stringify(await makeLock()));
    expect((await claimed(state, vault)).kind).toBe('ours');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
  });
});

describe('the handshake', () => {
  it('gives an address to who knows the secret, and to nobody else', async () => {
    const secret = makeSecret();
    let issued = 0;
    const served = await serveInstance(secret, () => Promise.resolve(`url-${(issued += 1)}`));
    onTestFinished(() => served.close());
    expect(await askInstance(served.port, secret)).toEqual({ url: 'url-1' });
    expect(await askInstance(served.port, makeSecret())).toBe('nobody');
    expect(issued).toBe(1);
  });

  it('says that somebody is there who does not answer', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    expect(await askInstance((silent.address() as AddressInfo).port, makeSecret(), 50)).toBe('silent');
  });
});

describe('the workstation shell', () => {
  it('opens the window of the one that runs, recovers after a kill, leaves no engine behind', async () => {
    const folder = tempFolder();
    const words = [
      join(folder, 'vault'),
      join(folder, 'state'),
      rendererFolder(folder),
      pathToFileURL(join(import.meta.dirname, 'engine-child.ts')).href,
    ];
    mkdirSync(join(folder, 'vault'));
    const first = shell(words);
    const url = await first.url;
    const port = Number(new URL(url).port);
    expect((await exchanged(url)).status).toBe(204);

    const second = shell(words);
    const another = await second.url;
    expect([await second.exitCode, new URL(another).port]).toEqual([0, String(port)]);
    expect((await exchanged(another)).status).toBe(204);

    // Its engine notices and ends by itself; its lock stays behind and is nobody's.
    first.process.kill('SIGKILL');
    await eventually(() => expect(ask(port, '/start')).rejects.toThrow(/ECONNREFUSED/));
    const third = shell(words);
    const again = await third.url;
    expect((await exchanged(again)).status).toBe(204);

    third.process.kill('SIGINT');
    expect(await third.exitCode).toBe(0);
    await expect(exchanged(again)).rejects.toThrow(/ECONNREFUSED/);
    expect(readdirSync(join(folder, 'state', 'workstation')).filter((name) => name.includes('lock'))).toEqual([]);
  });
});

interface Shell {
  readonly process: ChildProcess;
  /** The address that it prints. */
  readonly url: Promise<string>;
  readonly exitCode: Promise<number | null>;
}

function shell(words: readonly string[]): Shell {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start-child.ts'), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  return { process: child, url, exitCode: once(child, 'exit').then(([code]) => code as number | null) };
}

function exchanged(url: string): ReturnType<typeof ask> {
  const { origin, port, hash } = new URL(url);
  return ask(Number(port), '/session', { method: 'POST', headers: { origin }, body: hash.slice(1) });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function echoPort(): Promise<number> {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function otherInstance(): Promise<number> {
  const served = await serveInstance(makeSecret(), () => Promise.resolve('never'));
  onTestFinished(() => served.close());
  return served.port;
}
