import { beforeEach, describe, expect, it } from 'vitest';
import { EvidenceViews } from '../../src/main/evidence-views.ts';
import type { HostWindow } from '../../src/main/electron-parts.ts';
import type { ViewNews, ViewRequest } from '../../src/rpc/native-views.ts';
import { FakeWindow, makeElectron, type FakeElectron, type FakeSession, type FakeView } from './electron-shaped.ts';

let electron: FakeElectron;
let window: FakeWindow;
let views: EvidenceViews;
let told: ViewNews[];

beforeEach(() => {
  electron = makeElectron();
  window = new FakeWindow({});
  told = [];
  views = new EvidenceViews({
    parts: electron.parts,
    window: () => window as unknown as HostWindow,
    tell: (news) => told.push(news),
    sandbox: true,
  });
});

type BrowserOptions = Partial<Omit<Extract<ViewRequest, { do: 'open-browser' }>, 'do' | 'browser'>>;

async function open(options: BrowserOptions = {}): Promise<{ readonly session: FakeSession; readonly view: FakeView }> {
  await views.handle({ do: 'open-browser', browser: 'b1', acceptInvalidTls: false, downloadFolder: '/incoming', ...options });
  await views.handle({ do: 'open-view', browser: 'b1', view: 'v1' });
  const session = electron.sessions.get('evidence-b1');
  const [view] = electron.views;
  if (session === undefined || view === undefined) throw new Error('not opened');
  return { session, view };
}

describe('a view of the embedded browser', () => {
  it('is sandboxed, without Node and dialogs, in a session that lives in memory', async () => {
    const { session, view } = await open();
    expect(view.options.webPreferences).toMatchObject({
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      disableDialogs: true,
      backgroundThrottling: false,
    });
    expect(view.options.webPreferences).not.toHaveProperty('preload');
    expect(session.partition.startsWith('persist:')).toBe(false);
  });

  it('is steered before anything is asked for: its debugger is attached on a blank page', async () => {
    const { view } = await open();
    expect(view.webContents.done).toEqual([['load', 'about:blank']]);
    expect(view.webContents.debugger.isAttached()).toBe(true);
    expect(await views.handle({ do: 'command', view: 'v1', method: 'Page.enable', params: { a: 1 }, session: 's' })).toEqual({
      did: 'Page.enable',
    });
    expect(view.webContents.debugger.sent).toEqual([['Page.enable', { a: 1 }, 's']]);
    await expect(views.handle({ do: 'command', view: 'v1', method: 'Fails', params: {} })).rejects.toThrow('no such command');
    view.webContents.debugger.emit('message', {}, 'Network.loadingFinished', { requestId: '1' }, '');
    expect(told).toEqual([{ news: 'message', view: 'v1', method: 'Network.loadingFinished', params: { requestId: '1' }, session: '' }]);
  });

  it('leaves dialogs to the debugger, may always be left, and answers no login', async () => {
    const { view } = await open();
    // Electron's own listener refuses each dialog (test/main/electron-shaped.ts).
    expect(view.webContents.listenerCount('-run-dialog')).toBe(0);
    let leaves = false;
    view.webContents.emit('will-prevent-unload', { preventDefault: () => (leaves = true) });
    expect(leaves).toBe(true);
    expect(view.webContents.listenerCount('login')).toBe(0);
  });

  it('opens no window, and tells what was wanted', async () => {
    const { view } = await open();
    expect(view.webContents.windowOpenHandler?.({ url: 'https://a.example/' })).toEqual({
      action: 'deny',
    });
    expect(told).toEqual([{ news: 'window-wanted', view: 'v1', url: 'https://a.example/' }]);
  });

  it('is granted nothing, and what it asked for is told', async () => {
    const { session, view } = await open();
    const answers: unknown[] = [];
    session.handlers['permission']?.({ id: view.webContents.id }, 'geolocation', (granted: unknown) => answers.push(granted));
    answers.push(session.handlers['check']?.(), session.handlers['device']?.());
    session.handlers['display']?.({}, (streams: unknown) => answers.push(streams));
    expect(answers).toEqual([false, false, false, {}]);
    expect(told).toEqual([{ news: 'permission-refused', view: 'v1', permission: 'geolocation' }]);
  });

  it('stays in its place in the window, whatever is asked', async () => {
    const { view } = await open();
    expect(view.visible).toBe(false);
    await views.handle({ do: 'place-view', view: 'v1', left: 200, top: 100, width: 600, height: 500, visible: true });
    expect([view.bounds, view.visible]).toEqual([{ x: 200, y: 100, width: 600, height: 500 }, true]);
    await views.handle({ do: 'place-view', view: 'v1', left: -50, top: 700, width: 5000, height: 5000, visible: true });
    expect(view.bounds).toEqual({ x: 0, y: 700, width: 1000, height: 100 });
  });

  it('that crashes or goes is told, and a destroyed one is not touched again', async () => {
    const { view } = await open();
    view.webContents.emit('render-process-gone', {}, { reason: 'oom' });
    view.webContents.close();
    expect(told.map((news) => ('reason' in news ? [news.news, news.reason] : []))).toEqual([
      ['gone', 'renderer-crashed'],
      ['gone', 'page-closed'],
    ]);
    await views.handle({ do: 'detach', view: 'v1' });
    await views.handle({ do: 'close-view', view: 'v1' });
    expect(window.views).toEqual([]);
    await expect(views.handle({ do: 'print', view: 'v1', params: {} })).rejects.toThrow('no view');
  });
});

