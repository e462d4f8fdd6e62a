import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FakeSurfaces, type FakeTab } from '../../support/fake-surface.ts';
import { eventually } from '../../support/eventually.ts';
import { CALL, CASE, lastTold, makeBrowse } from './browse-fixture.ts';

const AD = 'https://ads.test/1';

function tabOf(surfaces: FakeSurfaces, browser: number, tab: number): FakeTab {
  const found = surfaces.opened[browser]?.tabs[tab];
  if (found === undefined) throw new Error('no such tab');
  return found;
}

describe('the browser of a case', () => {
  it('is started once, with the settings, and closed with everything it kept on disk', async () => {
    const surfaces = new FakeSurfaces();
    const { call, settings, vault, told } = await makeBrowse({ surfaces });
    Object.assign(settings, { proxy: 'socks5://127.0.0.1:9', pageLanguage: 'nl-BE' });
    await Promise.all([call['browser.open']({ case: CASE }, CALL), call['tabs.open']({ case: CASE, url: AD }, CALL)]);
    expect(surfaces.opened).toHaveLength(1);
    expect(surfaces.opened[0]?.options).toMatchObject({ proxy: 'socks5://127.0.0.1:9', language: 'nl-BE', practiceOnly: false });
    expect(readdirSync(join(vault.folder, 'incoming'))).toHaveLength(1);
    const [tab] = await call['tabs.list']({ case: CASE }, CALL);
    expect(tab).toMatchObject({ case: CASE, url: AD, title: `Title of ${AD}` });

    await call['browser.close']({ case: CASE }, CALL);
    expect(surfaces.opened[0]?.isClosed).toBe(true);
    expect(readdirSync(join(vault.folder, 'incoming'))).toEqual([]);
    expect(lastTold(told, 'tab.closed')).toEqual({ tab: tab?.id });
    expect(await call['tabs.list']({}, CALL)).toEqual([]);
  });

  it('opens in a practice case nothing but the practice market, and no proxy leads there', async () => {
    const surfaces = new FakeSurfaces();
    const { call, settings } = await makeBrowse({ surfaces, practice: true });
    settings.proxy = 'http://127.0.0.1:9';
    await expect(call['tabs.open']({ case: CASE, url: AD }, CALL)).rejects.toMatchObject({ code: 'practice-host-required' });
    expect(surfaces.opened).toHaveLength(0);
    const tab = await call['tabs.open']({ case: CASE, url: 'http://practice-attic.localhost:1/' }, CALL);
    expect(surfaces.opened[0]?.options).toMatchObject({ practiceOnly: true });
    expect(surfaces.opened[0]?.options).not.toHaveProperty('proxy');
    await expect(call['tabs.go']({ tab: tab.id, to: { url: AD } }, CALL)).rejects.toMatchObject({ code: 'practice-host-required' });
    await expect(call['tabs.go']({ tab: tab.id, to: { url: 'file:///etc/passwd' } }, CALL)).rejects.toMatchObject({
      code: 'url-scheme-refused',
    });
    expect(tabOf(surfaces, 0, 0).acts).toEqual(['go {"url":"http://practice-attic.localhost:1/"}']);
  });

  it('is started anew when the settings changed, unless pages are open in it', async () => {
    const surfaces = new FakeSurfaces();
    const { call, settings } = await makeBrowse({ surfaces });
    await call['browser.open']({ case: CASE }, CALL);
    settings.proxy = 'http://127.0.0.1:9';
    const { id } = await call['tabs.open']({ case: CASE, url: AD }, CALL);
    expect(surfaces.opened.map(({ options, isClosed }) => [options.proxy, isClosed])).toEqual([
      [undefined, true],
      ['http://127.0.0.1:9', false],
    ]);
    settings.proxy = '';
    await call['tabs.open']({ case: CASE, url: AD }, CALL);
    expect(surfaces.opened).toHaveLength(2);
    expect((await call['tabs.list']({}, CALL))[0]?.id).toBe(id);
  });

  it('is started anew when asked, with the proxy of now and a kept login, and loads its pages again', async () => {
    const surfaces = new FakeSurfaces();
    const { call, settings, vault, told } = await makeBrowse({ surfaces });
    const { id } = await call['tabs.open']({ case: CASE, url: AD }, CALL);
    expect(await call['browser.read']({ case: CASE }, CALL)).toMatchObject({ isRunning: true, proxy: '', isCurrent: true, logins: [] });
    settings.proxy = 'http://127.0.0.1:9';
    // What is said is how it runs, not how it would.
    expect(await call['browser.read']({ case: CASE }, CALL)).toMatchObject({ proxy: '', isCurrent: false });
    const started = await call['browser.restart']({ case: CASE, login: 'market' }, CALL);
    expect(started).toMatchObject({ isRunning: true, proxy: 'http://127.0.0.1:9', isCurrent: true, login: 'market' });
    expect(surfaces.opened.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    const profile = join(vault.folder, 'cases', vault.findCase(CASE)?.id ?? '', 'profiles', 'market');
    expect(surfaces.opened[1]?.options).toMatchObject({ proxy: 'http://127.0.0.1:9', profileFolder: profile });
    expect(tabOf(surfaces, 1, 0).acts).toContain(`go {"url":"${AD}"}`);
    const [tab] = await call['tabs.list']({}, CALL);
    expect(tab).toMatchObject({ id, url: AD });
    expect(tab).not.toHaveProperty('problem');
    expect(told.some(({ name }) => name === 'tab.closed')).toBe(false);
    // Of the one before nothing is heard any more.
    surfaces.opened[0]?.lose();
    expect((await call['tabs.list']({}, CALL))[0]).not.toHaveProperty('problem');

    mkdirSync(profile, { recursive: true });
    expect((await call['browser.read']({ case: CASE }, CALL)).logins).toEqual(['market']);
    await expect(call['browser.forget']({ case: CASE, login: 'market' }, CALL)).rejects.toMatchObject({ code: 'work-under-way' });
    await call['browser.restart']({ case: CASE, login: null }, CALL);
    expect(surfaces.opened[2]?.options).not.toHaveProperty('profileFolder');
    expect(await call['browser.forget']({ case: CASE, login: 'market' }, CALL)).toMatchObject({ logins: [] });
  });

  it('is not opened for a case that is closed or not there', async () => {
    const { call, vault } = await makeBrowse();
    await expect(call['browser.open']({ case: 'NOPE' }, CALL)).rejects.toMatchObject({ code: 'case-unknown' });
    vault.closeCase(CASE);
    await expect(call['browser.open']({ case: CASE }, CALL)).rejects.toMatchObject({ code: 'case-closed' });
  });
});

describe('a tab', () => {
  it('is told to the window with every change, also one that a page opened, with its opener', async () => {
    const surfaces = new FakeSurfaces();
    const { call, told } = await makeBrowse({ surfaces });
    const { id } = await call['tabs.open']({ case: CASE, url: AD }, CALL);
    await surfaces.opened[0]?.openTab('t1');
    const tabs = await call['tabs.list']({}, CALL);
    expect(tabs.map(({ opener }) => opener)).toEqual([undefined, id]);
    // Many at once are told as few, and the last of them always.
    for (let i = 1; i <= 500; i += 1) tabOf(surfaces, 0, 0).change({ exchanges: i });
    await eventually(() => expect(told.findLast(({ data }) => 'id' in data && data.id === id)?.data).toMatchObject({ exchanges: 500 }));
    expect(told.length).toBeLessThan(20);
    await call['tabs.close']({ tab: id }, CALL);
    expect(lastTold(told, 'tab.closed')).toEqual({ tab: id });
    await expect(call['tabs.input']({ tab: id, input: { kind: 'text', text: 'x' } }, CALL)).rejects.toMatchObject({ code: 'page-closed' });
  });

  it('gets input, place, and answers with the files that the person chose', async () => {
    const surfaces = new FakeSurfaces();
    const { call, uploads } = await makeBrowse({ surfaces });
    const { id } = await call['tabs.open']({ case: CASE, url: AD }, CALL);
    uploads.set('up-1', '/tmp/up-1');
    await call['tabs.input']({ tab: id, input: { kind: 'text', text: 'x' } }, CALL);
    await call['tabs.place']({ tab: id, left: 0, top: 0, width: 800, height: 600, scale: 1, visible: true }, CALL);
    const answer = (...files: ({ upload: string } | { path: string })[]) =>
      call['tabs.answer']({ tab: id, question: 'q1', answer: { accept: true, files } }, CALL);
    await expect(answer({ upload: 'up-1' }, { path: 'ad.txt' })).rejects.toMatchObject({ code: 'usage' });
    await answer({ upload: 'up-1' }, { path: '/tmp/ad.txt' });
    expect(tabOf(surfaces, 0, 0).acts.slice(1)).toEqual([
      'input text',
      'place 800x600',
      'answer q1 {"accept":true,"files":["/tmp/up-1","/tmp/ad.txt"]}',
    ]);
    await expect(answer({ upload: 'up-2' })).rejects.toMatchObject({ code: 'usage' });
    expect(await call['tabs.selection']({ tab: id }, CALL)).toEqual({ text: 'selected' });
  });

  it('outlives the browser that showed it, and is shown again by the next one when the person goes on', async () => {
    const surfaces = new FakeSurfaces();
    const { call, browse, told } = await makeBrowse({ surfaces });
    const { id } = await call['tabs.open']({ case: CASE, url: AD }, CALL);
    const frames: number[] = [];
    const stop = browse.watchTab(id, async ({ widthPx }) => void frames.push(widthPx));
    const frame = { jpeg: new Uint8Array(), heightPx: 1, viewWidth: 1, viewHeight: 1 };
    await tabOf(surfaces, 0, 0).draw({ ...frame, widthPx: 1 });
    await call['tabs.place']({ tab: id, left: 0, top: 0, width: 800, height: 600, scale: 1, visible: true }, CALL);

    surfaces.opened[0]?.lose();
    await eventually(() => expect(lastTold(told, 'tab.changed')).toMatchObject({ id, url: AD, problem: { code: 'browser-lost' } }));
    await expect(call['captures.start']({ tabs: [id] }, CALL)).rejects.toMatchObject({ code: 'browser-lost' });
    await expect(call['tabs.input']({ tab: id, input: { kind: 'text', text: 'x' } }, CALL)).rejects.toMatchObject({ code: 'browser-lost' });

    await Promise.all([call['tabs.go']({ tab: id, to: 'reload' }, CALL), call['tabs.go']({ tab: id, to: 'reload' }, CALL)]);
    expect(surfaces.opened).toHaveLength(2);
    expect(surfaces.opened[0]?.isClosed).toBe(true);
    expect(surfaces.opened[1]?.tabs).toHaveLength(1);
    expect(tabOf(surfaces, 1, 0).acts.slice(0, 2)).toEqual(['place 800x600', `go {"url":"${AD}"}`]);
    const [tab] = await call['tabs.list']({}, CALL);
    expect(tab).toMatchObject({ id, url: AD });
    expect(tab).not.toHaveProperty('problem');
    await tabOf(surfaces, 1, 0).draw({ ...frame, widthPx: 2 });
    stop();
    await tabOf(surfaces, 1, 0).draw({ ...frame, widthPx: 3 });
    expect(frames).toEqual([1, 2]);
  });
});
