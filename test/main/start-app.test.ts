import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { serveEvidence } from '../../src/rpc/evidence-port.ts';
import { startApp } from '../../src/main/start-app.ts';
import { eventually } from '../support/eventually.ts';
import { makeElectron, type FakeElectron, type FakeEngine, type FakeWindow } from './electron-shaped.ts';

const renderer = mkdtempSync(join(tmpdir(), 'pugmark-renderer-'));
writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>Pugmark</title>');
writeFileSync(join(renderer, 'secret.key'), 'not for a window');
afterAll(() => rmSync(renderer, { recursive: true, force: true }));

const OUR_PAGE = 'pugmark://app/index.html';

let electron: FakeElectron;
let window: FakeWindow;
let engine: FakeEngine;
beforeEach(async () => {
  electron = makeElectron();
  await startApp(electron.parts, { renderer, preload: '/preload.cjs', engine: '/utility.js', engineWords: ['--vault', '/v'] }, true);
  window = first(electron.windows);
  engine = first(electron.engines);
});

function first<T>(list: readonly T[]): T {
  const [thing] = list;
  if (thing === undefined) throw new Error('none');
  return thing;
}

async function ask(address: string, init?: RequestInit): Promise<Response> {
  const handler = electron.sessions.get('pugmark-window')?.handlers['protocol:pugmark'];
  return (await handler?.(new Request(address, init))) as Response;
}

describe('the window', () => {
  it('is sandboxed, isolated and without Node, and shows our page', () => {
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(window.webContents.done).toContainEqual(['load', OUR_PAGE]);
    expect(window.shown).toBe(0);
    window.emit('ready-to-show');
    expect(window.shown).toBe(1);
  });

  it('can neither leave our page nor open another', () => {
    const leaves = (name: string, url: string): boolean => {
      let prevented = false;
      window.webContents.emit(name, { url, preventDefault: () => (prevented = true) });
      return !prevented;
    };
    for (const name of ['will-navigate', 'will-frame-navigate']) {
      expect(leaves(name, 'https://ads.example/')).toBe(false);
      expect(leaves(name, 'pugmark://app/evidence/1/E-0001/page.html')).toBe(false);
      expect(leaves(name, OUR_PAGE)).toBe(true);
    }
    expect(leaves('will-redirect', OUR_PAGE)).toBe(false);
    expect(leaves('will-attach-webview', '')).toBe(false);
    expect(window.webContents.windowOpenHandler?.({ url: OUR_PAGE })).toEqual({ action: 'deny' });
  });

  it('is granted nothing but writing text to the clipboard', () => {
    const session = electron.sessions.get('pugmark-window');
    const answers: unknown[] = [];
    for (const permission of ['clipboard-sanitized-write', 'media', 'geolocation', 'clipboard-read', 'fileSystem']) {
      session?.handlers['permission']?.({}, permission, (granted: unknown) => answers.push(granted));
      answers.push(session?.handlers['check']?.({}, permission));
    }
    expect(answers).toEqual([true, true, ...Array.from({ length: 8 }, () => false)]);
  });

  it('is the only one: a second start brings it to the front', async () => {
    electron.app.emit('second-instance');
    expect(window.webContents.done).toEqual(expect.arrayContaining([['restore'], ['focus']]));
    const second = makeElectron();
    second.app.single = false;
    await startApp(second.parts, { renderer, preload: '', engine: '', engineWords: [] }, true);
    expect(second.app.quits).toBe(1);
    expect(second.windows).toEqual([]);
    expect(second.engines).toEqual([]);
  });
});

/** How many connections a sender is given. */
function connect(sender: { readonly id: number; readonly url: string; readonly parent?: object }): number {
  const given: unknown[] = [];
  const senderFrame = { url: sender.url, parent: sender.parent ?? null, postMessage: (...words: unknown[]) => given.push(words) };
  electron.ipcMain.emit('connect', { sender: { id: sender.id }, senderFrame });
  return given.length;
}

describe('a connection to the engine', () => {
  it('is for our own page in our own window', () => {
    expect(connect({ id: window.webContents.id, url: OUR_PAGE })).toBe(1);
    expect(engine.told).toMatchObject([{ message: { connect: 'window' } }]);
  });

  it.each([
    ['another page', () => ({ id: window.webContents.id, url: 'https://ads.example/' })],
    ['a look-alike', () => ({ id: window.webContents.id, url: 'https://app/index.html' })],
    ['another host of our scheme', () => ({ id: window.webContents.id, url: 'pugmark://app.evil/index.html' })],
    ['a frame in it', () => ({ id: window.webContents.id, url: OUR_PAGE, parent: {} })],
    ['another window', () => ({ id: 999_999, url: OUR_PAGE })],
  ])('is not for %s', (_, sender) => {
    expect(connect(sender())).toBe(0);
    expect(engine.told).toEqual([]);
  });
});