function proxyOf(session: FakeSession): unknown {
  return session.done.find(([name]) => name === 'proxy')?.[1];
}

describe('the session of a case', () => {
  it('goes through the proxy of its case with everything, or with nothing through none', async () => {
    expect(proxyOf((await open({ proxy: 'socks5://127.0.0.1:9050' })).session)).toEqual({
      mode: 'fixed_servers',
      proxyRules: 'socks5://127.0.0.1:9050',
      proxyBypassRules: '<-loopback>',
    });
    await views.closeAll();
    electron.sessions.clear();
    expect(proxyOf((await open()).session)).toEqual({ mode: 'system' });
  });

  it('reaches only the hosts that exist for it', async () => {
    const { session } = await open({ onlyHosts: ['practice.localhost'] });
    const cancelled = (url: string): unknown => {
      let answer: unknown;
      session.handlers['request']?.({ url }, (given: { readonly cancel: boolean }) => (answer = given.cancel));
      return answer;
    };
    expect(['http://practice.localhost:1/a', 'data:text/plain,x', 'blob:http://x/1'].map(cancelled)).toEqual([false, false, false]);
    expect(['https://ads.example/', 'ws://ads.example/', 'http://practice.localhost.evil/'].map(cancelled)).toEqual([true, true, true]);
  });

  it('checks certificates unless the person chose otherwise', async () => {
    expect((await open()).session.handlers['certificate']).toBeUndefined();
    await views.closeAll();
    const { session } = await open({ acceptInvalidTls: true });
    let verdict: unknown;
    session.handlers['certificate']?.({}, (given: unknown) => (verdict = given));
    expect(verdict).toBe(0);
  });

  it('keeps the name that the browser has, with the languages that are asked for', async () => {
    const { session } = await open({ language: 'nl-BE' });
    expect(session.done).toContainEqual(['agent', session.getUserAgent(), 'nl-BE']);
  });

  it('keeps downloads under names of ours and tells of them; none for anybody else', async () => {
    const { session, view } = await open();
    const item = Object.assign(new (await import('node:events')).EventEmitter(), {
      path: '',
      cancelled: false,
      setSavePath: (path: string) => void (item.path = path),
      getURL: () => 'https://a.example/f',
      getFilename: () => '../../evil.exe',
      getReceivedBytes: () => 7,
      cancel: () => void (item.cancelled = true),
    });
    session.emit('will-download', {}, item, view.webContents);
    expect(item.path).toMatch(/^\/incoming\/[0-9a-f-]{36}$/);
    item.emit('updated');
    const [begun] = told;
    if (begun?.news !== 'download-begun') throw new Error('not told');
    await views.handle({ do: 'cancel-download', download: begun.download });
    expect(item.cancelled).toBe(true);
    item.emit('done', {}, 'cancelled');
    expect(told.map(({ news }) => news)).toEqual(['download-begun', 'download-progress', 'download-ended']);
    let prevented = false;
    session.emit('will-download', { preventDefault: () => (prevented = true) }, item, { id: -1 });
    expect(prevented).toBe(true);
  });

  it('forgets all when it is cleared, and when its browser closes', async () => {
    const { session } = await open();
    await views.handle({ do: 'clear-browser', browser: 'b1' });
    expect(session.done.filter(([name]) => name.startsWith('clear'))).toHaveLength(2);
    await views.handle({ do: 'close-browser', browser: 'b1' });
    expect(session.done.filter(([name]) => name.startsWith('clear'))).toHaveLength(4);
    expect(window.views).toEqual([]);
    await expect(views.handle({ do: 'open-view', browser: 'b1', view: 'v2' })).rejects.toThrow('no browser');
  });
});
