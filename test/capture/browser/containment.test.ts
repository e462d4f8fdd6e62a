import { readFile, readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { withDeadline } from '../../../src/capture/browser/deadline.ts';
import { openAddress } from '../../../src/capture/browser/open-address.ts';
import { describeOver, describeOverTransportsOfTier, type OpenedTab } from '../../support/browser-kinds.ts';
import { eventually } from '../../support/eventually.ts';
import { startHostileServer } from '../../support/hostile-server.ts';
import { withLongerTier } from '../../support/tier.ts';

const title = (opened: OpenedTab): Promise<string> => opened.tab.page.title();
/** A real click, with all the rights that a gesture of the user gives. */
const click = (opened: OpenedTab, button: string): Promise<void> => opened.tab.page.click(`#${button}`);
const codes = (opened: OpenedTab): string[] => opened.tab.incidents.map(({ code }) => code);

describeOverTransportsOfTier('a contained tab', (open, kind) => {
  async function visit(path: string, options: Parameters<typeof open>[0] = {}) {
    const server = await startHostileServer();
    const opened = await open(options);
    const outcome = await openAddress(opened.tab, server.url(path), { limits: opened.limits });
    return { ...opened, server, outcome };
  }

  it('has nothing to tell of an ordinary page', async () => {
    const opened = await visit('/ordinary');
    expect(opened.tab.incidents).toEqual([]);
    expect(opened.tab.downloads).toEqual([]);
    expect(opened.tab.lossReason()).toBeUndefined();
    expect(opened.double?.debugger.forbidden ?? []).toEqual([]);
  });

  it('answers dialogs as by Escape, and tells their text in one line', async () => {
    const opened = await visit('/dialogs');
    expect(await title(opened)).toBe('[false,null]');
    expect(opened.tab.incidents.map(({ code, detail }) => [code, detail])).toEqual([
      ['dialog', 'alert: one  '],
      ['dialog', 'confirm: two'],
      ['dialog', 'prompt: three'],
    ]);
  });

  it('answers dialogs above the limit too, and counts them in one incident', async () => {
    const opened = await visit('/many-dialogs', { limits: { dialogs: 5 } });
    expect(await title(opened)).toBe('through');
    expect(codes(opened)).toEqual(['dialog', 'dialog', 'dialog', 'dialog', 'dialog', 'incident-limit']);
    expect(opened.tab.incidents.at(-1)?.detail).toBe('dialog: 55 more than the 5 listed');
  });

  it('is not frozen by dialogs without end', async () => {
    const opened = await visit('/endless-dialogs', { limits: { dialogs: 3, openMs: 2_000 } });
    expect(opened.outcome).toMatchObject({ kind: 'document' });
    await eventually(() => expect(codes(opened)).toContain('incident-limit'));
    // Bounded, however long it goes on.
    expect(opened.tab.incidents).toHaveLength(4);
    await opened.tab.close();
  });

  it('hears the dialogs of a frame from another site', async () => {
    const server = await startHostileServer({
      '/framing': { type: 'text/html', body: '<title>framing</title><iframe src="/bounce"></iframe>' },
      '/bounce': () => ({ status: 302, headers: { location: server.url('/dialogs', 'site-two.localhost') } }),
    });
    const opened = await open();
    await openAddress(opened.tab, server.url('/framing'), { limits: opened.limits });
    await eventually(() => expect(codes(opened)).toEqual(['dialog', 'dialog', 'dialog']));
  });

  it('stays on a page that asks to stay, unless we are the ones who leave', async () => {
    const opened = await visit('/beforeunload');
    await opened.tab.page.click('p');
    await opened.tab.page.evaluate(() => {
      location.href = '/ordinary';
    });
    await eventually(() => expect(opened.tab.incidents.map(({ detail }) => detail)).toEqual([expect.stringMatching(/^stayed: /)]));
    expect(await title(opened)).toBe('stay');
    expect(await openAddress(opened.tab, opened.server.url('/ordinary'), { limits: opened.limits })).toMatchObject({ kind: 'document' });
    expect(await title(opened)).toBe('ordinary');
    expect(opened.tab.incidents.map(({ code }) => code)).toEqual(['beforeunload', 'beforeunload']);
  });

  it.for(withLongerTier(['open-window-without-opener', 'open-window-and-chase'], ['open-window', 'open-blank-window']))(
    'opens nothing when a click asks for a window: %s',
    async (button) => {
      const opened = await visit('/buttons');
      await click(opened, button);
      await eventually(() => expect(codes(opened)).toContain('popup'));
      // What the page would have shown was never asked for.
      await openAddress(opened.tab, opened.server.url('/ordinary'), { limits: opened.limits });
      expect(opened.server.served().filter(({ url }) => url.includes('popup'))).toEqual([]);
      expect(opened.tab.incidents).toEqual([
        {
          code: 'popup',
          detail: button === 'open-blank-window' || button === 'open-window-and-chase' ? 'about:blank' : opened.server.url('/popup-target'),
          time: expect.any(String),
        },
      ]);
    },
  );

  it('opens nothing when one click asks for 40 windows', async () => {
    const opened = await visit('/buttons', { limits: { popups: 4 } });
    await click(opened, 'open-windows');
    await eventually(() => expect(opened.tab.incidents.at(-1)?.detail).toBe('popup: 36 more than the 4 listed'));
    expect(opened.tab.incidents).toHaveLength(5);
    await openAddress(opened.tab, opened.server.url('/ordinary'), { limits: opened.limits });
    expect(opened.server.served().filter(({ url }) => url.includes('popup'))).toEqual([]);
  });

  // Every browser that is launched blocks them: what is tried here is one that does not.
  it.each(withLongerTier<string>([], ['blocks none']))('survives a flood of windows in a browser that %s', async () => {
    const opened = await visit('/buttons', { limits: { popups: 4 }, launch: { extraFlags: ['--disable-popup-blocking'] } });
    await click(opened, 'open-windows');
    await eventually(() => expect(opened.tab.incidents.at(-1)?.detail).toBe('popup: 36 more than the 4 listed'));
    expect(opened.tab.incidents).toHaveLength(5);
    expect(await withDeadline(title(opened), { ms: 10_000, what: 'say its title' })).toBe('buttons');
    // All are gone again: what is left is our page and, in a browser of ours, the blank one it starts with.
    await eventually(async () => expect(await opened.tab.page.browser().pages()).toHaveLength(kind === 'pipe' ? 2 : 1));
  });

  it('opens nothing for a page that asks without a click, and says that it asked', async () => {
    const opened = await visit('/opens-without-gesture', { limits: { popups: 2 } });
    expect(await title(opened)).toBe('tried');
    expect(codes(opened)).toEqual(['popup', 'popup', 'incident-limit']);
    expect(opened.server.served().filter(({ url }) => url.includes('popup'))).toEqual([]);
  });

  it('cancels file choosers', async () => {
    const opened = await visit('/buttons');
    await opened.tab.page.evaluate(() => {
      document.querySelector('input')?.addEventListener('cancel', () => {
        document.title = 'cancelled';
      });
    });
    await click(opened, 'choose-file');
    await eventually(async () => expect(await title(opened)).toBe('cancelled'));
    expect(codes(opened)).toEqual(['file-chooser']);
  });

  it('prints nothing for the page', async () => {
    const opened = await visit('/buttons');
    await click(opened, 'print');
    await eventually(async () => expect(await title(opened)).toBe('printed'));
    expect(opened.tab.lossReason()).toBeUndefined();
  });

  it('gives neither screen nor pointer to a page that nobody touched', async () => {
    const opened = await visit('/grabs-the-screen');
    await eventually(async () => expect(await title(opened)).toBe('rejected rejected'));
  });

  it('keeps a file that the page saves, under a name of ours, and its name as text only', async () => {
    const opened = await visit('/buttons');
    await click(opened, 'save-file');
    await eventually(() => expect(opened.tab.downloads).toHaveLength(1));
    const [file] = opened.tab.downloads;
    expect(file).toMatchObject({ complete: true, sizeBytes: 5, url: expect.stringMatching(/^blob:/) });
    expect(file?.path.startsWith(opened.folder)).toBe(true);
    expect(file?.path).not.toContain('CON');
    expect(await readFile(file?.path ?? '', 'utf8')).toBe('three');
    expect(codes(opened)).toEqual(['download']);
    expect(opened.tab.incidents[0]?.detail).not.toMatch(/[\u202a-\u202e]/);
  });

  it('keeps no more files than the limit says', async () => {
    const opened = await visit('/buttons', { limits: { downloads: 3 } });
    opened.server.route('/file', { type: 'application/octet-stream', body: 'file' });
    await click(opened, 'save-files');
    await eventually(() => expect(codes(opened)).toEqual(['download', 'download', 'download', 'incident-limit']));
    await eventually(() => expect(opened.tab.downloads).toHaveLength(3));
    await opened.tab.close();
    expect(opened.tab.downloads).toHaveLength(3);
    expect(await readdir(`${opened.folder}/downloads`)).toHaveLength(3);
  });

  it.for([
    ['/file', 'MZ'.repeat(100)],
    ['/pdf', '%PDF-1.4\n%%EOF'],
  ] as const)('gives %s as a file instead of a page', async ([path, bytes]) => {
    const opened = await visit(path);
    const { tab, outcome, server } = opened;
    expect(outcome).toMatchObject({ kind: 'download', file: { url: server.url(path), complete: true } });
    const [file] = tab.downloads;
    expect(tab.downloads).toHaveLength(1);
    expect(await readFile(file?.path ?? '', 'utf8')).toBe(bytes);
    expect(tab.recording.currentDocument()).toBeUndefined();
  });

  it('cuts a file without end at the time limit, and at the size limit', async () => {
    const opened = await visit('/endless-file', { limits: { openMs: 1_500 } });
    expect(opened.outcome).toMatchObject({ kind: 'download', file: { complete: false } });
    expect(opened.tab.downloads[0]?.sizeBytes).toBeGreaterThan(0);
    const second = await visit('/endless-file', { limits: { bodyBytes: 500_000 } });
    expect(second.outcome).toMatchObject({ kind: 'download', file: { complete: false } });
    expect(second.tab.downloads[0]?.sizeBytes).toBeLessThan(5_000_000);
  });

  it('draws no page ahead of its time', async () => {
    const opened = await visit('/prerenders');
    await openAddress(opened.tab, opened.server.url('/ordinary'), { limits: opened.limits });
    expect(opened.server.served().filter(({ url }) => url.includes('prerendered'))).toEqual([]);
  });

  it('tells when a page leaves while its input is locked, and only then', async () => {
    const opened = await visit('/leaves');
    await opened.tab.lockInput(true);
    await opened.tab.page.evaluate('leave()');
    await eventually(() =>
      expect(opened.tab.incidents.map(({ code, detail }) => [code, detail])).toEqual([['navigated-away', opened.server.url('/ordinary')]]),
    );
    await opened.tab.lockInput(false);
    await openAddress(opened.tab, opened.server.url('/leaves'), { limits: opened.limits });
    await opened.tab.page.evaluate('leave()');
    await eventually(async () => expect(await title(opened)).toBe('ordinary'));
    expect(opened.tab.incidents).toHaveLength(1);
  });

  it('ignores hands while the input is locked', async () => {
    const opened = await visit('/leaves');
    await opened.tab.lockInput(true);
    await withDeadline(click(opened, 'go'), { ms: 1_000, what: 'click' }).catch(() => undefined);
    expect(await title(opened)).toBe('leaves');
    await opened.tab.lockInput(false);
    await click(opened, 'go');
    await eventually(async () => expect(await title(opened)).toBe('ordinary'));
  });
});

describeOver('pipe', 'permissions', (open) => {
  it('are refused before anybody is asked', async () => {
    const server = await startHostileServer();
    const { tab, limits } = await open();
    await openAddress(tab, server.url('/asks-permissions'), { limits });
    await eventually(async () =>
      expect(await tab.page.title()).toBe('geolocation refused, notifications refused, camera refused, clipboard refused'),
    );
  });
});

describeOver('debugger', 'permissions', (open) => {
  it('are refused by the shell, which tells what was asked', async () => {
    const { tab, double } = await open();
    double?.shell.requestPermission('geolocation');
    expect(tab.incidents.map(({ code, detail }) => [code, detail])).toEqual([['permission', 'geolocation: refused']]);
  });
});

describeOver('pipe', 'without containment', (open) => {
  it('the same click opens a window and asks for its page', async () => {
    const server = await startHostileServer();
    const { tab, limits } = await open({ launch: { windows: 'person' } });
    await openAddress(tab, server.url('/buttons'), { limits });
    await tab.page.click('#open-window');
    await eventually(() => expect(server.served().map(({ url }) => url)).toContain(server.url('/popup-target')));
  });

  it.for(['full-screen', 'lock-pointer'])('a page that somebody clicked gets its %s', async (button) => {
    const server = await startHostileServer();
    const { tab, limits } = await open();
    await openAddress(tab, server.url('/buttons'), { limits });
    await tab.page.click(`#${button}`);
    await eventually(async () => expect(await tab.page.title()).toBe('taken'));
  });
});