describe('files of the app', () => {
  it('come with a policy that lets nothing else in', async () => {
    const answer = await ask(OUR_PAGE);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<title>Pugmark</title>');
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    'pugmark://app/secret.key',
    'pugmark://app/../../../../etc/passwd',
    'pugmark://app/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    'pugmark://app/..%5c..%5cindex.html',
    'pugmark://app/index.html%00.js',
    'pugmark://app/%ff.js',
    'pugmark://other/index.html',
    'https://app/index.html',
  ])('are none at %s', async (address) => {
    expect((await ask(address)).status).toBeGreaterThanOrEqual(400);
  });

  it('are read, not written', async () => {
    expect((await ask(OUR_PAGE, { method: 'POST', body: 'x' })).status).toBe(403);
  });
});

describe('evidence', () => {
  const bytes = new Uint8Array(300_000).map((_, i) => i % 251);

  /** Plays the engine for the one request that comes next. */
  async function answered(address: string, mediaType: string, init?: RequestInit): Promise<Response> {
    const asked = ask(address, init);
    await eventually(() => expect(engine.told).toHaveLength(1));
    const told = first(engine.told);
    const port = first(told.ports);
    const file = {
      mediaType,
      sizeBytes: bytes.length,
      async *read(range = { start: 0, end: bytes.length }) {
        for (let at = range.start; at < range.end; at += 100_000)
          yield await Promise.resolve(bytes.slice(at, Math.min(at + 100_000, range.end)));
      },
    };
    const { request } = told.message as { readonly request: unknown };
    void serveEvidence(
      { find: (asked) => Promise.resolve(asked === '/evidence/a/E-0001/x' ? file : undefined) },
      {
        postMessage: (data) => port.postMessage(data),
        onMessage: (listener) => void port.on('message', ({ data }: { readonly data: unknown }) => listener(data)),
        onClose: (listener) => void port.on('close', listener),
        start: () => port.start(),
        close: () => port.close(),
      },
      request,
    );
    return asked;
  }

  it('comes whole, piece by piece', async () => {
    const answer = await answered('pugmark://app/evidence/a/E-0001/x', 'image/png');
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
  });

  it('comes in part', async () => {
    const answer = await answered('pugmark://app/evidence/a/E-0001/x', 'image/png', { headers: { range: 'bytes=150000-250001' } });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([206, 'bytes 150000-250001/300000']);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes.slice(150_000, 250_002));
  });

  it('is whole where the range is none', async () => {
    const answer = await answered('pugmark://app/evidence/a/E-0001/x', 'image/png', { headers: { range: 'bytes=5-3' } });
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, bytes.length]);
  });

  it('has nothing behind its end', async () => {
    const answer = await answered('pugmark://app/evidence/a/E-0001/x', 'image/png', { headers: { range: 'bytes=300000-' } });
    expect(answer.status).toBe(416);
  });

  it('is never a page, whatever it is called', async () => {
    const answer = await answered('pugmark://app/evidence/a/E-0001/x', 'text/html');
    expect([answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
      'application/octet-stream',
      'attachment',
    ]);
  });

  it('that a browser could run is handed over as a file', async () => {
    const answer = await answered('pugmark://app/evidence/a/E-0001/x', 'application/octet-stream');
    expect(answer.headers.get('content-disposition')).toBe('attachment');
  });

  it('that no call gave is not there', async () => {
    expect((await answered('pugmark://app/evidence/a/E-0002/x', 'image/png')).status).toBe(404);
  });

  it('is not there, instead of hanging, when the engine dies', async () => {
    const asked = ask('pugmark://app/evidence/a/E-0001/x');
    await eventually(() => expect(engine.told).toHaveLength(1));
    engine.told[0]?.ports[0]?.close();
    expect((await asked).status).toBe(404);
  });
});

describe('the engine', () => {
  it('is started again when it dies, with what it had opened closed', async () => {
    engine.emit('message', { id: 1, request: { do: 'open-browser', browser: 'b1', acceptInvalidTls: false, downloadFolder: '/d' } });
    await eventually(() => expect(engine.told).toMatchObject([{ message: { id: 1, answer: { product: 'Chrome/156.0.1' } } }]));
    engine.emit('message', { id: 2, request: { do: 'open-view', browser: 'b1', view: 'v1' } });
    await eventually(() => expect(window.views).toHaveLength(1));
    engine.emit('exit', 139);
    await eventually(() => expect(electron.engines).toHaveLength(2));
    expect(window.views).toEqual([]);
    expect(electron.engines[1]?.words).toEqual(['--vault', '/v']);
    expect(electron.app.quits).toBe(0);
  });

  it('that dies again and again ends the app', async () => {
    for (let i = 0; i < 5; i += 1) {
      electron.engines.at(-1)?.emit('exit', 1);
      const starts = Math.min(i + 2, 5);
      await eventually(() => expect(electron.engines).toHaveLength(starts));
    }
    await eventually(() => expect(electron.app.quits).toBe(1));
  });

  it('is told to end, and waited for, before the app is gone', async () => {
    let prevented = false;
    electron.app.emit('will-quit', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
    expect(engine.told).toMatchObject([{ message: { connect: 'end' } }]);
    expect(electron.app.quits).toBe(0);
    engine.emit('exit', 0);
    await eventually(() => expect(electron.app.quits).toBe(1));
    // And not again.
    expect(electron.engines).toHaveLength(1);
  });
});
